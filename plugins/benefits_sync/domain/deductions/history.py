"""Which rows of a benefit's history hold, and until when.

PlanSource overwrites nothing: each change is a row of its own. Of one employee, benefit and plan year the
rows entered one after the other say what was known then. A row that takes effect no later than one entered
before it withdraws that one for good. What is left holds, each row until the day before the next one.
"""

from dataclasses import dataclass, field

import numpy as np

from benefits_sync.domain.columns import Mask, Places
from benefits_sync.domain.deductions.payroll_rows import FAR, MISSING, Numbers


@dataclass(frozen=True, slots=True)
class Versions:
    """Rows to be put in order. ``group`` numbers employee, benefit and plan year together from 0."""

    group: Numbers = field(repr=False)
    change: Numbers = field(repr=False)
    entered: Numbers = field(repr=False)
    current: Mask = field(repr=False)
    ends: Numbers = field(repr=False)

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(self.group.max()) + 1 if len(self.group) else 0


@dataclass(frozen=True, slots=True)
class History:
    """What became of each row.

    ``until`` is the day before the next row takes effect, or the last day of the plan year. ``order`` has the
    places of the rows that hold, by group and date; ``rank`` counts them from 0 within their group.
    """

    superseded: Mask = field(repr=False)
    repeated: Mask = field(repr=False)
    ambiguous: Mask = field(repr=False)
    until: Numbers = field(repr=False)
    order: Places = field(repr=False)
    rank: Numbers = field(repr=False)


def history(rows: Versions) -> History:
    """Put the rows of every group in order."""
    superseded = _superseded(rows)
    holding = np.flatnonzero(~superseded)
    order = holding[np.lexsort((rows.change[holding], rows.group[holding]))]
    group, change = rows.group[order], rows.change[order]
    follows = np.append(group[1:] == group[:-1], [False]) if len(order) else np.zeros(0, dtype=np.bool_)
    next_change = np.append(change[1:], FAR)
    until = rows.ends.copy()
    until[order[follows]] = np.minimum(rows.ends[order[follows]], next_change[follows] - 1)
    together = follows & (next_change == change)
    ambiguous = np.zeros(len(rows.group), dtype=np.bool_)
    ambiguous[order[together]] = True
    ambiguous[order[np.flatnonzero(together) + 1]] = True
    named = np.bincount(rows.group[rows.current], minlength=rows.groups)
    repeated = rows.current & (named[rows.group] > 1)
    return History(superseded, repeated, ambiguous & ~repeated, until, order, _rank(group))


def _rank(group: Numbers) -> Numbers:
    """Count within runs of equal numbers."""
    places = np.arange(len(group))
    begins = np.append([True], group[1:] != group[:-1]) if len(group) else np.zeros(0, dtype=np.bool_)
    return places - np.maximum.accumulate(np.where(begins, places, 0))


def _superseded(rows: Versions) -> Mask:
    """Tell which rows a later one withdraws.

    The current row is the latest word by PlanSource's own mark, and no other row is set against it. Where a
    row of a group does not say when it was entered, only that mark counts.
    """
    order = np.lexsort((np.arange(len(rows.group)), rows.entered, rows.group))
    group, change, current = rows.group[order], rows.change[order], rows.current[order]
    dated = np.ones(rows.groups, dtype=np.bool_)
    dated[rows.group[rows.entered == MISSING]] = False
    latest = np.full(rows.groups, len(order), dtype=np.int64)
    latest[group[current]] = np.flatnonzero(current)
    heard = dated[group] & (np.arange(len(order)) <= latest[group])
    withdrawn = heard & (_soonest_after(group, np.where(heard, change, FAR)) <= change)
    soonest_current = np.full(rows.groups, FAR, dtype=np.int64)
    np.minimum.at(soonest_current, group[current], change[current])
    withdrawn |= soonest_current[group] <= change
    result = np.zeros(len(order), dtype=np.bool_)
    result[order] = withdrawn & ~current
    return result


def _soonest_after(group: Numbers, change: Numbers) -> Numbers:
    """Return the least number among the places behind each one in its group.

    Each group is moved to a range of its own, above all groups before it, so that one running minimum from
    the end serves all of them.
    """
    if not len(group):
        return change
    moved = change + group * (2 * FAR)
    least = np.minimum.accumulate(moved[::-1])[::-1]
    behind = np.append(least[1:], 0) - group * (2 * FAR)
    same = np.append(group[1:] == group[:-1], [False])
    return np.where(same, behind, FAR)
