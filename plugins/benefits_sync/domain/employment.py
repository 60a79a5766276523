"""What the HR system says about a person's employment on the as-of date."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, among, cells_of, later, present
from benefits_sync.mapping.coded import Coded
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.models.subscriber import FieldKind, canonical_column, conforms

ACCOUNT_STATUS: Final = "status"
"""BambooHR's Active or Inactive; the employment history status is another field."""

INACTIVE: Final = "Inactive"


@dataclass(frozen=True, slots=True)
class Employment:
    """Employment facts by record position.

    ``terminated`` is the explicit termination, whatever its date; ``left`` those of today or before, or
    without a date. ``inactive`` and ``statusless`` are people without a termination who cannot be called
    employed.
    """

    terminated: Mask = field(repr=False)
    left: Mask = field(repr=False)
    ended_on: Cells = field(repr=False)
    hired_on: Cells = field(repr=False)
    starts_later: Mask = field(repr=False)
    inactive: Mask = field(repr=False)
    statusless: Mask = field(repr=False)

    @property
    def leaves_later(self) -> Mask:
        """People who work today and whose termination is already entered."""
        return self.terminated & ~self.left


def employment(mapping: Mapping, source: pd.DataFrame, as_of: date) -> Employment:
    """Read each person's employment off the source, as of a date.

    Absence of a status is never a termination, and neither is Inactive: BambooHR calls people Inactive who
    have not started yet.
    """
    today = as_of.isoformat()
    terminated, ended_on = _terminations(mapping, source, as_of)
    hired_on = hire_dates(mapping, source)
    starts_later = later(hired_on, today)
    unsettled = ~terminated & ~starts_later
    status = cells_of(source, ACCOUNT_STATUS)
    asked = ACCOUNT_STATUS in source.columns
    return Employment(
        terminated=terminated,
        left=terminated & ~later(ended_on, today),
        ended_on=ended_on,
        hired_on=hired_on,
        starts_later=starts_later,
        inactive=unsettled & (status == INACTIVE),
        statusless=unsettled & ~present(status) & asked,
    )


def hire_dates(mapping: Mapping, source: pd.DataFrame) -> Cells:
    """Return the hire date as the source has it, for excluded people too (their payload is empty)."""
    found = np.full(len(source), None, dtype=object)
    spec = mapping.fields.get("hire_date")
    for alias in spec.from_ if spec else ():
        found = np.where(present(found), found, dates(source, alias))
    return found


def dates(source: pd.DataFrame, alias: str) -> Cells:
    """Return a source column as ISO dates; what is not a date counts as none."""
    column = pd.Series(cells_of(source, alias), dtype=object)
    cells = canonical_column(FieldKind.DATE, column).to_numpy(dtype=object)
    wrong = {text for text in set(cells) if text is not None and not conforms(FieldKind.DATE, text)}
    cells[among(cells, wrong)] = None
    return cells


def _terminations(mapping: Mapping, source: pd.DataFrame, as_of: date) -> tuple[Mask, Cells]:
    ending = mapping.termination
    if ending is None:
        return np.zeros(len(source), dtype=np.bool_), np.full(len(source), None, dtype=object)
    return Coded(source).matching(ending.when, as_of), dates(source, ending.date)
