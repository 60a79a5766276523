"""Payroll rows as columns of numbers: days, cents, moments. Each distinct text is read once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, among, cells_of
from benefits_sync.models.deductions import PAYROLL_AMOUNTS, cents_of

Numbers = npt.NDArray[np.int64]

MISSING: Final = -(2**62)
"""Stands in a column of numbers for an empty value."""

INVALID: Final = MISSING + 1
"""Stands in a column of numbers for a text that is no such number."""

FAR: Final = 10_000_000
"""A day after all others."""

CURRENT: Final = "CA"
"""How PlanSource marks the row that says what holds now."""

DECLINE: Final = "Decline"
"""How PlanSource calls plan and coverage level of a benefit that was waived."""


@dataclass(frozen=True, slots=True)
class PayrollRows:
    """The rows of a source frame, column by column; days are ordinals and money is in cents."""

    source_id: Cells = field(repr=False)
    benefit: Cells = field(repr=False)
    starts: Numbers = field(repr=False)
    ends: Numbers = field(repr=False)
    change: Numbers = field(repr=False)
    ended: Numbers = field(repr=False)
    entered: Numbers = field(repr=False)
    current: Mask = field(repr=False)
    declined: Mask = field(repr=False)
    test_employee: Mask = field(repr=False)
    paydays: Numbers = field(repr=False)
    cents: dict[str, Numbers] = field(repr=False)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.source_id)


def payroll_rows(source: pd.DataFrame) -> PayrollRows:
    """Read a payroll source frame."""
    declined = among(cells_of(source, "plan_name"), {DECLINE})
    return PayrollRows(
        source_id=cells_of(source, "source_id"),
        benefit=cells_of(source, "benefit_lookup_code"),
        starts=numbers(cells_of(source, "org_plan_year_starts"), _day),
        ends=numbers(cells_of(source, "org_plan_year_ends"), _day),
        change=numbers(cells_of(source, "change_effective_date"), _day),
        ended=numbers(cells_of(source, "termination_date"), _day),
        entered=_moments(cells_of(source, "created_at")),
        current=among(cells_of(source, "current"), {CURRENT}),
        declined=declined | among(cells_of(source, "coverage_level"), {DECLINE}),
        test_employee=among(cells_of(source, "test_employee"), {"true"}),
        paydays=numbers(cells_of(source, "subscriber_total_paydays"), _count),
        cents={name: numbers(cells_of(source, name), cents_of) for name in PAYROLL_AMOUNTS},
    )


def numbers(cells: Cells, read: Callable[[str], int | None]) -> Numbers:
    """Return what each text says, `MISSING` for an empty value and `INVALID` where it says nothing."""
    places, texts = pd.factorize(cells)  # an empty value has the place -1, the last
    read_texts = (read(text) for text in texts)
    known = [*(INVALID if number is None else number for number in read_texts), MISSING]
    return np.array(known, dtype=np.int64)[places]


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _moments(cells: Cells) -> Numbers:
    """Return moments as numbers that sort as the moments do."""
    places, texts = pd.factorize(cells)
    moments = pd.to_datetime(pd.Series(texts, dtype=object), utc=True, format="ISO8601", errors="coerce")
    known = moments.to_numpy(dtype="datetime64[ns]").astype(np.int64)
    known[moments.isna().to_numpy()] = MISSING
    return np.append(known, MISSING)[places]
