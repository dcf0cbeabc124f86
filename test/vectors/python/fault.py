"""What a verifier says, with the codes of docs/errors.md."""

from __future__ import annotations

from typing import NamedTuple, Optional

_EXIT_CODES = {
    **dict.fromkeys(("SNAPSHOT_INCOMPLETE", "NOT_SEALED", "CLAIM_UNFINISHED"), 2),
    **dict.fromkeys(("REPORT_MISSING", "DAY_MISSED", "STALE", "DRAFT_LEFT"), 2),
    **dict.fromkeys(("NO_MANIFEST", "NO_TRUSTED_KEY", "UNSIGNED", "REPORTS_UNSIGNED"), 3),
    **dict.fromkeys(("SCHEMA_UNKNOWN", "ALGORITHM_UNKNOWN", "UNREADABLE"), 3),
}


class Fault(NamedTuple):
    """What is held against a bundle, or a note. `sequence` is there where a number is at fault."""

    code: str
    path: Optional[str]
    sequence: Optional[int] = None

    def exit_code(self) -> int:
        return _EXIT_CODES.get(self.code, 1)


class Head(NamedTuple):
    sequence: int
    sha256: str
