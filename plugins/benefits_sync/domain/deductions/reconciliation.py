"""How what payroll holds differs from what PlanSource's elections come to, line by line.

Some differences are straightforward: what is to be done follows from PlanSource alone. The others need a
person, because payroll holds something that PlanSource does not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import among, cells_of
from benefits_sync.domain.deductions.differences import (
    DIFFERENCE_COLUMNS,
    DifferenceKind,
    Sides,
    duplicates,
    extra,
    missing,
    other_amount,
    other_end,
    other_label,
    other_start,
)
from benefits_sync.domain.deductions.evidence import benefits_of_lines
from benefits_sync.domain.deductions.lifetimes import cents, taken_on

STRAIGHTFORWARD: Final = frozenset(
    {
        DifferenceKind.MISSING,
        DifferenceKind.AMOUNT,
        DifferenceKind.END_DATE,
        DifferenceKind.LABEL,
        DifferenceKind.DUPLICATE,
    }
)
"""Differences that may be corrected without asking anybody."""


@dataclass(frozen=True, slots=True)
class CodeDifferences:
    """The differences of one deduction code.

    ``per_pay`` is by how many cents all payees' next pay date would have to change: what PlanSource says less
    what payroll holds, over the differences that matter on the as-of date. ``people`` counts the employees
    whose pay that is: the sum of one person is that person's amount.
    """

    counts: Mapping[str, int]
    per_pay: int
    people: int


@dataclass(frozen=True, slots=True)
class DeductionDifferences:
    """Every difference between what is wanted and what is held.

    ``lines`` (`DIFFERENCE_COLUMNS`) has one row for each; its amounts are personal. ``counts`` are by kind of
    difference, ``codes`` by deduction code; ``compared`` counts the lines wanted or held.
    """

    lines: pd.DataFrame = field(repr=False)
    counts: Mapping[str, int]
    codes: Mapping[str, CodeDifferences]
    compared: int

    @property
    def correctable(self) -> frozenset[str]:
        """Keys of lines that can be put right without a person."""
        return frozenset(self.lines.loc[self.lines["correctable"].eq("yes"), "line"])

    @property
    def for_a_person(self) -> int:
        """Count the differences that somebody has to look at."""
        return int(self.lines["correctable"].ne("yes").sum())


def reconcile(
    desired: pd.DataFrame,
    held: pd.DataFrame,
    as_of: date,
    repeated: Mapping[str, int] = MappingProxyType({}),
) -> DeductionDifferences:
    """Compare the lines that PlanSource comes to with those that payroll holds.

    Args:
        desired: ``line`` and `LINE_FIELDS`; each line once.
        held: ``record_key`` and `LINE_FIELDS`; a line may occur more than once.
        as_of: The day for which sums are given.
        repeated: Line key -> surplus copies that ``held`` leaves out.
    """
    sides = Sides.of(desired, held)
    parts = [
        missing(sides),
        extra(sides),
        other_start(sides),
        other_end(sides),
        other_amount(sides),
        other_label(sides),
        duplicates(sides, held, repeated),
    ]
    lines = _judged(pd.concat([part for part in parts if len(part)] or parts[:1]), set(sides.wanted.line))
    return DeductionDifferences(
        lines=lines,
        counts=_counts(lines),
        codes={str(code): _of_code(found, as_of) for code, found in lines.groupby("code", sort=True)},
        compared=sides.compared,
    )


def _judged(lines: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    """Say which differences are straightforward: all of a line's, or none.

    To begin or lengthen a line is not while payroll holds one of the same benefit that nobody knows: both
    would be taken. Nor is the surplus copy of a line that nobody wants.
    """
    line = cells_of(lines, "line")
    benefit = benefits_of_lines(*(cells_of(lines, name) for name in ("employee", "plan_year", "benefit")))
    kinds = cells_of(lines, "difference")
    plain = among(kinds, set(STRAIGHTFORWARD)) & among(line, wanted)
    beside_unknown = among(benefit, set(benefit[~plain]))
    plain &= ~(beside_unknown & among(kinds, {DifferenceKind.MISSING, DifferenceKind.END_DATE}))
    plain &= ~among(line, set(line[~plain]))
    judged = lines.assign(correctable=np.where(plain, "yes", "no"))
    ordered = judged.sort_values(["employee", "code", "line", "difference"], kind="stable")
    return ordered[list(DIFFERENCE_COLUMNS)].astype(object).reset_index(drop=True)


def _counts(lines: pd.DataFrame) -> dict[str, int]:
    found = lines["difference"].value_counts()
    return {kind.value: int(found[kind.value]) for kind in DifferenceKind if kind.value in found.index}


def _of_code(lines: pd.DataFrame, as_of: date) -> CodeDifferences:
    now = taken_on(as_of.isoformat(), cells_of(lines, "first_date"), cells_of(lines, "last_date"))
    per_pay = cents(cells_of(lines, "per_pay"))
    people = len(set(cells_of(lines, "employee")[now & (per_pay != 0)]))
    return CodeDifferences(_counts(lines), int(per_pay[now].sum()), people)
