"""Reading the instants callers send: ISO 8601, with an offset, in any of its usual spellings."""

import re
from datetime import UTC, datetime

_SHAPE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,6})?)?(Z|[+\- ]\d\d:?\d\d)?", re.ASCII
)


def instant(text: str) -> datetime | None:
    """Read an instant, or return None when the text is none.

    A missing offset is taken as UTC, and a blank before the offset as the ``+`` a careless caller did
    not encode.
    """
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        return None
    day, clock, _, offset = found.groups()
    zone = "+00:00" if offset in {None, "Z"} else offset.replace(" ", "+")
    try:
        return datetime.fromisoformat(f"{day}T{clock or '00:00'}{zone}").astimezone(UTC)
    except ValueError:
        return None
