"""The range of dates or moments by which rows are asked for."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sandbox.plansource.benefits.elections import show_moment
from sandbox.plansource.state import PayrollRange
from sandbox.plansource.values import read_date

_MIDNIGHT = "T00:00:00.000Z"
_EARLIEST, _LATEST = "0001-01-01", "9998-12-31"


class ChangeRange(NamedTuple):
    """Changes that take effect or were entered from `start` to `end`.

    `first_day` and `last_day` are the days whose beginning lies in the range; a date is its whole day.
    """

    start: str
    end: str
    first_day: str
    last_day: str
    tested: PayrollRange

    @classmethod
    def of(cls, start: str | None, end: str | None, tested: PayrollRange) -> "ChangeRange":
        """Read the range of ``start_date`` and ``end_date``; a missing one leaves that side open."""
        first = _bound("start_date", start or _EARLIEST)
        last = _bound("end_date", end or _LATEST, last=True)
        first_day = first if first.endswith(_MIDNIGHT) else _next_day(first)
        return cls(first, last, first_day[:10], last[:10], tested)

    def holds(self, effective: str, updated: str) -> bool:
        """Tell whether something effective from a day on and entered at a moment lies in the range."""
        if self.tested != PayrollRange.UPDATED and self.first_day <= effective <= self.last_day:
            return True
        return self.tested != PayrollRange.EFFECTIVE and self.start <= updated <= self.end


def _bound(name: str, text: str, *, last: bool = False) -> str:
    day = read_date(name, text)
    if "T" in text:
        instant = datetime.fromisoformat(text)
        return show_moment(instant if instant.tzinfo else instant.replace(tzinfo=UTC))
    return f"{day.isoformat()}T23:59:59.999Z" if last else f"{day.isoformat()}{_MIDNIGHT}"


def _next_day(moment: str) -> str:
    return (datetime.fromisoformat(moment) + timedelta(days=1)).date().isoformat()
