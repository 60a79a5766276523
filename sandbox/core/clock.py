"""The sandbox's time: real by default, settable, always running."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

COMPANY_ZONE: Final = ZoneInfo("America/Denver")
"""Where the invented company is: its dates change at midnight there."""


def midnight(day: date) -> datetime:
    """Tell when a day begins in the company's zone, in UTC."""
    return datetime.combine(day, time(), COMPANY_ZONE).astimezone(UTC)


class Clock:
    """A clock that can be moved; once moved it runs on from there.

    Args:
        today: The date to start at (noon UTC), or None for real time.
    """

    def __init__(self, today: date | None = None) -> None:
        self._today = today
        self._shift = timedelta()
        self.reset()

    def now(self) -> datetime:
        """Tell the current time, in UTC."""
        return datetime.now(UTC) + self._shift

    def today(self) -> date:
        """Tell the company's current date: what is effective today is effective there."""
        return self.now().astimezone(COMPANY_ZONE).date()

    def set(self, now: datetime) -> None:
        """Move the clock to `now`; a time without zone is taken as UTC."""
        zoned = now if now.tzinfo else now.replace(tzinfo=UTC)
        self._shift = zoned - datetime.now(UTC)

    def advance(self, days: float) -> None:
        """Move the clock by `days`, which may be a fraction or negative."""
        self._shift += timedelta(days=days)

    def reset(self) -> None:
        """Return to the time the clock was started with."""
        self._shift = timedelta()
        if self._today is not None:
            self.set(datetime.combine(self._today, time(12), UTC))
