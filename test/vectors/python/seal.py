"""The order of verifying, step by step, by docs/formats/manifest.md ("Trust", "Verifying")."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Dict, List, Optional, Set, Tuple

import formats
import signing
from bundle import Bundle, Place, Unreadable, draft_sha256, place_of, snapshot_time
from fault import Fault, Head
from formats import Refused
from link import Link, agrees, by_place, lineage, moment, next_expected

# In a longer hole of the chain only the first number is named.
MAX_NAMED = 100


def _largest(path: str) -> int:
    """How many bytes a file that is read whole may have, by "Sizes"."""
    if path.startswith("chain/"):
        return 1 << 12
    if path.endswith(".dsse.json"):
        return 1 << 16
    if path.endswith("/public-key.pem"):
        return 1 << 13
    return 1 << 24 if path.endswith("/reports/index.json") else 1 << 26


class Verifier:
    """Verifies one bundle; `faults` and `notes` hold what was found, each once."""

    def __init__(self, bundle: Bundle, trusted: Dict[str, bytes], openssl: signing.Openssl) -> None:
        self._bundle, self._trusted, self._openssl = bundle, trusted, openssl
        self._keys = dict(trusted)
        # The hash of the key beside each snapshot's manifest, where it is one.
        self._stated_keys: Dict[str, str] = {}
        self._places: Dict[str, Place] = {}
        self._links: List[Link] = []
        self._by_sequence: Dict[int, List[Link]] = defaultdict(list)
        self._claims: Dict[int, Optional[Dict[str, Any]]] = {}
        self.faults: Dict[Fault, None] = {}
        self.notes: Dict[Fault, None] = {}
        self.head: Optional[Head] = None

    def verify(self, known_head: Optional[Head], as_of: datetime) -> int:
        """All steps; returns the exit code."""
        for code, path in self._bundle.faults():
            self._fault(code, path)
        if not self.faults:
            self._places = {path: place_of(path) for path in sorted(self._bundle.sizes)}
            self._read_manifests()
            for link in self._links:
                if link.manifest:
                    self._check_files(link, link.manifest)
                    self._check_reports(link)
            self._check_trust()
            self._check_chain(known_head)
            self._check_claims()
            self._check_rest()
            self._check_drafts()
            self._check_schedule(as_of)
        found = {fault.exit_code() for fault in self.faults}
        return next((code for code in (1, 3, 2) if code in found), 0)

    def _fault(self, code: str, path: Optional[str], sequence: Optional[int] = None) -> None:
        self.faults[Fault(code, path, sequence)] = None

    def _note(self, code: str, path: str) -> None:
        self.notes[Fault(code, path)] = None

    def _has(self, path: str) -> bool:
        return path in self._bundle.sizes

    def _paths(self, *kinds: str) -> List[Tuple[str, Place]]:
        return [(path, place) for path, place in self._places.items() if place.kind in kinds]

    def _read(self, path: str) -> bytes:
        """A file of the seal, within the limits of "Sizes"."""
        formats.demand(self._bundle.sizes[path] <= _largest(path), "FILE_TOO_LARGE")
        try:
            return self._bundle.read(path)
        except Unreadable as problem:
            raise Refused(problem.code) from None

    # Step 2: each snapshot.

    def _read_manifests(self) -> None:
        manifests = {place.snapshot for _, place in self._paths("manifest")}
        # Keys of the bundle can show that a signature holds, never that it is to be trusted.
        for path, place in self._paths("key"):
            try:
                spki = signing.spki_of_pem(self._read(path))
            except Refused as refused:
                self._fault(refused.code, path)
                continue
            if spki is None:
                if place.snapshot in manifests:
                    self._fault("PUBLIC_KEY_WRONG", path)
                continue
            sha256 = self._stated_keys[place.snapshot] = signing.sha256_hex(spki)
            if signing.is_p256(spki):
                self._keys.setdefault(sha256, spki)
        self._links = [Link(place.snapshot) for _, place in self._paths("manifest")]
        for link in self._links:
            try:
                self._read_link(link)
            except Refused as refused:
                self._fault(refused.code, link.path if refused.path is None else refused.path)
            if link.sequence is not None:
                self._by_sequence[link.sequence].append(link)
        if not self._links:
            self._fault("NO_MANIFEST", None)

    def _read_link(self, link: Link) -> None:
        stored = self._read(link.path)
        link.sha256 = link.stored_sha256 = signing.sha256_hex(stored)
        if self._has(link.envelope_path):
            if not self._has(link.key_path):
                self._fault("FILE_MISSING", link.key_path)
            link.sha256, link.place, link.signers = self._read_signed(link.envelope_path, "manifest.json")
            link.holding = {key for key in link.signers if signing.is_p256(self._keys.get(key, b""))}
            formats.demand(link.sha256 == link.stored_sha256, "MANIFEST_CHANGED")
        else:
            self._fault("UNSIGNED", link.path)
        manifest = formats.read_manifest(stored)
        own = {name: manifest[name] for name in formats.PREDICATE_SHAPE}
        link.place = link.place or own
        if link.place != own:
            raise Refused("ENVELOPE_INVALID", link.envelope_path)
        formats.demand(own["snapshot"] == link.folder, "MANIFEST_MISPLACED")
        if manifest["signer"] is None and link.signers:
            self._note("SIGNED_LATER", link.path)
        link.manifest = manifest

    def _read_signed(self, path: str, name: str) -> Tuple[str, Dict[str, Any], List[str]]:
        """What an envelope says about the file `name`, and the keys that signed it; raises Refused."""
        try:
            envelope = signing.read_envelope(self._read(path))
            for keyid, signature in envelope.signatures:
                # Of a key that nobody knows, a signature neither holds nor fails: it counts for nothing.
                spki = self._keys.get(keyid)
                if spki is not None and not signing.is_p256(spki):
                    self._fault("ALGORITHM_UNKNOWN", path)
                elif spki is not None:
                    holds = self._openssl.verifies(spki, signature, envelope.signed())
                    formats.demand(holds, "SIGNATURE_INVALID")
            sha256, predicate = signing.read_statement(envelope, name)
        except Refused as refused:
            raise Refused(refused.code, path) from None
        return sha256, predicate, [keyid for keyid, _ in envelope.signatures]

    # Steps 3 and 4: files and reports.

    def _check_files(self, link: Link, manifest: Dict[str, Any]) -> None:
        for entry in manifest["files"]:
            self._check_listed(entry, "FILE_MISSING", "FILE_CHANGED")
        listed = {entry["path"] for entry in manifest["files"]}
        for path, place in self._paths("evidence", "summary", "unlistable"):
            if place.snapshot == link.folder and path not in listed:
                self._fault("UNLISTED_FILE", path)
        if formats.merkle_root(manifest["files"]) != manifest["merkleRoot"]:
            self._fault("MERKLE_ROOT_WRONG", link.path)
        if not formats.accounts_for_expected(manifest):
            self._fault("SOURCE_UNACCOUNTED", link.path)
        if manifest["incomplete"]:
            self._fault("SNAPSHOT_INCOMPLETE", link.path)
        for gap in manifest["gaps"]:
            begins_anew = manifest["sequence"] == 1 and formats.says_restart(gap)
            self._note("CHAIN_RESTARTED" if begins_anew else "GAP_RECORDED", link.path)
        if link.folder in self._stated_keys and self._stated_keys[link.folder] != link.key():
            self._fault("PUBLIC_KEY_WRONG", link.key_path)
        names = ("scheduledFor", "awsDateMin", "awsDateMax")
        taken, first, last = (moment(manifest, name) for name in names)
        too_early = taken and first and first < taken - timedelta(minutes=5)
        too_late = taken and last and last > taken + timedelta(days=1)
        if (too_early or too_late) and manifest["replayOf"] is None:
            self._note("AWS_DATE_CONTRADICTS", link.path)

    def _check_listed(self, entry: Dict[str, Any], missing: str, changed: str) -> None:
        path = entry["path"]
        if not self._has(path):
            return self._fault(missing, path)
        try:
            stands = (self._bundle.sha256(path), self._bundle.sizes[path])
            if stands != (entry["sha256"], entry["size"]):
                self._fault(changed, path)
        except Unreadable as problem:
            self._fault(problem.code, path)

    def _check_reports(self, link: Link) -> None:
        reports = [path for path, place in self._paths("report") if place.snapshot == link.folder]
        index_path = f"snapshots/{link.folder}/reports/index.json"
        envelope_path = f"snapshots/{link.folder}/reports/index.dsse.json"
        listed = {index_path, envelope_path}
        if self._has(index_path):
            try:
                index = self._read_index(link, index_path, envelope_path)
            except Refused as refused:
                return self._fault(refused.code, index_path if refused.path is None else refused.path)
            for entry in index["files"]:
                self._check_listed(entry, "REPORT_MISSING", "REPORT_CHANGED")
                listed.add(entry["path"])
        elif self._has(envelope_path):
            self._fault("FILE_MISSING", index_path)
        for path in reports:
            if path not in listed:
                self._fault("UNLISTED_FILE", path)

    def _read_index(self, link: Link, path: str, envelope_path: str) -> Dict[str, Any]:
        stored = self._read(path)
        if self._has(envelope_path):
            sha256, predicate, signers = self._read_signed(envelope_path, "reports/index.json")
            if not set(signers) <= {*self._trusted, *link.holding}:
                raise Refused("SIGNER_UNTRUSTED", envelope_path)
            if predicate != link.place:
                raise Refused("REPORT_INDEX_INVALID", envelope_path)
            formats.demand(signing.sha256_hex(stored) == sha256, "REPORT_CHANGED")
        else:
            self._fault("REPORTS_UNSIGNED", path)
        index = formats.read_index(stored)
        own = (index["snapshot"], index["manifestSha256"])
        formats.demand(own == (link.folder, link.sha256), "REPORT_INDEX_INVALID")
        return index

    # Step 5: trust.

    def _check_trust(self) -> None:
        if not self._trusted:
            return self._fault("NO_TRUSTED_KEY", None)
        placed = sorted((link for link in self._links if link.place), key=by_place)
        counted: Set[str] = set()
        trusted = set(self._trusted)
        for link in placed:
            if trusted & link.holding:
                counted.add(link.folder)
                if link.manifest:
                    # A key that a trusted one introduces is trusted from here on.
                    trusted |= {link.key() or ""} & link.holding
        pinned: Set[str] = set()
        for link in reversed(placed):
            if link.folder not in counted and link.stored_sha256 in pinned:
                counted.add(link.folder)
                if link.signers:
                    self._note("TRUSTED_THROUGH_LINK", link.path)
            # What nobody signed has its own fault.
            if link.folder not in counted and link.signers:
                self._fault("SIGNER_UNTRUSTED", link.envelope_path)
            if link.folder in counted and link.place["previous"]:
                pinned.add(link.place["previous"]["sha256"])

    # Step 6: the chain.

    def _check_chain(self, known_head: Optional[Head]) -> None:
        links = sorted((link for link in self._links if link.place), key=by_place)
        key_before: Optional[str] = None
        for link in links:
            if len(self._by_sequence[link.place["sequence"]]) > 1:
                self._fault("SEQUENCE_TWICE", link.path, link.sequence)
            if lineage(link, links[0]) != lineage(links[0], link):
                self._fault("CHAIN_FOREIGN", link.path)
            before = self._only(link.place["sequence"] - 1)
            if before and (link.place["previous"] or {}).get("sha256") != before.sha256:
                self._fault("LINK_BROKEN", link.path)
            if before and before.place["snapshot"] >= link.place["snapshot"]:
                self._fault("SNAPSHOT_ORDER", link.path)
            self._check_signers(link, key_before)
            key_before = link.key() if link.signers else key_before
            self.head = Head(link.place["sequence"], link.sha256)
        if known_head:
            stand = [(link.sequence or known_head.sequence, link.stored_sha256) for link in self._links]
            same = self._by_sequence.get(known_head.sequence)
            if known_head not in stand:
                self._fault("KNOWN_HEAD_MISSING", same[0].path if same else None, known_head.sequence)

    def _only(self, sequence: int) -> Optional[Link]:
        same = self._by_sequence.get(sequence, [])
        return same[0] if len(same) == 1 else None

    def _check_signers(self, link: Link, key_before: Optional[str]) -> None:
        key, signers = link.key(), set(link.signers)
        if not signers:
            return
        if key not in signers:
            self._fault("SIGNATURE_INVALID", link.envelope_path)
        if key_before not in (None, key, *link.holding):
            self._fault("KEY_CHANGE_UNSIGNED", link.envelope_path)
        elif key_before not in (None, key):
            self._note("KEY_CHANGED", link.envelope_path)
        if signers - {key, key_before}:
            self._fault("ENVELOPE_INVALID", link.envelope_path)

    def _check_claims(self) -> None:
        for path, place in self._paths("claim"):
            self._claims[place.sequence] = None
            try:
                self._claims[place.sequence] = formats.read_claim(self._read(path), place.sequence)
            except Refused as refused:
                self._fault(refused.code, path, place.sequence)
        for link in self._links:
            path, claim = f"chain/{link.sequence}.json", self._claims.get(link.sequence or 0)
            if link.sequence and link.sequence not in self._claims:
                self._fault("CLAIM_MISSING", path, link.sequence)
            elif claim and not agrees(claim, link):
                self._fault("CLAIM_MISMATCH", path, link.sequence)
        self._check_holes()

    def _check_holes(self) -> None:
        """Numbers that no manifest has; the last of all may be a claim that is not finished yet."""
        folders = {link.folder: link for link in self._links}
        numbers, before = sorted({*self._by_sequence, *self._claims}), 0
        for sequence in numbers:
            # How long a hole is may be an attacker's to choose.
            end = sequence if sequence - before <= MAX_NAMED + 1 else before + 2
            for missing in range(before + 1, end):
                self._fault("SEQUENCE_MISSING", None, missing)
            before, claim = sequence, self._claims.get(sequence)
            if sequence in self._by_sequence or not claim:
                continue
            link, path = folders.get(claim["snapshot"]), f"snapshots/{claim['snapshot']}/manifest.json"
            if link and link.sequence is None:
                # Its number could not be read; it may be this one.
                continue
            if link or sequence < numbers[-1]:
                self._fault("SEQUENCE_MISSING", path, sequence)
            elif not self._lost_its_manifest(claim["snapshot"]):
                self._fault("CLAIM_UNFINISHED", f"chain/{sequence}.json", sequence)

    # Step 7: what has no manifest.

    def _lost_its_manifest(self, snapshot: str) -> bool:
        left = {place.snapshot for _, place in self._paths("envelope", "key", "report")}
        return snapshot in left and not self._has(f"snapshots/{snapshot}/manifest.json")

    def _check_rest(self) -> None:
        folders = {link.folder for link in self._links}
        newest = max(folders, default="")
        claimed = {claim["snapshot"] for claim in self._claims.values() if claim}
        waits = any(fault.code == "CLAIM_UNFINISHED" for fault in self.faults)
        for path, place in self._places.items():
            snapshot, manifest_path = place.snapshot, f"snapshots/{place.snapshot}/manifest.json"
            if place.kind == "stray":
                self._fault("UNLISTED_FILE", path)
            elif snapshot and snapshot not in folders:
                waits = waits or snapshot > newest
                if self._lost_its_manifest(snapshot):
                    self._fault("MANIFEST_MISSING", manifest_path)
                elif snapshot < newest:
                    self._fault("UNLISTED_FILE", path)
                elif snapshot not in claimed:
                    self._fault("NOT_SEALED", manifest_path)
        manifests = [link.manifest for link in self._links if link.manifest]
        listed = {entry["path"] for manifest in manifests for entry in manifest["files"]}
        for path, place in self._paths("manual", "share"):
            if path not in listed and place.kind == "share":
                self._note("SHARE_NOT_SEALED", path)
            elif path not in listed and waits:
                self._fault("NOT_SEALED", path)
            # A manifest that could not be read may list it.
            elif path not in listed and len(manifests) == len(self._links):
                self._fault("UNLISTED_FILE", path)

    def _check_drafts(self) -> None:
        """Of manifests beyond the end of the chain, of which nothing else is left."""
        last = max((link for link in self._links if link.place), key=by_place, default=None)
        for path in self._places if self._bundle.drafts and last else ():
            sha256 = draft_sha256(path)
            if sha256 is None:
                continue
            try:
                stored = self._read(path)
                draft = formats.read_manifest(stored)
            except Refused:
                continue
            is_whole = signing.sha256_hex(stored) == sha256
            if is_whole and draft["chain"] == last.place["chain"] and draft["sequence"] > last.sequence:
                self._fault("DRAFT_LEFT", path, draft["sequence"])

    # Step 8: the schedule.

    def _check_schedule(self, as_of: datetime) -> None:
        for sequence in self._by_sequence:
            link, due = self._only(sequence), next_expected(self._only(sequence - 1))
            taken = snapshot_time(link.place["snapshot"]) if link else None
            if link and due and taken and taken > due:
                self._fault("DAY_MISSED", link.path, sequence)
        newest = max((link for link in self._links if link.place), key=by_place, default=None)
        due = next_expected(newest)
        if newest and due and as_of > due:
            self._fault("STALE", newest.path)
