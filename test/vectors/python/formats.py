"""The files of the seal: their members, and the rules between these, by docs/formats/manifest.md."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Any, Callable, Dict, List, Optional, Tuple

from bundle import Place, existing_time, is_safe_path, place_of, snapshot_time
from strict_json import MAX_SAFE_INTEGER, canonical, parse

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?Z", re.ASCII)
ALGORITHM = "ECDSA_SHA_256"

# The gap of a chain that begins anew.
_RESTART = re.compile(
    r"This chain begins anew because the key of an earlier one is lost: chain [0-9a-f]{32}, which ended"
    r" at sequence [1-9][0-9]{0,14} with manifest SHA-256 [0-9a-f]{64}, signed by ([0-9a-f]{64}|nobody)\."
)


class Refused(Exception):
    """A file of the seal that breaks a rule: the code of the fault, and the path if it is another."""

    def __init__(self, code: str, path: Optional[str] = None) -> None:
        super().__init__(code)
        self.code, self.path = code, path


def time_of(text: str) -> Optional[datetime]:
    """An ISO 8601 time in UTC that exists, to the millisecond, or None."""
    found = _TIME.fullmatch(text)
    moment = existing_time(re.sub("[-T:]", "", found.group(1))) if found else None
    if not found or not moment:
        return None
    return moment.replace(microsecond=int((found.group(2) or "0").ljust(3, "0")) * 1000)


# Shapes. A text is a pattern for the whole of a text, a number the least whole number, a list holds
# the shape of its items, a dictionary exactly these members, a tuple a shape that may also be null.

HASH = "[0-9a-f]{64}"
ANY = "(?s:.*)"
_SHORT = "(?s:.{1,256})"
_FILE = {"path": ANY, "size": 0, "sha256": HASH, "mediaType": _SHORT}
_PLANNED = {"criterion": _SHORT, "source": _SHORT, "region": (_SHORT,)}
_PREVIOUS = {"sequence": 1, "sha256": HASH}
PREDICATE_SHAPE = {"account": ANY, "chain": ANY, "snapshot": ANY, "sequence": 1, "previous": (_PREVIOUS,)}


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and time_of(value) is not None


def _is_snapshot(value: Any) -> bool:
    return isinstance(value, str) and snapshot_time(value) is not None


_MANIFEST = {
    "schema": "manifest/1", "chain": "[0-9a-f]{32}", "account": "[0-9]{12}",
    "partition": "aws(-[a-z]+)*", "sequence": 1, "snapshot": _is_snapshot, "scheduledFor": _is_time,
    "startedAt": _is_time, "completedAt": _is_time, "awsDateMin": (_is_time,), "awsDateMax": (_is_time,),
    "nonce": (_SHORT,), "replayOf": ("(?s:.{1,1024})",), "nextExpectedBy": (_is_time,),
    "previous": (_PREVIOUS,), "gaps": ["(?s:.{1,1024})"],
    "collector": {"version": _SHORT, "codeSha256": HASH, "configSha256": HASH},
    "expected": [_PLANNED], "files": [{"versionId": ("(?s:.{0,1024})",), **_FILE}],
    "incomplete": [{"reason": "(?s:.{1,4096})", **_PLANNED}], "merkleRoot": HASH,
    "signer": ({"keyId": _SHORT, "spkiSha256": HASH, "algorithm": _SHORT},),
}  # fmt: skip
_CLAIM = {
    "schema": "claim/1", "chain": "[0-9a-f]{32}", "sequence": 1, "snapshot": _is_snapshot,
    "manifestSha256": HASH, "signer": (HASH,),
}  # fmt: skip
_INDEX = {"schema": "reports/1", "snapshot": _is_snapshot, "manifestSha256": HASH, "files": [_FILE]}


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has a shape; lengths are in characters, as JSON Schema counts them."""
    if isinstance(shape, str):
        return isinstance(value, str) and re.fullmatch(shape, value) is not None
    if isinstance(shape, int):
        return type(value) is int and shape <= value <= MAX_SAFE_INTEGER
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if isinstance(shape, dict):
        has_members = isinstance(value, dict) and set(value) == set(shape)
        return has_members and all(fits(value[name], shape[name]) for name in shape)
    if isinstance(shape, tuple):
        return value is None or fits(value, shape[0])
    return bool(shape(value))


def demand(holds: bool, code: str) -> None:
    if not holds:
        raise Refused(code)


def strict_value(stored: bytes, code: str) -> Any:
    try:
        return parse(stored)
    except (ValueError, RecursionError):
        raise Refused(code) from None


def demand_shape(value: Any, stored: bytes, shape: Any, code: str) -> None:
    """The shape, and that the stored bytes are the canonical form."""
    demand(fits(value, shape) and canonical(value) == stored, code)


