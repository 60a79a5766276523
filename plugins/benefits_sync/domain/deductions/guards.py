"""Guards of deductions: what must not happen to people's pay without a person saying yes."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from benefits_sync.domain.columns import Mask, cells_of
from benefits_sync.domain.deductions import measures
from benefits_sync.domain.deductions.evidence import benefits_of_rows, plan_years_of, year_of_line
from benefits_sync.domain.guards import (
    Case,
    Exceeded,
    Guard,
    GuardHistory,
    Severity,
    TrippedGuard,
    fields_withheld,
    rejections,
    tripped,
)
from benefits_sync.domain.planning import Plan
from benefits_sync.domain.request import PlanRequest
from benefits_sync.mapping.deductions.guards import DeductionGuards
from benefits_sync.mapping.guards import Share
from benefits_sync.models.plans import Action

LineCase = Case[DeductionGuards]

OVERLAP: Final = Share(percent=50)
"""The least share of known employees who are in a full read of the same company."""


def evaluate_deductions(
    plan: Plan, request: PlanRequest[Any], limits: DeductionGuards, history: GuardHistory
) -> tuple[TrippedGuard, ...]:
    """Return every guard that the plan trips, those that stop first; no sentence holds an amount."""
    return tripped(GUARDS, Case(plan, request, limits, history))


def _empty_source(case: LineCase) -> Iterator[Exceeded]:
    known = case.known
    if case.request.source.empty and known:
        yield 0, 1, f"PlanSource returned no payroll rows although {known} deduction lines are known"


def _another_company(case: LineCase) -> Iterator[Exceeded]:
    """Compare employees of the plan years that were read: leavers of years ago are in no answer."""
    source = case.request.source
    source_id = cells_of(source, "source_id")
    years = plan_years_of(benefits_of_rows(source_id, cells_of(source, "source_row")))
    recent = _lines_of(case, years)
    known = set(case.request.known.loc[recent, "source_id"].dropna())
    found, least = len(known & set(source_id)), OVERLAP.least(len(known))
    if found < least:
        sentence = f"only {found} of {len(known)} known employees have payroll rows: another company's data?"
        yield found, least, sentence


def _missing_lines(case: LineCase) -> Iterator[Exceeded]:
    count, total = case.plan.missing, case.known
    limit = case.limits.missing_from_target
    if limit.exceeded(count, total):
        sentence = f"{count} of {total} lines confirmed in payroll before are not there now"
        yield count, limit.most(total), f"{sentence}; this run would put them in again"


def _terminations(case: LineCase) -> Iterator[Exceeded]:
    count, limit = case.plan.measures[measures.STOPS], case.limits.terminations
    total = case.plan.measures[measures.LINES_BEFORE]
    if not case.request.everyone:
        total = max(total, case.history.measures.get(measures.LINES, 0))
    if limit.exceeded(count, total):
        most = limit.most(total)
        yield count, most, f"{count} deductions stop; the limit is {most} for {total} lines"


def _deduction_total(case: LineCase) -> Iterator[Exceeded]:
    found, limit = case.plan.measures, case.limits.deduction_total
    before, change = found[measures.BEFORE], found[measures.AFTER] - found[measures.BEFORE]
    if not case.request.everyone:
        before = max(before, case.history.measures.get(measures.TOTAL, 0))
    if before and limit.exceeded(abs(change), before):
        percent = change / before * 100
        sentence = f"what a pay day takes from employees moves by {percent:+.1f} %"
        yield abs(percent), limit.percent, f"{sentence}; the limit is {limit.percent:g} %"


def _creates(case: LineCase) -> Iterator[Exceeded]:
    """Count new lines of plan years that lines are known of; a new plan year is a first run of its own."""
    items, limit = case.plan.items, case.limits.creates
    keys = items.loc[items["action"].eq(Action.CREATE), "record_key"]
    known_years = {year_of_line(key) for key in case.request.known["record_key"]}
    count = sum(year_of_line(key) in known_years for key in keys)
    known = int(_lines_of(case, {year_of_line(key) for key in keys}).sum())
    if limit.exceeded(count, known):
        most = limit.most(known)
        yield count, most, f"{count} new deduction lines; the limit is {most} where {known} are known"


def _lines_of(case: LineCase, years: set[str]) -> Mask:
    keys = cells_of(case.request.known, "record_key")
    return np.fromiter((year_of_line(key) in years for key in keys), dtype=np.bool_, count=len(keys))


GUARDS: Final[tuple[Guard[DeductionGuards], ...]] = (
    Guard("empty_source", Severity.STOP, _empty_source, full_run_only=True),
    Guard("another_company", Severity.STOP, _another_company, full_run_only=True),
    Guard("fields_withheld", Severity.STOP, fields_withheld),
    Guard("missing_from_target", Severity.ASK, _missing_lines),
    Guard("terminations", Severity.ASK, _terminations),
    Guard("deduction_total", Severity.ASK, _deduction_total),
    Guard("rejections", Severity.ASK, rejections),
    Guard("creates", Severity.ASK, _creates, full_run_only=True),
)
"""Every guard, in the order in which they are reported."""
