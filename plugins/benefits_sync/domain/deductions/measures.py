"""What a plan comes to in sums: what a pay day takes before and after it, and how many deductions end."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, cells_of
from benefits_sync.domain.deductions.evidence import benefits_of_lines
from benefits_sync.domain.deductions.holdings import Holdings
from benefits_sync.domain.deductions.lifetimes import day_before, employee_cents, live, not_after

TOTAL: Final = "deduction_total"
"""What a pay day takes from all employees once the plan is carried out, in cents; full runs only."""

BEFORE: Final = "deduction_before"
AFTER: Final = "deduction_after"
"""The same of the lines that a run looked at, before and after its plan."""

LINES: Final = "lines"
"""How many lines are still to be taken once the plan is carried out; full runs only."""

LINES_BEFORE: Final = "lines_before"
"""The same of the lines that a run looked at, before its plan."""

STOPS: Final = "stops"
"""Deductions that end with nothing in their place."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the lines: frames of the lines' fields.

    ``kept`` are the lines written as they will be, ``untouched`` the held ones that nothing is written to.
    ``stopped`` end sooner than they did, and ``voided`` were never to be taken.
    """

    kept: pd.DataFrame = field(repr=False)
    untouched: pd.DataFrame = field(repr=False)
    stopped: pd.DataFrame = field(repr=False)
    voided: pd.DataFrame = field(repr=False)


def measures(fate: Fate, holdings: Holdings, today: str, *, whole: bool) -> dict[str, int]:
    """Return the measures of a plan by name; ``whole`` says that all lines of the company were looked at."""
    held = holdings.frame.assign(end_date=holdings.end)
    after = _taken(fate.kept, today) + _taken(fate.untouched, today)
    found = {
        BEFORE: _taken(held, today),
        AFTER: after,
        LINES_BEFORE: _unended(held, today),
        STOPS: _stops(fate),
    }
    lines = _unended(fate.kept, today) + _unended(fate.untouched, today)
    return found | {TOTAL: after, LINES: lines} if whole else found


def _taken(lines: pd.DataFrame, today: str) -> int:
    kind, start, end, amount = (
        cells_of(lines, name) for name in ("kind", "start_date", "end_date", "amount")
    )
    return employee_cents(today, kind, start, end, amount)


def _unended(lines: pd.DataFrame, today: str) -> int:
    start, end = cells_of(lines, "start_date"), cells_of(lines, "end_date")
    ahead = not_after(np.full(len(lines), today, dtype=object), end)
    return int((live(start, end) & ahead).sum())


def _stops(fate: Fate) -> int:
    """Count the stopped lines after whose end nothing of their kind is taken for the benefit any more."""
    stopped, until = _purposes(fate.stopped), cells_of(fate.stopped, "end_date")
    voided, never = _purposes(fate.voided), day_before(cells_of(fate.voided, "start_date"))
    last = _last_days(pd.concat([fate.kept, fate.untouched]))
    ends = zip(np.concatenate([stopped, voided]), np.concatenate([until, never]), strict=True)
    return sum(last.get(purpose, "") <= end for purpose, end in ends)


def _last_days(lines: pd.DataFrame) -> dict[str, str]:
    start, end = cells_of(lines, "start_date"), cells_of(lines, "end_date")
    alive = live(start, end)
    latest: dict[str, str] = {}
    for purpose, day in zip(_purposes(lines)[alive], end[alive], strict=True):
        if day > latest.get(purpose, ""):
            latest[purpose] = day
    return latest


def _purposes(lines: pd.DataFrame) -> Cells:
    """Return what each line is for, whatever its code: a change of plan may change the code."""
    benefit = benefits_of_lines(*(cells_of(lines, name) for name in ("employee", "plan_year", "benefit")))
    purposes: Cells = np.empty(len(lines), dtype=object)
    purposes[:] = [f"{text}|{kind}" for text, kind in zip(benefit, cells_of(lines, "kind"), strict=True)]
    return purposes
