"""What a reconciliation finds, and the plan that puts right what is straightforward.

The plan is the one of an import with all that is no correction taken out of it: a line that a person has to
look at is left as it is, and so is every line when nothing is to be corrected.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

import orjson
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, among, cells_of, kept
from benefits_sync.domain.deductions import measures
from benefits_sync.domain.deductions.differences import DifferenceKind
from benefits_sync.domain.deductions.evidence import benefits_of_lines, benefits_of_rows, evidence
from benefits_sync.domain.deductions.holdings import Holdings
from benefits_sync.domain.deductions.lifetimes import EMPLOYEE_KINDS, cents, taken_on
from benefits_sync.domain.deductions.planning import plan_deductions
from benefits_sync.domain.deductions.reconciliation import DeductionDifferences, reconcile
from benefits_sync.domain.planning import Plan, counted, tally
from benefits_sync.domain.request import PlanRequest
from benefits_sync.models.deductions import COPIES, LINE_FIELDS, LINE_KEY
from benefits_sync.models.plans import WRITING_ACTIONS, Action

DIFFERS: Final = "differs_in_target"
"""Reason of a record whose line in payroll is another one, and is left so."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Every difference, and the plan that corrects those that it may."""

    differences: DeductionDifferences
    plan: Plan


@dataclass(frozen=True, slots=True)
class _Fates:
    """What becomes of each record's line, by record position: corrected, or different and left so."""

    line: Cells = field(repr=False)
    corrected: Mask = field(repr=False)
    left: Mask = field(repr=False)

    @classmethod
    def of(cls, items: pd.DataFrame, wanted: Mask, found: DeductionDifferences, *, correct: bool) -> Self:
        """Judge the items of a plan by what differs."""
        line = kept(wanted, cells_of(items, "record_key"))
        differs = among(line, set(found.lines["line"]))
        writes = _are(items, *WRITING_ACTIONS)
        corrected = differs & among(line, set(found.correctable)) & correct
        return cls(line, corrected, (differs | writes) & ~corrected)


def plan_corrections(request: PlanRequest[Any], *, correct: bool) -> Corrections:
    """Compare what the request's records come to with what its target holds, and plan the corrections.

    ``target`` has to hold all lines of the request's people, with ``COPIES``. Lines of other plan years are
    not compared, nor those that a refused row leaves open. Without ``correct`` the plan writes nothing.
    """
    whole = plan_deductions(request)
    items = whole.items.loc[request.source.index]
    wanted = ~_are(items, Action.EXCLUDED, Action.REJECTED)
    lines = request.mapped.payload.loc[wanted, [LINE_KEY, *LINE_FIELDS]]
    held = _comparable(request, items, set(lines[LINE_KEY]))
    found = reconcile(lines, held, request.as_of, _surplus_of(held))
    fates = _Fates.of(items, wanted, found, correct=correct)
    planned = _planned(items, fates.left)
    changed = planned.loc[planned["action"].isin((Action.UPDATE, Action.TERMINATE)), "changes"]
    plan = replace(
        whole,
        items=planned,
        counts=counted(planned["action"]),
        exclusions=tally(planned.loc[planned["action"].eq(Action.EXCLUDED), "reason"]),
        field_changes=dict(Counter(name for text in changed for name in orjson.loads(text))),
        missing=whole.missing if correct else 0,
        measures=_measured(request, planned, held, found, fates),
    )
    return Corrections(found, plan)


def _are(items: pd.DataFrame, *actions: Action) -> Mask:
    return among(cells_of(items, "action"), {action.value for action in actions})


def _comparable(request: PlanRequest[Any], items: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    """Return the held lines about which the records say something, be it that nobody wants them."""
    source_id, source_row = (cells_of(request.source, name) for name in ("source_id", "source_row"))
    excluded = request.mapped.exclusions.to_numpy(dtype=object)
    rows = benefits_of_rows(source_id, source_row)
    heard = evidence(rows, excluded, _are(items, Action.REJECTED), request.settled)
    target = request.target
    line, employee, year, benefit = (
        cells_of(target, name) for name in ("record_key", "employee", "plan_year", "benefit")
    )
    doubted = heard.doubts(benefits_of_lines(employee, year, benefit)) & ~among(line, wanted)
    ours = among(year, set(heard.plan_years)) & ~doubted & ~among(line, set(request.settled))
    if not request.everyone:
        ours &= among(employee, set(source_id))
    return target[ours]


def _surplus_of(held: pd.DataFrame) -> dict[str, int]:
    counted_copies = zip(cells_of(held, "record_key"), cells_of(held, COPIES), strict=True)
    return {line: int(copies) - 1 for line, copies in counted_copies if copies is not None}


def _planned(items: pd.DataFrame, left: Mask) -> pd.DataFrame:
    """Return the items of the import's plan without the writes that are left."""
    new = {"action": Action.EXCLUDED.value, "reason": DIFFERS, "changes": None, "members": None}
    planned: dict[str, Cells] = {}
    for name, value in new.items():
        planned[name] = cells_of(items, name).copy()
        planned[name][left] = value
    ends = cells_of(items, "termination_date")
    return items.assign(**planned, termination_date=kept(~left, ends))


def _measured(
    request: PlanRequest[Any],
    planned: pd.DataFrame,
    held: pd.DataFrame,
    found: DeductionDifferences,
    fates: _Fates,
) -> dict[str, int]:
    """Measure the corrections alone, the copies that they remove among them."""
    payload, holdings = request.mapped.payload, Holdings.of(held)
    corrected = set(fates.line[fates.corrected])
    untouched = ~among(holdings.line, corrected)
    fate = measures.Fate(
        kept=payload[fates.corrected],
        untouched=holdings.frame[untouched].assign(end_date=holdings.end[untouched]),
        stopped=payload[fates.corrected & _are(planned, Action.TERMINATE)],
        voided=holdings.frame.iloc[:0],
    )
    sums = measures.measures(fate, holdings, request.today, whole=False)
    copies = found.lines[found.lines["difference"].eq(DifferenceKind.DUPLICATE)]
    remaining = copies[~copies["line"].isin(corrected)]
    sums[measures.BEFORE] += _taken_by_copies(copies, request.today)
    sums[measures.AFTER] += _taken_by_copies(remaining, request.today)
    return sums


def _taken_by_copies(copies: pd.DataFrame, today: str) -> int:
    now = taken_on(today, cells_of(copies, "first_date"), cells_of(copies, "last_date"))
    now &= among(cells_of(copies, "kind"), set(EMPLOYEE_KINDS))
    return -int(cents(cells_of(copies, "per_pay"))[now].sum())
