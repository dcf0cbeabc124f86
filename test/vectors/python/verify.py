"""Verifies an evidence folder or ZIP, written from docs/formats/manifest.md alone.

A second opinion on the seal, in another language than the product's and with nothing of its code:
Python 3.9 or later, its standard library, and the openssl program for the signatures.

    python3 verify.py evidence --key company-public-key.pem

Exit codes: 0 verified and complete, 1 tampered, 2 incomplete or stale, 3 cannot be verified.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from datetime import datetime, timezone
from typing import Any, Dict, List, NamedTuple, NoReturn, Optional

from archive import ArchiveInvalid, Zip
from bundle import Folder, Unreadable
from fault import Fault, Head
from formats import time_of
from seal import Verifier
from signing import Openssl, OpensslMissing, sha256_hex

_OUTCOMES = {
    0: "Verified: nothing changed since it was sealed, and nothing is missing up to the newest snapshot.",
    1: "Tampered with: it is not as it was sealed.",
    2: "Incomplete or stale.",
    3: "It cannot be verified.",
}


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse would exit with 2, which says "incomplete" here.
        self.exit(3, f"{self.format_usage()}verify.py: {message}\n")


def _as_time(text: str) -> datetime:
    moment = time_of(text)
    if moment is None:
        raise argparse.ArgumentTypeError(f"{text} is no time such as 2026-11-22T07:00:00Z")
    return moment


def _as_head(text: str) -> Head:
    found = re.fullmatch(r"([1-9][0-9]{0,15}):([0-9A-Fa-f]{64})", text)
    if found is None or int(found.group(1)) >= 2**53:
        raise argparse.ArgumentTypeError(f"{text} is no head such as 2:4ccf…, with 64 digits")
    return Head(int(found.group(1)), found.group(2).lower())


def _parse(arguments: List[str]) -> argparse.Namespace:
    parser = _Arguments(prog="verify.py", description="Check every byte of a bundle against its seal.")
    add = parser.add_argument
    add("bundle", help="an evidence folder, or a ZIP of one")
    add("--key", metavar="FILE", action="append", default=[], help="trust this public key (PEM)")
    add("--known-head", metavar="SEQ:SHA256", type=_as_head, help="a link that must be there")
    add("--as-of", metavar="TIME", type=_as_time, help="judge staleness at this time, not now")
    add("--json", action="store_true", help="for machines")
    return parser.parse_args(arguments)


class _Verdict(NamedTuple):
    exit_code: int
    faults: List[Fault]
    notes: List[Fault]
    head: Optional[Head]


def _verify(options: argparse.Namespace, openssl: Openssl) -> _Verdict:
    trusted = {sha256_hex(spki): spki for spki in map(openssl.spki_of_file, options.key)}
    try:
        is_folder = os.path.isdir(options.bundle)
        bundle = Folder(options.bundle) if is_folder else Zip(options.bundle)
    except ArchiveInvalid as invalid:
        return _Verdict(1, [Fault(invalid.code, invalid.path)], [], None)
    verifier = Verifier(bundle, trusted, openssl)
    exit_code = verifier.verify(options.known_head, options.as_of or datetime.now(timezone.utc))
    return _Verdict(exit_code, list(verifier.faults), list(verifier.notes), verifier.head)


def _print(verdict: _Verdict, as_json: bool) -> None:
    exit_code, faults, notes, head = verdict
    if as_json:
        said: Dict[str, Any] = {"exitCode": exit_code, "head": head._asdict() if head else None}
        for name, listed in (("faults", faults), ("warnings", notes)):
            said[name] = [each._asdict() for each in listed]
        print(json.dumps(said, indent=2))
        return
    print(_OUTCOMES[exit_code])
    for kind, listed in (("fault", faults), ("note", notes)):
        for each in listed:
            number = "" if each.sequence is None else f" (sequence {each.sequence})"
            # A path is hostile text: what could act on a terminal is shown escaped.
            print(f"  {kind}  {each.code}  {ascii(each.path) if each.path else ''}{number}")
    if head and exit_code != 1:
        print(f"Known head, to keep elsewhere: {head.sequence}:{head.sha256}")


def main(arguments: List[str]) -> int:
    options = _parse(arguments)
    openssl = Openssl()
    try:
        verdict = _verify(options, openssl)
    except (OpensslMissing, Unreadable, ValueError) as problem:
        print(f"verify.py: {problem}", file=sys.stderr)
        return 3
    except Exception as problem:  # Python would exit with 1, which says "tampered" here.
        print(f"verify.py: {type(problem).__name__}: {problem}", file=sys.stderr)
        return 3
    finally:
        openssl.close()
    _print(verdict, options.json)
    return verdict.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
