"""What the payroll rows of a run say something about, and what bad rows leave open.

A deduction ends because PlanSource says so, never because nothing is said: only a benefit that has rows for
the employee and the plan year in this run, all of them good, speaks for the lines that payroll holds of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from benefits_sync.domain.columns import Cells, Mask, among, present
from benefits_sync.domain.deductions.row_rules import (
    DECLINED,
    NO_AMOUNT,
    PARTNER_PRETAX,
    SUPERSEDED,
    WITHDRAWN,
)

SPEAKING: Final = frozenset({DECLINED, SUPERSEDED, WITHDRAWN, NO_AMOUNT, PARTNER_PRETAX})
"""Reasons for which a row gives no line and yet says what payroll is to take of its benefit: nothing.

Rows left out for any other reason (test employees, other plan years, whatever a mapping's scope names) are
none of this run's business and say nothing.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Benefits by ``employee|plan year|benefit``, and those of which a row was refused.

    A row is refused together with all plan years of its benefit, since the plan year may be what is wrong
    with it, and one that names no benefit together with everything of its employee.
    """

    benefits: frozenset[str] = field(repr=False)
    plan_years: frozenset[str]
    refused: frozenset[str] = field(repr=False)

    def speaks(self, benefit: Cells) -> Mask:
        """Tell which of the benefits this run says something about that can be believed."""
        return among(benefit, set(self.benefits)) & ~self.doubts(benefit)

    def doubts(self, benefit: Cells) -> Mask:
        """Tell of which of the benefits a row was refused."""
        refused = set(self.refused)
        if not refused:
            return among(benefit, refused)
        return among(_any_year(benefit), refused) | among(_whole_employee(benefit), refused)


def evidence(benefit: Cells, excluded: Cells, refused: Mask, settled: Iterable[str]) -> Evidence:
    """Gather what rows of these benefits say, given why they are left out and which are refused.

    ``settled`` are keys of lines that were read and need no look: their benefits have rows too.
    """
    heard = ~present(excluded) | among(excluded, set(SPEAKING))
    benefits = frozenset(benefit[heard]) | {key.rsplit("|", 2)[0] for key in settled}
    return Evidence(
        benefits=benefits,
        plan_years=frozenset(plan_years_of(benefits)),
        refused=frozenset(_any_year(benefit[refused])),
    )


def benefits_of_rows(source_id: Cells, source_row: Cells) -> Cells:
    """Return ``employee|plan year|benefit`` of payroll rows, from their natural keys."""
    parts = (str(row).rsplit("|", 3) for row in source_row)
    return _texts(
        [f"{who}|{year}|{benefit}" for who, (benefit, year, *_) in zip(source_id, parts, strict=True)]
    )


def benefits_of_lines(employee: Cells, plan_year: Cells, benefit: Cells) -> Cells:
    """Return ``employee|plan year|benefit`` of deduction lines."""
    return _texts(
        [f"{who}|{year}|{name}" for who, year, name in zip(employee, plan_year, benefit, strict=True)]
    )


def plan_years_of(benefits: Iterable[str]) -> set[str]:
    """Return the plan years of benefits."""
    return {text.split("|", 2)[1] for text in benefits} - {""}


def year_of_line(key: str) -> str:
    """Return the plan year that a line's key names."""
    return key.split("|", 2)[1]


def _any_year(benefit: Cells) -> Cells:
    parts = (text.split("|", 2) for text in benefit)
    return _texts([f"{employee}|{name}" for employee, _, name in parts])


def _whole_employee(benefit: Cells) -> Cells:
    return _texts([f"{text.split('|', 1)[0]}|" for text in benefit])


def _texts(values: list[str]) -> Cells:
    cells: Cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return cells
