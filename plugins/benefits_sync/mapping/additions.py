"""Lines that people add to a mapping's lookups, and the mapping's digest with them."""

import hashlib
from collections.abc import Mapping

import orjson

Lookups = Mapping[str, Mapping[str, str | None]]
"""Lookup -> source value -> target value; a target value of None gives nothing, on purpose."""


def missing_lines(lookups: Lookups, added: Lookups) -> dict[str, dict[str, str | None]]:
    """Return the added lines that the mapping file does not have: where it has one, the file's holds."""
    lacking = {
        name: {value: target for value, target in lines.items() if value not in lookups[name]}
        for name, lines in added.items()
        if name in lookups
    }
    return {name: lines for name, lines in lacking.items() if lines}


def digest_with(digest: str, lines: Lookups) -> str:
    """Return the digest of a mapping file together with lines that are not in it."""
    content = orjson.dumps([digest, lines], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()
