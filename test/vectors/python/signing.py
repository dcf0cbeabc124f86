"""Keys, signatures, DSSE envelopes and their in-toto statements, by docs/formats/manifest.md."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from formats import ANY, HASH, PREDICATE_SHAPE, demand, demand_shape, strict_value

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
# By the name of the file that a statement is about.
PREDICATE_TYPES = {
    "manifest.json": "urn:soc2-evidence:manifest:1",
    "reports/index.json": "urn:soc2-evidence:reports:1",
}
_ENVELOPE = {"payload": ANY, "payloadType": ANY, "signatures": [{"keyid": HASH, "sig": ANY}]}
_STATEMENT = {
    "_type": ANY,
    "subject": [{"name": ANY, "digest": {"sha256": HASH}}],
    "predicateType": ANY,
    "predicate": PREDICATE_SHAPE,
}
# DER of a SubjectPublicKeyInfo (RFC 5480): id-ecPublicKey, prime256v1, an uncompressed point.
_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)-----END PUBLIC KEY-----\n")


class OpensslMissing(Exception):
    """The openssl program, which checks the signatures, cannot be run."""


class Envelope(NamedTuple):
    """An envelope of the right form; nothing is said about its signatures yet."""

    payload_type: str
    payload: bytes
    signatures: List[Tuple[str, bytes]]

    def signed(self) -> bytes:
        """DSSE's pre-authentication encoding."""
        kind = self.payload_type.encode("utf-8")
        return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(self.payload), self.payload)


def read_envelope(stored: bytes) -> Envelope:
    """Raises Refused."""
    value, code = strict_value(stored, "ENVELOPE_INVALID"), "ENVELOPE_INVALID"
    demand_shape(value, stored, _ENVELOPE, code)
    texts = [value["payload"], *(entry["sig"] for entry in value["signatures"])]
    payload, *sigs = [_strict_base64(text) for text in texts]
    keyids = [entry["keyid"] for entry in value["signatures"]]
    demand(1 <= len(set(keyids)) == len(keyids) <= 2 and payload is not None and None not in sigs, code)
    envelope = Envelope(value["payloadType"], payload or b"", [(k, s or b"") for k, s in zip(keyids, sigs)])
    demand(len(envelope.signed()) < 4096, code)
    return envelope


def read_statement(envelope: Envelope, name: str) -> Tuple[str, Dict[str, Any]]:
    """The hash of the file `name` and the predicate; raises Refused."""
    value, code = strict_value(envelope.payload, "ENVELOPE_INVALID"), "ENVELOPE_INVALID"
    stated = value if isinstance(value, dict) else {}
    demand(envelope.payload_type == PAYLOAD_TYPE, "SCHEMA_UNKNOWN")
    for member, known in (("_type", [STATEMENT_TYPE]), ("predicateType", [*PREDICATE_TYPES.values()])):
        demand(stated.get(member) in known or not isinstance(stated.get(member), str), "SCHEMA_UNKNOWN")
    demand_shape(value, envelope.payload, _STATEMENT, code)
    subjects = [subject["name"] for subject in value["subject"]]
    demand(subjects == [name] and value["predicateType"] == PREDICATE_TYPES[name], code)
    return value["subject"][0]["digest"]["sha256"], value["predicate"]


def _strict_base64(text: str) -> Optional[bytes]:
    """RFC 4648 section 4 with padding and without stray bits, or None."""
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return None
    return decoded if base64.b64encode(decoded).decode("ascii") == text else None


def is_strict_der(signature: bytes) -> bool:
    """Whether it is SEQUENCE {INTEGER r, INTEGER s} in its only encoding (X.690 section 10)."""
    # Two numbers of at most 33 bytes: all lengths fit the short form.
    if len(signature) < 2 or signature[0] != 0x30 or signature[1] != len(signature) - 2:
        return False
    at, numbers = 2, 0
    while at < len(signature):
        if at + 2 > len(signature) or signature[at] != 0x02 or not 1 <= signature[at + 1] <= 33:
            return False
        number = signature[at + 2 : at + 2 + signature[at + 1]]
        if len(number) != signature[at + 1] or number[0] & 0x80:
            return False
        if len(number) > 1 and number[0] == 0 and not number[1] & 0x80:
            return False
        at, numbers = at + 2 + len(number), numbers + 1
    return numbers == 2


def pem_of(spki: bytes) -> bytes:
    """RFC 7468: 64 characters a line, with a final newline."""
    text = base64.b64encode(spki)
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return b"\n".join([b"-----BEGIN PUBLIC KEY-----", *lines, b"-----END PUBLIC KEY-----", b""])


def spki_of_pem(pem: bytes) -> Optional[bytes]:
    """The DER of a key whose PEM is exactly these bytes, or None."""
    found = _PEM.fullmatch(pem)
    try:
        spki = base64.b64decode(found.group(1).replace(b"\n", b"")) if found else b""
    except ValueError:
        return None
    return spki if spki and pem_of(spki) == pem else None


def is_p256(spki: bytes) -> bool:
    return len(spki) == 91 and spki.startswith(_P256)


def sha256_hex(stored: bytes) -> str:
    return hashlib.sha256(stored).hexdigest()


class Openssl:
    """Checks signatures with the openssl program, by files in one temporary folder."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="verify-")

    def close(self) -> None:
        self._folder.cleanup()

    def spki_of_file(self, path: str) -> bytes:
        """The SubjectPublicKeyInfo of a public key file; ValueError if it is none, or several."""
        if Path(path).read_bytes().count(b"-----BEGIN PUBLIC KEY-----") != 1:
            raise ValueError(f"{path} does not hold exactly one public key")
        result = self._run("pkey", "-pubin", "-in", path, "-pubout", "-outform", "DER")
        if result.returncode != 0:
            raise ValueError(f"{path} is not a public key")
        return result.stdout

    def verifies(self, spki: bytes, signature: bytes, signed: bytes) -> bool:
        """ECDSA on P-256 with SHA-256 over these bytes, in strict DER."""
        if not is_strict_der(signature):
            return False
        parts = {"key.pem": pem_of(spki), "signature.der": signature, "signed": signed}
        files = []
        for name, content in parts.items():
            files.append(Path(self._folder.name) / name)
            files[-1].write_bytes(content)
        key, sig, message = map(str, files)
        result = self._run("dgst", "-sha256", "-verify", key, "-signature", sig, message)
        return result.returncode == 0 and b"Verified OK" in result.stdout

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(
                ["openssl", *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
        except OSError as problem:
            raise OpensslMissing(f"openssl cannot be run ({problem}); install OpenSSL") from None
