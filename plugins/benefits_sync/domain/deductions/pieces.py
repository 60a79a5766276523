"""Cuts what a row takes into stretches of one amount: at deduction holidays and at the uneven pay date."""

from dataclasses import dataclass, field, fields, replace
from itertools import pairwise

import numpy as np

from benefits_sync.domain.columns import Cells, Mask, Places
from benefits_sync.domain.deductions.payability import Payable
from benefits_sync.domain.deductions.payroll_rows import FAR, Numbers
from benefits_sync.mapping.deductions.grammar import Remainder


@dataclass(frozen=True, slots=True)
class Pieces:
    """Stretches of one amount: of which row and kind, from when to when, and how many cents a pay date.

    ``rest`` are cents on top on ``rest_day``, as long as the pieces are not cut; ``annual`` is the amount of
    the year of an account, else 0.
    """

    row: Places = field(repr=False)
    kind: Numbers = field(repr=False)
    code: Cells = field(repr=False)
    start: Numbers = field(repr=False)
    end: Numbers = field(repr=False)
    cents: Numbers = field(repr=False)
    rest: Numbers = field(repr=False)
    rest_day: Numbers = field(repr=False)
    annual: Numbers = field(repr=False)

    def of(self, which: Mask | Places) -> "Pieces":
        """Return some of the pieces."""
        return Pieces(*(getattr(self, one.name)[which] for one in fields(self)))

    def clipped(self, start: Numbers | np.int64, end: Numbers | np.int64) -> "Pieces":
        """Return what lies between days, without pieces of which nothing is left."""
        made = replace(self, start=np.maximum(self.start, start), end=np.minimum(self.end, end))
        return made.of(made.start <= made.end)

    def with_rest(self) -> "Pieces":
        """Return the pieces with the uneven cents added."""
        return replace(self, cents=self.cents + self.rest)


def joined(parts: list[Pieces]) -> Pieces:
    """Return all pieces of several."""
    return Pieces(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Pieces)))


def cut(whole: Pieces, pays: Payable, remainder: Remainder) -> Pieces:
    """Return pieces of one amount each, by row, kind and start; a piece of nothing is no piece."""
    working = _between_holidays(whole, pays)
    uneven = (working.rest != 0) & (working.start <= working.rest_day) & (working.rest_day <= working.end)
    even, split = working.of(~uneven), working.of(uneven)
    day = split.rest_day
    if remainder is Remainder.FIRST:
        parts = [even, split.with_rest().clipped(split.start, day), split.clipped(day + 1, split.end)]
    else:
        parts = [even, split.clipped(split.start, day - 1), split.with_rest().clipped(day, split.end)]
    made = joined(parts)
    made = made.of(made.cents > 0)
    return made.of(np.lexsort((made.start, made.kind, made.row)))


def _between_holidays(whole: Pieces, pays: Payable) -> Pieces:
    """Leave holidays out: a line is taken on every pay date that it covers."""
    calendar = pays.calendar[whole.row]
    parts = [whole.of(np.zeros(0, dtype=np.intp))]
    for number, one in enumerate(pays.calendars):
        own = whole.of(calendar == number)
        edges = np.concatenate(([0], one.holidays, [FAR]))
        parts += [own.clipped(after + 1, before - 1) for after, before in pairwise(edges)]
    return joined(parts)
