"""Looks at text that people type for others to read."""

import re
from typing import Final

_SSN: Final = re.compile(r"(?<!\d)\d{3}[- .]?\d{2}[- .]?\d{4}(?!\d)", re.ASCII)
_DAY: Final = re.compile(
    r"(?<!\d)(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))(?!\d)", re.ASCII
)


def looks_personal(text: str) -> bool:
    """Tell whether a text holds what may be an SSN or a date of birth."""
    return bool(_SSN.search(text) or _DAY.search(text))
