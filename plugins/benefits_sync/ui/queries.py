"""Reads what the address of a list asks for, and writes such addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

LONGEST_TEXT: Final = 200


def query_of(fields: Mapping[str, str | int | None]) -> str:
    """Return the query that asks for these fields; those without a value are left out."""
    return "?" + urlencode({name: value for name, value in fields.items() if value})


def whole_number(text: str) -> int:
    """Return the number that a text is; 0 where it is none that could be counted to."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def page_number(sent: Mapping[str, str]) -> int:
    """Return the number of the page asked for; the first where that is no number."""
    return max(1, whole_number(sent.get("page", "")))


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a list that a page shows; beyond the last page there is the last one."""

    asked: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def page(self) -> int:
        """The page that is shown."""
        return min(self.asked, self.pages)

    @property
    def offset(self) -> int:
        """How many entries stand before it."""
        return (self.page - 1) * self.size

    @property
    def end(self) -> int:
        """The place of its last entry."""
        return min(self.offset + self.size, self.total)


def day_in(fields: Mapping[str, str], name: str, faults: list[str]) -> date | None:
    """Return the day in a field, or None; what is no day that can be used is named in ``faults``."""
    if not fields[name]:
        return None
    try:
        found = date.fromisoformat(fields[name])
    except ValueError:
        found = date.max
    if found < date.max:  # the last of all has no day after it
        return found
    faults.append(f"“{name}” is no date such as 2026-11-20 and was left out.")
    return None


def span_of(begins: date | None, ends: date | None) -> tuple[datetime | None, datetime | None]:
    """Return the first moment (UTC) of the first day, and that after the last day."""
    return _midnight(begins), _midnight(ends + timedelta(days=1) if ends else None)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
