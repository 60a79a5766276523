"""Days as ISO texts, which compare as they are, and as dates where a file needs them."""

from datetime import date, timedelta
from functools import lru_cache

_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=16384)
def as_date(text: str) -> date:
    """Return an ISO text as a date."""
    return date.fromisoformat(text)


@lru_cache(maxsize=16384)
def day_before(text: str) -> str:
    """Return the day before a day."""
    return (date.fromisoformat(text) - _ONE_DAY).isoformat()


@lru_cache(maxsize=16384)
def day_after(text: str) -> str:
    """Return the day after a day."""
    return (date.fromisoformat(text) + _ONE_DAY).isoformat()


def days_after(text: str, days: int) -> str:
    """Return the day so many days later; earlier with a negative number."""
    return (as_date(text) + timedelta(days=days)).isoformat()