def _demand_schema(value: Any, known: str) -> None:
    schema = value.get("schema") if isinstance(value, dict) else None
    demand(schema == known or not isinstance(schema, str), "SCHEMA_UNKNOWN")


def read_manifest(stored: bytes) -> Dict[str, Any]:
    """A manifest that keeps every rule that can be seen in itself, but for the Merkle root and
    `expected`; raises Refused."""
    manifest, code = strict_value(stored, "JSON_INVALID"), "MANIFEST_INVALID"
    _demand_schema(manifest, "manifest/1")
    demand_shape(manifest, stored, _MANIFEST, code)
    for entry in manifest["files"]:
        if not is_safe_path(entry["path"]):
            raise Refused("PATH_UNSAFE", entry["path"])
    signer, previous, snapshot = manifest["signer"], manifest["previous"], manifest["snapshot"]
    demand(signer is None or signer["algorithm"] == ALGORITHM, "ALGORITHM_UNKNOWN")
    demand(time_of(manifest["scheduledFor"]) == snapshot_time(snapshot), code)
    demand(manifest["sequence"] == (previous["sequence"] if previous else 0) + 1, code)
    demand(_is_sorted([gap.encode("utf-8") for gap in manifest["gaps"]]), code)
    for name in ("expected", "incomplete"):
        demand(_is_sorted([_planned_order(entry) for entry in manifest[name]]), code)
    demand(_may_list(manifest["files"], lambda place: _is_of(place, snapshot)), code)
    return manifest  # type: ignore[no-any-return]


def read_claim(stored: bytes, sequence: int) -> Dict[str, Any]:
    """The claim on this number; raises Refused."""
    claim = strict_value(stored, "CLAIM_INVALID")
    demand_shape(claim, stored, _CLAIM, "CLAIM_INVALID")
    demand(claim["sequence"] == sequence, "CLAIM_INVALID")
    return claim  # type: ignore[no-any-return]


def read_index(stored: bytes) -> Dict[str, Any]:
    """The index of reports; raises Refused."""
    index, code = strict_value(stored, "REPORT_INDEX_INVALID"), "REPORT_INDEX_INVALID"
    _demand_schema(index, "reports/1")
    demand_shape(index, stored, _INDEX, code)
    own = Place("report", index["snapshot"])
    demand(_may_list(index["files"], lambda place: place == own), code)
    return index  # type: ignore[no-any-return]


def says_restart(gap: str) -> bool:
    """Whether an entry of `gaps` says that the chain begins anew; it counts in sequence 1 only."""
    return _RESTART.fullmatch(gap) is not None


def _planned_order(entry: Dict[str, Any]) -> Tuple[bytes, ...]:
    # No region is an empty text, so that null comes first.
    return tuple((entry[name] or "").encode("utf-8") for name in ("criterion", "source", "region"))


def _is_sorted(keys: List[Any]) -> bool:
    return all(before < after for before, after in zip(keys, keys[1:]))


def _may_list(files: List[Dict[str, Any]], is_listable: Callable[[Place], bool]) -> bool:
    paths = [entry["path"] for entry in files]
    in_order = _is_sorted([path.encode("utf-8") for path in paths])
    return in_order and all(is_safe_path(path) and is_listable(place_of(path)) for path in paths)


def _is_of(place: Place, snapshot: str) -> bool:
    own = place.kind in ("evidence", "summary") and place.snapshot == snapshot
    return own or place.kind in ("manual", "share")


def merkle_root(files: List[Dict[str, Any]]) -> str:
    """RFC 6962 section 2.1 over the canonical form of each entry."""
    # Whole subtrees from left to right, each of a size that is a power of two.
    trees: List[Tuple[int, bytes]] = []
    for entry in files:
        size, node = 1, hashlib.sha256(b"\x00" + canonical(entry)).digest()
        while trees and trees[-1][0] == size:
            size, node = size * 2, hashlib.sha256(b"\x01" + trees.pop()[1] + node).digest()
        trees.append((size, node))
    root = trees.pop()[1] if trees else hashlib.sha256(b"").digest()
    while trees:
        root = hashlib.sha256(b"\x01" + trees.pop()[1] + root).digest()
    return root.hex()


def accounts_for_expected(manifest: Dict[str, Any]) -> bool:
    """Whether `files` or `incomplete` has every planned source."""
    told = {_planned_order(entry) for entry in manifest["incomplete"]}
    listed = set()
    for entry in manifest["files"]:
        folder, _, name = entry["path"].partition(f"/{manifest['snapshot']}/")
        found = re.fullmatch(r"(.+?)(?:\.part-[0-9]{4})?\.json", name)
        if found:
            listed.add((folder.partition("-")[0], found.group(1)))
    return all(
        _planned_order(entry) in told
        or (entry["criterion"], ".".join(filter(None, (entry["source"], entry["region"])))) in listed
        for entry in manifest["expected"]
    )
