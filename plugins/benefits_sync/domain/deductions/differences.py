"""The kinds of difference between two sets of deduction lines, each found for all lines at once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, Places, among, cells_of, places
from benefits_sync.domain.deductions.holdings import Holdings
from benefits_sync.domain.deductions.lifetimes import Cents, cents, day_after, day_before, live
from benefits_sync.models.deductions import LINE_KEY, amount_text

DIFFERENCE_COLUMNS: Final = (
    "employee",
    "code",
    "plan_year",
    "benefit",
    "kind",
    "line",  # key of the wanted line, or of the held one where none is wanted
    "difference",
    "field",  # the field that differs; None where a whole line does
    "wanted",
    "held",
    "per_pay",  # what PlanSource says less what payroll holds, on each pay date of the days that follow
    "first_date",
    "last_date",
    "correctable",  # "yes", or "no" where a person has to look
)
"""One row for every difference; ``wanted``, ``held`` and ``per_pay`` may be a person's amounts."""

_PURPOSE: Final = ("employee", "plan_year", "benefit", "code", "kind", "amount")
"""What two lines share that differ in nothing but the day on which they start."""


class DifferenceKind(StrEnum):
    """How a line differs."""

    MISSING = "missing"
    EXTRA = "extra"
    START_DATE = "start_date"
    END_DATE = "end_date"
    AMOUNT = "amount"
    LABEL = "label"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one side by position; ``end`` is a date for all of them."""

    frame: pd.DataFrame = field(repr=False)
    line: Cells = field(repr=False)
    end: Cells = field(repr=False)
    live: Mask = field(repr=False)

    def at(self, rows: Places, member: str) -> Cells:
        """Return a member of the lines at these places."""
        cells = self.end if member == "end_date" else cells_of(self.frame, member)
        return cells[rows]


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides, and which of their lines go together.

    ``both`` are the places of lines that both sides have, taken by at least one. ``lacking`` and ``left`` are
    the places of live lines that only one has; ``shifted`` are pairs of those that differ in their start.
    """

    wanted: Lines
    held: Lines
    both: tuple[Places, Places] = field(repr=False)
    shifted: tuple[Places, Places] = field(repr=False)
    lacking: Places = field(repr=False)
    left: Places = field(repr=False)

    @classmethod
    def of(cls, desired: pd.DataFrame, snapshot: pd.DataFrame) -> Self:
        """Line the two sides up by key."""
        end = cells_of(desired, "end_date")
        start = cells_of(desired, "start_date")
        wanted = Lines(desired, cells_of(desired, LINE_KEY), end, live(start, end))
        holdings = Holdings.of(snapshot)
        held = Lines(holdings.frame, holdings.line, holdings.end, holdings.live)
        where = places(wanted.line, held.line)
        ours = np.flatnonzero(where >= 0)
        theirs = where[ours]
        either = wanted.live[ours] | held.live[theirs]
        lacking = np.flatnonzero((where < 0) & wanted.live)
        left = np.flatnonzero(held.live & ~among(held.line, set(wanted.line)))
        shifted = _shifted(wanted, lacking, held, left)
        return cls(
            wanted=wanted,
            held=held,
            both=(ours[either], theirs[either]),
            shifted=shifted,
            lacking=np.setdiff1d(lacking, shifted[0]),
            left=np.setdiff1d(left, shifted[1]),
        )

    @property
    def compared(self) -> int:
        """Count the lines that are wanted or held."""
        pairs = len(self.both[0]) + len(self.shifted[0])
        return pairs + len(self.lacking) + len(self.left)


def missing(sides: Sides) -> pd.DataFrame:
    """Return the lines that payroll lacks."""
    rows, wanted = sides.lacking, sides.wanted
    amount = wanted.at(rows, "amount")
    return _table(wanted, rows, DifferenceKind.MISSING, wanted=amount, per_pay=cents(amount))


def extra(sides: Sides) -> pd.DataFrame:
    """Return the lines that payroll holds and nobody wants."""
    rows, held = sides.left, sides.held
    amount = held.at(rows, "amount")
    return _table(held, rows, DifferenceKind.EXTRA, held=amount, per_pay=-cents(amount))


def other_start(sides: Sides) -> pd.DataFrame:
    """Return the lines that are taken from another day on than they are to be."""
    ours, theirs = sides.shifted
    wanted, held = sides.wanted.at(ours, "start_date"), sides.held.at(theirs, "start_date")
    amount = cents(sides.wanted.at(ours, "amount"))
    sooner = wanted < held
    return _table(
        sides.wanted,
        ours,
        DifferenceKind.START_DATE,
        wanted=wanted,
        held=held,
        per_pay=np.where(sooner, amount, -amount),
        first_date=np.where(sooner, wanted, held),
        last_date=day_before(np.where(sooner, held, wanted)),
    )


