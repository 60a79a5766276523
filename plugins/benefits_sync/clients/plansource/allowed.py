"""Which values PlanSource accepts now, from its own lists."""

from collections.abc import Mapping
from typing import Any


def allowed_values(meta: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return member -> accepted values as text, for every member that PlanSource validates against a list.

    A list holds pairs of label and value, or objects with a ``lookup_code``; one published example calls it
    ``validation`` instead of ``validation_data``.
    """
    lists = {
        member: described.get("validation_data") or described.get("validation")
        for member, described in meta.items()
        if isinstance(described, Mapping)
    }
    return {
        member: frozenset(filter(None, map(_value, listed)))
        for member, listed in lists.items()
        if isinstance(listed, list) and listed
    }


def _value(entry: object) -> str | None:
    match entry:
        case {"lookup_code": code}:
            return str(code)
        case [_, value] if value is not None:
            return str(value)
        case _:
            return None
