"""The deduction code of each part of a row; each distinct combination of codes is worked out once."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, Places, cells_of, kept
from benefits_sync.domain.deductions import row_rules as rules
from benefits_sync.domain.deductions.payroll_rows import Numbers
from benefits_sync.domain.deductions.refusals import Refusals
from benefits_sync.mapping.deductions.codes import CodeOrigin, CodeRule
from benefits_sync.mapping.deductions.grammar import DeductionMapping, code_field
from benefits_sync.models.deductions import KEY_SEPARATOR, LineKind

_MEMBERS: Final = (
    "benefit_lookup_code", "plan_name", *(one.value for one in CodeOrigin if one is not CodeOrigin.LOOKUP)
)  # fmt: skip


UNTOLD: Final = ""
"""Stands for a part that payroll is not told of; no code is empty."""


class Coded(NamedTuple):
    """What a row's codes are made from."""

    benefit: str | None
    plan: str | None
    members: dict[str, str | None]


def line_codes(
    mapping: DeductionMapping, source: pd.DataFrame, parts: dict[LineKind, Mask], refusals: Refusals
) -> dict[LineKind, Cells]:
    """Return the code of each kind for the rows that have such a part, None elsewhere.

    Rows without a code for one of their parts are refused, and so are rows with one code for two parts. Where
    the mapping says that payroll is not told of a part, its code is None.
    """
    wanted = np.flatnonzero(np.logical_or.reduce(list(parts.values())))
    places, distinct = _combinations(source, wanted)
    codes: dict[LineKind, Cells] = {}
    for kind in LineKind:
        rule, table = mapping.codes.of(kind), _table(mapping, kind)
        found = np.array([*(_code(rule, table, one) for one in distinct), None], dtype=object)[:-1]
        cells = np.full(len(source), None, dtype=object)
        cells[wanted] = kept(found != UNTOLD, found)[places]
        cells[~parts[kind]] = None
        codes[kind] = cells
        uses = _Uses(found, places, wanted, parts[kind])
        _refuse_unmapped(kind, rule, distinct, uses, refusals)
        _refuse_barred(kind, uses, refusals)
    _refuse_repeated(codes, refusals)
    return codes


def _combinations(source: pd.DataFrame, rows: Places) -> tuple[Numbers, Sequence[Coded]]:
    """Number the distinct combinations that the rows have."""
    combined = np.zeros(len(rows), dtype=np.int64)
    for name in _MEMBERS:
        places, texts = pd.factorize(cells_of(source, name)[rows])
        combined = pd.factorize(combined * (len(texts) + 1) + places + 1)[0].astype(np.int64)
    _, first = np.unique(combined, return_index=True)
    members = {name: cells_of(source, name)[rows[first]] for name in _MEMBERS}
    return combined, [
        _coded({name: cells[at] for name, cells in members.items()}) for at in range(len(first))
    ]


def _coded(members: dict[str, str | None]) -> Coded:
    return Coded(members["benefit_lookup_code"], members["plan_name"], members)


def _table(mapping: DeductionMapping, kind: LineKind) -> dict[str, str | None]:
    lookup = mapping.codes.of(kind).lookup
    return mapping.lookups[lookup] if lookup is not None else {}


def _code(rule: CodeRule, table: dict[str, str | None], coded: Coded) -> str | None:
    return next((code for code in _candidates(rule, table, coded) if code is not None), None)


def _candidates(rule: CodeRule, table: dict[str, str | None], coded: Coded) -> Iterator[str | None]:
    for override in rule.overrides:
        if override.benefit == coded.benefit and override.plan in (None, coded.plan):
            yield override.code or UNTOLD
    for origin in rule.from_:
        if origin is not CodeOrigin.LOOKUP:
            yield coded.members[origin.value] or None
        elif coded.benefit in table:
            yield table[coded.benefit] or UNTOLD


class _Uses(NamedTuple):
    """Codes by combination, the combination of each wanted row, and which rows have the part."""

    codes: Cells
    places: Numbers
    wanted: Places
    part: Mask

    def rows(self, combinations: list[int]) -> Places:
        """Return the rows that have one of the combinations, and the part."""
        rows = self.wanted[np.isin(self.places, combinations)]
        return rows[self.part[rows]]


def _refuse_unmapped(
    kind: LineKind, rule: CodeRule, distinct: Sequence[Coded], uses: _Uses, refusals: Refusals
) -> None:
    benefits = {distinct[at].benefit for at, code in enumerate(uses.codes) if code is None}
    for benefit in sorted(name for name in benefits if name):
        lacking = [at for at, one in enumerate(distinct) if one.benefit == benefit and uses.codes[at] is None]
        message = _advice(kind, rule, benefit)
        refusals.add(rules.CODE_UNMAPPED, uses.rows(lacking), code_field(kind), message)


def _refuse_barred(kind: LineKind, uses: _Uses, refusals: Refusals) -> None:
    """Refuse codes of PlanSource that no key can hold; the mapping's own are checked when it is read."""
    barred = [at for at, code in enumerate(uses.codes) if code is not None and KEY_SEPARATOR in code]
    refusals.add(rules.TEXT_SEPARATOR, uses.rows(barred), code_field(kind))


def _advice(kind: LineKind, rule: CodeRule, benefit: str) -> str:
    empty = " and ".join(rule.members)
    sources = [*([f"{empty} of the plan is empty"] if empty else [])]
    ways = ["give the plan a code in PlanSource"] if empty else []
    if rule.lookup is not None:
        sources.append(f"lookup `{rule.lookup}` has no line for it")
        ways.append("add one to the lookup")
    return f"benefit `{benefit}` has no {kind.value} code: {' and '.join(sources)}; {' or '.join(ways)}"


def _refuse_repeated(codes: dict[LineKind, Cells], refusals: Refusals) -> None:
    kinds = list(codes)
    for at, kind in enumerate(kinds):
        for earlier in kinds[:at]:
            present = ~pd.isna(codes[kind])
            same = np.zeros(len(present), dtype=np.bool_)
            same[present] = codes[kind][present] == codes[earlier][present]
            refusals.where(rules.CODE_REPEATED, same, code_field(kind))
