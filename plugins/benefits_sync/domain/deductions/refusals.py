"""Gathers the broken rules of payroll rows, by position."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Mask, Places
from benefits_sync.domain.rules import Rule
from benefits_sync.mapping import ISSUE_COLUMNS


@dataclass(frozen=True, slots=True)
class Refusal:
    """One broken rule and the rows that break it."""

    member: str
    rule: str
    message: str
    rows: Places = field(repr=False)


class Refusals:
    """Broken rules of rows; a row may break several."""

    def __init__(self, size: int) -> None:
        self.found: list[Refusal] = []
        self.refused: Mask = np.zeros(size, dtype=np.bool_)

    def add(self, rule: Rule, rows: Places, member: str | None = None, message: str | None = None) -> None:
        """Note that rows break a rule, of a member or with a message where the rule leaves them open."""
        if len(rows):
            self.found.append(Refusal(member or rule.field, rule.name, message or rule.message, rows))
            self.refused[rows] = True

    def where(self, rule: Rule, rows: Mask, member: str | None = None) -> None:
        """Note that the rows of a mask break a rule."""
        self.add(rule, np.flatnonzero(rows), member)

    def issues(self, labels: Places) -> pd.DataFrame:
        """Return one line per row and broken rule, in the order of the rows, which have these labels."""
        if not self.found:
            return pd.DataFrame(columns=list(ISSUE_COLUMNS), dtype=object)
        which = np.repeat(np.arange(len(self.found)), [len(one.rows) for one in self.found])
        rows = np.concatenate([one.rows for one in self.found])
        order = np.argsort(rows, kind="stable")
        lines = [
            (label, found.member, found.rule, found.message)
            for label, found in zip(
                labels[rows[order]].tolist(), (self.found[place] for place in which[order]), strict=True
            )
        ]
        return pd.DataFrame(lines, columns=list(ISSUE_COLUMNS), dtype=object)
