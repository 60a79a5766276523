"""Which version of a coverage counts on which days."""

from datetime import date, timedelta
from typing import NamedTuple

from sandbox.plansource.benefits.model import Coverage


class Span(NamedTuple):
    """A version and the last day it counts, before any termination of its own."""

    version: Coverage
    last_day: str


def spans(versions: list[Coverage]) -> list[Span]:
    """Return the versions of one benefit and plan year that ever count, first to last.

    Args:
        versions: In the order of entry; one that changes no sooner than a later entry never counts.
    """
    found: list[Span] = []
    for one in reversed(versions):
        if not found:
            found.append(Span(one, f"{one.plan_year}-12-31"))
        elif one.change_effective_date < found[-1].version.change_effective_date:
            found.append(Span(one, day_before(found[-1].version.change_effective_date)))
    return found[::-1]


def day_before(day: str) -> str:
    """Return the day before a day, both as ``YYYY-MM-DD``."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
