"""Strict JSON and its canonical form, by docs/formats/manifest.md ("Strict JSON").

Python's json module takes duplicate keys, lone surrogates, NaN and numbers of any size, and so reads
some files otherwise than other readers do. What it takes beyond RFC 8259 is refused here.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Dict, List, NoReturn, Tuple

MAX_DEPTH = 128
MAX_SAFE_INTEGER = 2**53 - 1

# Strings whole, so that a bracket in one is none; an unfinished one is left to the parser.
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f]')
_SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def parse(stored: bytes) -> Any:
    """The value of strict JSON; raises ValueError. Whole numbers come as int, others as float."""
    text = stored.decode("utf-8")
    depth = 0
    for found in _BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
        if depth > MAX_DEPTH:
            raise ValueError(f"more than {MAX_DEPTH} levels of nesting")
    value = _DECODER.decode(text)
    # Only an escape can leave half a character, and that has no UTF-8.
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _members(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a duplicate key")
    return members


def _whole(digits: str) -> int:
    if abs(int(digits)) > MAX_SAFE_INTEGER:
        raise ValueError("a whole number beyond 2^53-1")
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value) or (value.is_integer() and abs(value) > MAX_SAFE_INTEGER):
        raise ValueError("a number that is not finite, or a whole one beyond 2^53-1")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_whole, parse_float=_fraction, parse_constant=_constant
)


def canonical(value: Any) -> bytes:
    """RFC 8785 of what parse() gives; ValueError for fractions, which no file of the seal has."""
    return _canonical(value).encode("utf-8")


def _canonical(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + _TO_ESCAPE.sub(_escaped, value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, dict):
        # Section 3.2.3: keys are ordered by their UTF-16 code units, not by code points.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(_canonical(key) + ":" + _canonical(value[key]) for key in keys) + "}"
    raise ValueError(f"no canonical form for {value!r}")


def _escaped(found: "re.Match[str]") -> str:
    code = ord(found.group())
    return _SHORT.get(code, f"\\u{code:04x}")
