"""A bundle: a folder or a ZIP, the paths in it and what stands where, by docs/formats/manifest.md."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from datetime import datetime, timezone
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

CHUNK_BYTES = 1 << 20

_SNAPSHOT = r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ"
_CRITERION_FOLDER = re.compile(r"(CC|A|C|PI|P)\d+\.\d+-[a-z0-9-]+", re.ASCII)
_CLAIM = re.compile(r"chain/([1-9][0-9]*)\.json")
_SHARE = re.compile(rf"shares/({_SNAPSHOT})-[a-z0-9]+(?:-[a-z0-9]+)*\.json", re.ASCII)
_SUMMARY = re.compile(r"config\.json|findings(\.part-[0-9]{4})?\.json")
_DRAFT = re.compile(r"\.staging/([0-9a-f]{64})\.json")
_SEAL = {"manifest.json": "manifest", "manifest.dsse.json": "envelope", "public-key.pem": "key"}
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
# Backslash, colon, U+2028 and on, the bidirectional controls, lone surrogates.
_FORBIDDEN = re.compile("[\\\\:\u2028\u2029\ufffd\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Unreadable(Exception):
    """What cannot be read; the message says why, and `path` what where it is not the whole."""

    code = "UNREADABLE"
    path: Optional[str] = None


class Place(NamedTuple):
    """What a path is: claim, manifest, envelope, key, summary (configuration and findings), report,
    evidence, manual, share, unlistable (in a snapshot's folder, but nothing that a manifest may
    list), outside (the seal) or stray (nothing that may stand in a bundle)."""

    kind: str
    snapshot: str = ""
    sequence: int = 0


def is_safe_path(path: str) -> bool:
    """The rules of "Paths"."""
    if _FORBIDDEN.search(path) or any(unicodedata.category(letter) == "Cc" for letter in path):
        return False
    segments = path.split("/")
    if any(segment in ("", ".", "..") or segment[-1] in ". " for segment in segments):
        return False
    sizes = [len(segment.encode("utf-8")) for segment in segments]
    return max(sizes) <= 255 and len(path.encode("utf-8")) <= 1024


def existing_time(digits: str) -> Optional[datetime]:
    """The moment of YYYYMMDDhhmmss in UTC, or None if there is none."""
    # ISO 8601 has a year 0 and Python has not; its days are those of the year 400.
    is_year_0 = digits.startswith("0000")
    try:
        moment = datetime.strptime("0400" + digits[4:] if is_year_0 else digits, "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return (datetime.min if is_year_0 else moment).replace(tzinfo=timezone.utc)


def snapshot_time(name: str) -> Optional[datetime]:
    """The time that a snapshot's name says, or None if it is no name, or of no time that exists."""
    return existing_time(re.sub("[-TZ]", "", name)) if re.fullmatch(_SNAPSHOT, name, re.ASCII) else None


def place_of(path: str) -> Place:
    """What stands at a safe path, by "Where things lie"."""
    first, *rest = path.split("/")
    is_criterion = _CRITERION_FOLDER.fullmatch(first) is not None
    if path in _LITTER or (first == "snapshots" and len(rest) == 1 and rest[0] in _LITTER):
        return Place("outside")
    if rest and first in ("inbox", ".staging"):
        return Place("outside")
    if rest and first == "shares":
        found = _SHARE.fullmatch(path)
        return Place("share" if found and snapshot_time(found.group(1)) else "outside")
    if first == "chain":
        found = _CLAIM.fullmatch(path)
        sequence = int(found.group(1)) if found else 0
        return Place("claim", sequence=sequence) if 0 < sequence < 2**53 else Place("stray")
    if len(rest) > 1 and is_criterion and rest[0] == "manual":
        return Place("manual")
    if len(rest) < 2 or snapshot_time(rest[0]) is None:
        return Place("stray")
    if is_criterion or first == "external":
        return Place("evidence", rest[0])
    return _place_in_snapshot(*rest) if first == "snapshots" else Place("stray")


def is_bundle_folder(name: str) -> bool:
    """Whether a bundle may hold a folder of this name at its top."""
    own = ("chain", "snapshots", "external", "shares", "inbox", ".staging")
    return name in own or _CRITERION_FOLDER.fullmatch(name) is not None


def draft_sha256(path: str) -> Optional[str]:
    """The hash that a draft of a manifest has in its name, or None for any other path."""
    found = _DRAFT.fullmatch(path)
    return found.group(1) if found else None


def _place_in_snapshot(snapshot: str, name: str, *deeper: str) -> Place:
    if name == "reports" and deeper:
        return Place("report", snapshot)
    if not deeper and _SUMMARY.fullmatch(name):
        return Place("summary", snapshot)
    return Place("unlistable" if deeper else _SEAL.get(name, "unlistable"), snapshot)


class Bundle:
    """`sizes` has every file's size by its path; `links` what is neither file nor folder; `unsafe`
    other names that no path of a bundle may be. `drafts` says whether drafts of manifests count: in a
    folder, they are writes under way."""

    drafts = False

    def __init__(self) -> None:
        self.sizes: Dict[str, int] = {}
        self.links: List[str] = []
        self.unsafe: List[str] = []

    def chunks(self, path: str) -> Iterator[bytes]:
        """A file's bytes as they come; raises OSError, or a fault of the archive."""
        raise NotImplementedError

    def read(self, path: str) -> bytes:
        """A whole file; raises Unreadable."""
        return b"".join(self._readable(path))

    def sha256(self, path: str) -> str:
        """Of a file of any size; raises Unreadable."""
        digest = hashlib.sha256()
        for chunk in self._readable(path):
            digest.update(chunk)
        return digest.hexdigest()

    def _readable(self, path: str) -> Iterator[bytes]:
        try:
            yield from self.chunks(path)
        except OSError as problem:
            raise Unreadable(str(problem)) from None

    def faults(self) -> List[Tuple[str, str]]:
        """(code, path) for every name that keeps the whole bundle from being read."""
        names = [path for path in (*self.sizes, *self.links) if not is_safe_path(path)]
        unsafe = names + self.unsafe
        links = [path for path in self.links if is_safe_path(path) and place_of(path).kind != "outside"]
        return [("PATH_UNSAFE", path) for path in unsafe] + [("LINK_FOUND", path) for path in links]


class Folder(Bundle):
    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root
        self._list(root, "")

    def _list(self, folder: str, prefix: str) -> None:
        try:
            entries = list(os.scandir(folder))
        except OSError as problem:
            raise Unreadable(f"{self._root}/{prefix} cannot be listed: {problem.strerror}") from None
        for entry in entries:
            path = prefix + os.fsencode(entry.name).decode("utf-8", "replace")
            if entry.is_dir(follow_symlinks=False):
                # By its own name: with U+FFFD in it, nothing is found.
                self._list(entry.path, path + "/")
            elif entry.is_file(follow_symlinks=False):
                self.sizes[path] = entry.stat(follow_symlinks=False).st_size
            else:
                self.links.append(path)

    def chunks(self, path: str) -> Iterator[bytes]:
        with open(os.path.join(self._root, path), "rb") as stream:
            yield from iter(lambda: stream.read(CHUNK_BYTES), b"")
