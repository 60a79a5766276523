"""The lines that a target holds, once each, with what a plan asks about them."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, Places, cells_of, places, present, taken
from benefits_sync.domain.deductions.evidence import benefits_of_lines
from benefits_sync.domain.deductions.lifetimes import live
from benefits_sync.models.deductions import COPIES

OPEN: Final = "9999-12-31"
"""Stands for no end date: the line is taken until somebody ends it."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The target's lines by position; ``end`` has `OPEN` where a line has no end date.

    ``frame`` keeps what the target says; of a line that it holds twice the first copy counts.
    """

    frame: pd.DataFrame = field(repr=False)
    line: Cells = field(repr=False)
    benefit: Cells = field(repr=False)
    end: Cells = field(repr=False)
    live: Mask = field(repr=False)

    @classmethod
    def of(cls, target: pd.DataFrame) -> Self:
        """Take over a snapshot of the target."""
        frame = target[target["record_key"].notna()].drop_duplicates("record_key")
        end = cells_of(frame, "end_date").copy()
        end[~present(end)] = OPEN
        return cls(
            frame=frame,
            line=cells_of(frame, "record_key"),
            benefit=benefits_of_lines(
                cells_of(frame, "employee"), cells_of(frame, "plan_year"), cells_of(frame, "benefit")
            ),
            end=end,
            live=live(cells_of(frame, "start_date"), end),
        )

    def cells(self, member: str) -> Cells:
        """Return one member of every line."""
        return self.end if member == "end_date" else cells_of(self.frame, member)

    def beside(self, line: Cells) -> "Beside":
        """Line the held lines up with the keys of others."""
        return Beside(self, places(line, self.line))


@dataclass(frozen=True, slots=True)
class Beside:
    """Held lines by the position of the records that they stand beside; None where the target has none."""

    holdings: Holdings
    where: Places = field(repr=False)

    @property
    def held(self) -> Mask:
        """Tell which records the target holds."""
        return np.asarray(self.where >= 0, dtype=np.bool_)

    def stated(self, member: str) -> Cells:
        """Return a member just as the target states it."""
        return taken(cells_of(self.holdings.frame, member), self.where)

    def repeated(self) -> Mask:
        """Tell which records the target holds more than once."""
        return present(self.stated(COPIES))

    def end(self) -> Cells:
        """Return the last days, `OPEN` where the target states none."""
        return taken(self.holdings.end, self.where)

    def live(self) -> Mask:
        """Tell which records the target takes on any day at all."""
        alive = np.append(self.holdings.live, np.array([False]))
        return np.asarray(alive[self.where], dtype=np.bool_)