def other_end(sides: Sides) -> pd.DataFrame:
    """Return the lines that end on another day than they are to."""
    ours, theirs = sides.both
    apart = sides.wanted.at(ours, "end_date") != sides.held.at(theirs, "end_date")
    ours, theirs = ours[apart], theirs[apart]
    wanted, held = sides.wanted.at(ours, "end_date"), sides.held.at(theirs, "end_date")
    longer = wanted > held
    start = sides.wanted.at(ours, "start_date")
    after = day_after(np.where(longer, held, wanted))
    return _table(
        sides.wanted,
        ours,
        DifferenceKind.END_DATE,
        wanted=wanted,
        held=cells_of(sides.held.frame, "end_date")[theirs],
        per_pay=np.where(
            longer, cents(sides.wanted.at(ours, "amount")), -cents(sides.held.at(theirs, "amount"))
        ),
        first_date=np.where(after > start, after, start),
        last_date=np.where(longer, wanted, held),
    )


def other_amount(sides: Sides) -> pd.DataFrame:
    """Return the lines of which another amount is taken, or elected for the year."""
    return pd.concat([_other(sides, "amount"), _other(sides, "annual_amount")])


def other_label(sides: Sides) -> pd.DataFrame:
    """Return the lines that payroll treats in another way or labels with another frequency."""
    return pd.concat([_other(sides, "kind"), _other(sides, "frequency")])


def duplicates(sides: Sides, snapshot: pd.DataFrame, repeated: Mapping[str, int]) -> pd.DataFrame:
    """Return the lines that payroll holds more than once, with what the surplus copies take."""
    key = snapshot["record_key"]
    surplus = Counter(map(str, key[key.duplicated()]))
    surplus.update(repeated)
    rows = np.flatnonzero(among(sides.held.line, set(surplus)) & sides.held.live)
    number = np.array([surplus[line] for line in sides.held.line[rows]], dtype=np.int64)
    amount = cents(sides.held.at(rows, "amount"))
    return _table(sides.held, rows, DifferenceKind.DUPLICATE, per_pay=-number * amount)


def _other(sides: Sides, member: str) -> pd.DataFrame:
    ours, theirs = sides.both
    apart = sides.wanted.at(ours, member) != sides.held.at(theirs, member)
    alive = sides.wanted.live[ours] & sides.held.live[theirs]
    ours, theirs = ours[apart & alive], theirs[apart & alive]
    wanted, held = sides.wanted.at(ours, member), sides.held.at(theirs, member)
    amounts = {"amount", "annual_amount"}
    return _table(
        sides.wanted,
        ours,
        DifferenceKind.AMOUNT if member in amounts else DifferenceKind.LABEL,
        member=member,
        wanted=wanted,
        held=held,
        per_pay=cents(wanted) - cents(held) if member == "amount" else np.zeros(len(ours), dtype=np.int64),
        last_date=np.minimum(sides.wanted.at(ours, "end_date"), sides.held.at(theirs, "end_date")),
    )


def _shifted(wanted: Lines, lacking: Places, held: Lines, left: Places) -> tuple[Places, Places]:
    """Pair lines that only one side has and that differ in their start alone; no guessing among several."""
    ours, theirs = _once(_purposes(wanted, lacking)), _once(_purposes(held, left))
    where = places(ours, theirs)
    found = np.flatnonzero(where >= 0)
    return lacking[found], left[where[found]]


def _purposes(lines: Lines, rows: Places) -> Cells:
    members = (lines.at(rows, name) for name in (*_PURPOSE, "end_date"))
    purposes: Cells = np.empty(len(rows), dtype=object)
    purposes[:] = ["|".join(map(str, texts)) for texts in zip(*members, strict=True)]
    return purposes


def _once(purposes: Cells) -> Cells:
    """Return the purposes that one line has, None in place of those that several share."""
    only = purposes.copy()
    only[pd.Series(purposes, dtype=object).duplicated(keep=False).to_numpy(dtype=np.bool_)] = None
    return only


def _table(
    lines: Lines,
    rows: Places,
    difference: DifferenceKind,
    *,
    per_pay: Cents,
    member: str | None = None,
    **given: Cells,
) -> pd.DataFrame:
    own = {name: lines.at(rows, name) for name in ("employee", "code", "plan_year", "benefit", "kind")}
    dated = difference in {DifferenceKind.START_DATE, DifferenceKind.END_DATE}
    columns = {
        **own,
        "line": lines.line[rows],
        "difference": difference.value,
        "field": difference.value if dated else member,
        "wanted": None,
        "held": None,
        "first_date": lines.at(rows, "start_date"),
        "last_date": lines.at(rows, "end_date"),
        **given,
        "per_pay": np.array([amount_text(int(number)) for number in per_pay], dtype=object),
        "correctable": None,
    }
    return pd.DataFrame(columns, index=range(len(rows)), columns=list(DIFFERENCE_COLUMNS), dtype=object)
