"""Gathers every broken rule of every record while a plan is made."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, Places, taken
from benefits_sync.domain.rules import Rule
from benefits_sync.models.plans import REJECTION_COLUMNS


@dataclass(frozen=True, slots=True)
class _Finding:
    member: str
    rule: str
    message: str
    rows: Places = field(repr=False)


class Findings:
    """Broken rules by record position: at most one for each member of a record, the first one found."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: list[_Finding] = []
        self._noted: dict[str, Mask] = {}

    def add(self, rule: Rule, rows: Mask, member: str | None = None) -> None:
        """Note that the rows break the rule."""
        broken = rule if member is None else replace(rule, field=member)
        noted = self._noted.setdefault(broken.field, np.zeros(self._size, dtype=np.bool_))
        fresh = rows & ~noted
        noted |= fresh
        if fresh.any():
            self._found.append(_Finding(broken.field, broken.name, broken.message, np.flatnonzero(fresh)))

    def add_issues(self, issues: pd.DataFrame, index: pd.Index, skipped: Iterable[str], unless: Mask) -> None:
        """Take over the mapping's issues; those on ``skipped`` members count for the ``unless`` rows only."""
        spared = set(skipped)
        for broken, found in issues.groupby(["field", "rule", "message"], sort=False):
            member, name, message = map(str, broken)
            rows = np.zeros(self._size, dtype=np.bool_)
            rows[index.get_indexer(pd.Index(found["row"]))] = True
            self.add(Rule(name, member, message), rows & unless if member in spared else rows)

    def refused(self) -> Mask:
        """Tell which records broke any rule."""
        mask = np.zeros(self._size, dtype=np.bool_)
        for found in self._found:
            mask[found.rows] = True
        return mask

    def broken(self, rule: Rule) -> Mask:
        """Tell which records broke this rule."""
        mask = np.zeros(self._size, dtype=np.bool_)
        for found in self._found:
            if found.rule == rule.name:
                mask[found.rows] = True
        return mask

    def first_rules(self) -> Cells:
        """Return the first rule that each record broke."""
        reasons = np.full(self._size, None, dtype=object)
        for found in reversed(self._found):
            reasons[found.rows] = found.rule
        return reasons

    def frame(
        self, rows: Mask, record_key: Cells, source_id: Cells, source_row: Cells | None = None
    ) -> pd.DataFrame:
        """Return one row per broken rule of the given records, in the records' order."""
        lines = [
            (row, found.member, found.rule, found.message)
            for found in self._found
            for row in found.rows
            if rows[row]
        ]
        every = pd.DataFrame(lines, columns=["row", "field", "rule", "message"]).sort_values(
            "row", kind="stable"
        )
        where = every["row"].to_numpy(dtype=np.intp)
        every = every.assign(
            record_key=taken(record_key, where),
            source_id=taken(source_id, where),
            source_row=None if source_row is None else taken(source_row, where),
        )
        return every[list(REJECTION_COLUMNS)].astype(object).reset_index(drop=True)
