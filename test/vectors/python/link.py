"""One snapshot's manifest as a link of the chain, and what follows from its members."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, List, Optional, Set, Tuple

from formats import time_of


class Link:
    """One snapshot's manifest, as far as it could be read."""

    def __init__(self, folder: str) -> None:
        self.folder, self.path = folder, f"snapshots/{folder}/manifest.json"
        self.envelope_path = f"snapshots/{folder}/manifest.dsse.json"
        self.key_path = f"snapshots/{folder}/public-key.pem"
        # The keys that its envelope names, by their hash, where no signature fails; and those of them
        # that are known, so that the signature holds.
        self.signers: List[str] = []
        self.holding: Set[str] = set()
        # The whole manifest, unless it is at fault in step 2.
        self.manifest: Optional[Dict[str, Any]] = None
        # Hash and place in the chain: of what was signed, or else of what is stored.
        self.sha256 = self.stored_sha256 = ""
        self.place: Dict[str, Any] = {}

    @property
    def sequence(self) -> Optional[int]:
        return self.place.get("sequence")

    def key(self) -> Optional[str]:
        """The key that this manifest states, or else the one of its first signature, by its hash."""
        if self.manifest and self.manifest["signer"]:
            return str(self.manifest["signer"]["spkiSha256"])
        return self.signers[0] if self.signers else None


def by_place(link: Link) -> Tuple[int, str]:
    return link.place["sequence"], link.folder


def moment(manifest: Dict[str, Any], name: str) -> Optional[datetime]:
    return time_of(manifest[name]) if manifest[name] else None


def next_expected(link: Optional[Link]) -> Optional[datetime]:
    return moment(link.manifest, "nextExpectedBy") if link and link.manifest else None


def lineage(link: Link, other: Link) -> Tuple[Any, ...]:
    """What is one for a whole chain, as far as both manifests could be read."""
    known = (link.place["chain"], link.place["account"])
    if not link.manifest or not other.manifest:
        return known
    return (*known, link.manifest["partition"], link.manifest["replayOf"] is None)


def agrees(claim: Dict[str, Any], link: Link) -> bool:
    says = {"manifestSha256": link.sha256, "chain": link.place["chain"], "snapshot": link.place["snapshot"]}
    if link.manifest:
        signer = link.manifest["signer"]
        says["signer"] = signer["spkiSha256"] if signer else None
    return all(claim[name] == value for name, value in says.items())
