"""What a row takes on each pay date, in whole cents, such that the cents of a year add up.

A premium is per pay period already. Where a pay schedule takes fewer deductions than there are pay dates, the
year's premium is divided by their number; the annual amount of an account is divided by the deductions that
are left of the plan year, less what earlier rows of it take. Quotients are rounded half-up, and what is left
over falls on one pay date.
"""

from dataclasses import dataclass, field

import numpy as np

from benefits_sync.domain.columns import Mask, Places
from benefits_sync.domain.deductions.payroll_rows import Numbers
from benefits_sync.mapping.deductions.grammar import Remainder


@dataclass(frozen=True, slots=True)
class Spans:
    """Rows of whole histories, as their pay calendars count.

    ``group`` and ``rank`` place a row in its history. Of the ``total`` deductions of the plan year, ``first``
    come before the row and ``passed`` have come when it is over. A deduction is ``ratio`` of ``common`` parts
    of a premium: the whole where every pay date takes one. ``account`` rows have annual amounts.
    """

    group: Numbers = field(repr=False)
    rank: Numbers = field(repr=False)
    first: Numbers = field(repr=False)
    passed: Numbers = field(repr=False)
    total: Numbers = field(repr=False)
    ratio: Numbers = field(repr=False)
    account: Mask = field(repr=False)
    common: int

    def part(self, rows: Mask | Places) -> "Spans":
        """Return some of the rows."""
        return Spans(
            self.group[rows],
            self.rank[rows],
            self.first[rows],
            self.passed[rows],
            self.total[rows],
            self.ratio[rows],
            self.account[rows],
            self.common,
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """What each pay date takes, and what the one at ``place`` takes on top (or less, where negative).

    ``taken_before`` is what earlier rows of the history take.
    """

    per_pay: Numbers = field(repr=False)
    rest: Numbers = field(repr=False)
    place: Numbers = field(repr=False)
    taken_before: Numbers = field(repr=False)


def shares(spans: Spans, cents: Numbers, remainder: Remainder) -> Shares:
    """Return what each row takes of one kind: a history's rows one by one, all histories at once."""
    made = Shares(*(np.zeros(len(cents), dtype=np.int64) for _ in range(4)))
    groups = int(spans.group.max()) + 1 if len(cents) else 0
    taken, due = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    by_rank = np.argsort(spans.rank, kind="stable")
    ends = np.cumsum(np.bincount(spans.rank)) if len(cents) else ()
    for rows in np.split(by_rank, ends)[:-1]:
        group, total, first = spans.group[rows], spans.total[rows], spans.first[rows]
        left, passed = total - first, np.maximum(spans.passed[rows] - first, 0)
        unit = cents[rows] * spans.ratio[rows]
        whole = _half_up(due[group] + unit * left, spans.common) - taken[group]
        account = spans.account[rows]
        wanted = np.where(account, np.where(left > 0, cents[rows] - taken[group], 0), whole)
        even = np.where(account, _half_up(wanted, np.maximum(left, 1)), _half_up(unit, spans.common))
        place = first if remainder is Remainder.FIRST else total - 1
        per_pay, rest = _settled(wanted, even, left, remainder)
        counted = (passed > 0) & (place < spans.passed[rows])
        made.per_pay[rows], made.rest[rows], made.place[rows] = per_pay, rest, place
        made.taken_before[rows] = taken[group]
        taken[group] += per_pay * passed + np.where(counted, rest, 0)
        due[group] += unit * passed
    return made


def _settled(wanted: Numbers, even: Numbers, left: Numbers, remainder: Remainder) -> tuple[Numbers, Numbers]:
    """Return what each of the deductions left takes and what is over; no pay date takes less than nothing."""
    even = np.where((left > 0) & (wanted <= 0), 0, even)
    if remainder is Remainder.NONE:
        return even, np.zeros(len(even), dtype=np.int64)
    rest = wanted - even * left
    low = (left > 0) & (even + rest < 0)
    even = np.where(low, np.maximum(wanted, 0) // np.maximum(left, 1), even)
    rest = np.where(left > 0, np.maximum(wanted, 0) - even * left, 0)
    return even, rest


def _half_up(number: Numbers, divisor: Numbers | int) -> Numbers:
    return (2 * number + divisor) // (2 * np.asarray(divisor, dtype=np.int64))


def rows_to_spread(spans: Spans) -> Mask:
    """Tell which rows belong to histories in which anything has to be divided; all others are even."""
    groups = int(spans.group.max()) + 1 if len(spans.group) else 0
    divided = np.zeros(groups, dtype=np.bool_)
    divided[spans.group[spans.account | (spans.ratio != spans.common)]] = True
    return divided[spans.group]
