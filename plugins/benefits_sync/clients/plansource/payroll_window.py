"""The range that a payroll read asks for, and what the vendor turns out to test with it.

PlanSource publishes only that it is a "range of payroll changes": whether it goes by the day on which a
change takes effect, by the moment at which it was entered, or by either, is not said. What came back tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from benefits_sync.clients.columns import Columns
from benefits_sync.clients.transport import Params

_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A range, both ends included, of days or of moments."""

    start: date | datetime
    end: date | datetime

    @property
    def params(self) -> Params:
        """The range as a query."""
        return {"start_date": _spelled(self.start), "end_date": _spelled(self.end)}

    def holds_day(self, day: date) -> bool:
        """Tell whether any moment of a day lies in the range."""
        return _day(self.start) <= day <= _day(self.end)

    def holds_moment(self, moment: datetime) -> bool:
        """Tell whether a moment lies in the range."""
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            return self.start <= moment <= self.end
        return self.holds_day(moment.date())


@dataclass(slots=True)
class RangeMeaning:
    """What the vendor is known to test with a range: days of effect, moments of entry."""

    effective: bool = False
    entered: bool = False

    def learn(self, window: Window, rows: Columns) -> None:
        """Learn from rows that only one of the two tests lets through."""
        if self.effective and self.entered:
            return
        for day, moment in _stamps(rows):
            inside = window.holds_day(day), window.holds_moment(moment)
            if inside == (True, False):
                self.effective = True
            elif inside == (False, True):
                self.entered = True


def day_telling(rows: Columns) -> Window | None:
    """Return a range that holds one of the rows by its day only; None when none of them can tell."""
    for day, moment in _stamps(rows):
        if day != moment.date():
            return Window(day, day)
    return None


def moment_telling(rows: Columns) -> Window | None:
    """Return a range that holds one of the rows by its moment only; None when none of them can tell."""
    for day, moment in _stamps(rows):
        window = Window(moment - _SECOND, moment + _SECOND)
        if not window.holds_day(day):
            return window
    return None


def entered_since(rows: Columns, since: datetime) -> list[bool]:
    """Tell of each row whether it was entered or changed since; one that does not say so was."""
    found = []
    for texts in zip(rows.cells["created_at"], rows.cells["updated_at"], strict=True):
        moments = [moment for moment in map(_moment, texts) if moment is not None]
        found.append(not moments or max(moments) >= since)
    return found


def _stamps(rows: Columns) -> Iterator[tuple[date, datetime]]:
    """Return the day and the moment of each row that has both."""
    for text, changed in zip(rows.cells["change_effective_date"], rows.cells["updated_at"], strict=True):
        day, moment = _moment(text), _moment(changed)
        if day is not None and moment is not None:
            yield day.date(), moment


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _day(end: date | datetime) -> date:
    return end.astimezone(UTC).date() if isinstance(end, datetime) else end


def _spelled(end: date | datetime) -> str:
    if isinstance(end, datetime):
        return end.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return end.isoformat()
