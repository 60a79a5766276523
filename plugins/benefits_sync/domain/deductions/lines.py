"""From payroll rows to deduction lines, for everybody at once.

Rows of one employee, benefit and plan year are a history; the rows of it that hold become lines, one or more
for each of their parts. ``docs/reference/deduction-lines.md`` tells it in full.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, among, present
from benefits_sync.domain.deductions import row_rules as rules
from benefits_sync.domain.deductions.amounts import Shares, Spans, rows_to_spread, shares
from benefits_sync.domain.deductions.codes import line_codes
from benefits_sync.domain.deductions.history import History, Versions, history
from benefits_sync.domain.deductions.line_records import line_records
from benefits_sync.domain.deductions.parts import Parts, limit_partner_parts, parts_of
from benefits_sync.domain.deductions.payability import (
    Payable,
    check_schedules,
    payable,
    rest_days,
    schedules_of,
    spans_of,
)
from benefits_sync.domain.deductions.payroll_rows import Numbers, PayrollRows, payroll_rows
from benefits_sync.domain.deductions.pieces import Pieces, cut, joined
from benefits_sync.domain.deductions.refusals import Refusals
from benefits_sync.domain.deductions.row_checks import check_amounts, check_dates
from benefits_sync.domain.deductions.scope import left_out, placeable
from benefits_sync.mapping.deductions.grammar import DeductionMapping
from benefits_sync.mapping.records import MappedRecords, MappingContext
from benefits_sync.models.deductions import LineKind


@dataclass(frozen=True, slots=True)
class _Case:
    """Rows in their histories, and what was found out about each so far."""

    mapping: DeductionMapping
    source: pd.DataFrame = field(repr=False)
    rows: PayrollRows = field(repr=False)
    group: Numbers = field(repr=False)
    past: History = field(repr=False)
    account: Mask = field(repr=False)
    reasons: Cells = field(repr=False)
    refusals: Refusals = field(repr=False)

    def open(self, rows: Mask) -> Mask:
        """Tell which of the rows are neither left out nor refused."""
        return rows & ~present(self.reasons) & ~self.refusals.refused


def deduction_lines(
    mapping: DeductionMapping, source: pd.DataFrame, context: MappingContext
) -> MappedRecords:
    """Make deduction lines of payroll rows.

    Each row gives its lines, one record that is left out, or one that is refused. ``context.options`` may
    name the start of the one plan year to import (``plan_year_starts``).
    """
    case, holding = _case(mapping, source, context)
    parts = _parts(case, case.open(holding))
    untaken = limit_partner_parts(mapping, case.rows, parts, case.open(holding), case.refusals)
    nothing = case.open(holding) & ~np.logical_or.reduce([cents > 0 for cents in parts.values()])
    case.reasons[nothing] = rules.NO_AMOUNT
    pays = _pays(case, holding)
    whole = _whole(case, parts, pays, case.open(holding))
    pieces = cut(whole, pays, mapping.settings.remainder)
    pieces = pieces.of(~case.refusals.refused[pieces.row])
    emptied = case.open(holding)
    emptied[pieces.row] = False
    case.reasons[emptied] = rules.NO_AMOUNT
    case.reasons[case.refusals.refused] = None
    untaken &= case.open(holding)
    return line_records(mapping, source, pieces, case.reasons, untaken, case.refusals)


def _case(mapping: DeductionMapping, source: pd.DataFrame, context: MappingContext) -> tuple[_Case, Mask]:
    """Put the rows in order, and tell which of them hold."""
    rows, refusals = payroll_rows(source), Refusals(len(source))
    reasons = left_out(mapping, rows, context)
    placed = placeable(mapping, rows, ~present(reasons), context.as_of, refusals)
    group, past = _histories(rows, placed)
    reasons[placed & past.superseded] = rules.SUPERSEDED
    holding = placed & ~past.superseded
    refusals.where(rules.CURRENT_REPEATED, holding & past.repeated)
    refusals.where(rules.HISTORY_AMBIGUOUS, holding & past.ambiguous)
    check_dates(rows, holding, refusals)
    reasons[holding & rows.declined] = rules.DECLINED
    account = among(rows.benefit, set(mapping.accounts))
    return _Case(mapping, source, rows, group, past, account, reasons, refusals), holding


def _histories(rows: PayrollRows, placed: Mask) -> tuple[Numbers, History]:
    """Put the placed rows in order; the result is for all rows."""
    found = np.flatnonzero(placed)
    combined = np.zeros(len(found), dtype=np.int64)
    for cells in (rows.source_id, rows.benefit):
        places, texts = pd.factorize(cells[found])
        combined = combined * max(len(texts), 1) + places
    years, starts = pd.factorize(rows.starts[found])
    own, _ = pd.factorize(combined * max(len(starts), 1) + years)
    past = history(
        Versions(own, rows.change[found], rows.entered[found], rows.current[found], rows.ends[found])
    )
    group = np.full(rows.size, -1, dtype=np.int64)
    group[found] = own
    until = rows.ends.copy()
    until[found] = past.until
    flags = []
    for flag in (past.superseded, past.repeated, past.ambiguous):
        spread = np.zeros(rows.size, dtype=np.bool_)
        spread[found] = flag
        flags.append(spread)
    return group, History(flags[0], flags[1], flags[2], until, found[past.order], past.rank)


def _parts(case: _Case, taken: Mask) -> Parts:
    check_amounts(case.rows, taken, case.account, case.refusals)
    return parts_of(case.mapping, case.rows, case.account)


def _pays(case: _Case, holding: Mask) -> Payable:
    """Work out when the rows are taken, and leave out those that never took effect."""
    schedule = schedules_of(case.mapping, case.source)
    check_schedules(case.mapping, case.rows, schedule, case.open(holding), case.refusals)
    pays = payable(case.mapping, case.rows, case.past, schedule, case.open(holding))
    case.reasons[case.open(holding) & (pays.end < pays.start)] = rules.WITHDRAWN
    return pays


def _whole(case: _Case, parts: Parts, pays: Payable, taken: Mask) -> Pieces:
    """Return what each part takes on each pay date, from the row's first day to its last."""
    has = {kind: taken & (cents > 0) for kind, cents in parts.items()}
    codes = line_codes(case.mapping, case.source, has, case.refusals)
    spans = spans_of(case.mapping, case.rows, case.group, case.past, pays, case.account)
    found = np.flatnonzero(taken)
    uneven = np.zeros(len(taken), dtype=np.bool_)
    uneven[found] = rows_to_spread(spans.part(found))
    made = []
    for number, kind in enumerate(LineKind):
        dealt = _dealt(case, spans, parts[kind], uneven, kind)
        rows = np.flatnonzero(present(codes[kind]))
        made.append(
            Pieces(
                row=rows,
                kind=np.full(len(rows), number, dtype=np.int64),
                code=codes[kind][rows],
                start=pays.start[rows],
                end=pays.end[rows],
                cents=dealt.per_pay[rows],
                rest=dealt.rest[rows],
                rest_day=rest_days(pays, rows, dealt.place[rows]),
                annual=np.where(case.account, parts[kind], 0)[rows],
            )
        )
    return joined(made)


def _dealt(case: _Case, spans: Spans, cents: Numbers, uneven: Mask, kind: LineKind) -> Shares:
    """Divide what has to be divided, and refuse annual amounts for which it cannot be done."""
    whole = Shares(cents.copy(), *(np.zeros(len(cents), dtype=np.int64) for _ in range(3)))
    some = shares(spans.part(uneven), cents[uneven], case.mapping.settings.remainder)
    whole.per_pay[uneven], whole.rest[uneven] = some.per_pay, some.rest
    whole.place[uneven], whole.taken_before[uneven] = some.place, some.taken_before
    elected = uneven & case.account & (cents > 0)
    late = elected & (cents > whole.taken_before) & (spans.first >= spans.total)
    case.refusals.where(rules.ACCOUNT_NO_PAYDAYS, late)
    member = "org_fsa_amount" if kind is LineKind.EMPLOYER else "subscriber_fsa_amount"
    case.refusals.where(rules.ACCOUNT_BELOW_TAKEN, elected & (cents < whole.taken_before), member)
    return whole
