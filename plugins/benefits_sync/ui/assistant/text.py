"""Looks at text that people type for others to read."""

import re
from typing import Final

LONGEST_REASON: Final = 500

_SSN: Final = re.compile(r"(?<!\d)\d{3}[- .]?\d{2}[- .]?\d{4}(?!\d)", re.ASCII)
_DAY: Final = re.compile(
    r"(?<!\d)(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))(?!\d)", re.ASCII
)


def looks_personal(text: str) -> bool:
    """Tell whether a text holds what may be an SSN or a date of birth."""
    return bool(_SSN.search(text) or _DAY.search(text))


def reason_fault(reason: str, what: str = "record") -> str | None:
    """Return what is wrong with a reason that others will read, or None."""
    if not reason:
        return f"Give a reason: whoever looks at this {what} next has to understand it."
    if len(reason) > LONGEST_REASON:
        return f"The reason may have up to {LONGEST_REASON} characters."
    if looks_personal(reason):
        return "The reason holds what looks like an SSN or a date: leave it out, for others read this."
    return None
