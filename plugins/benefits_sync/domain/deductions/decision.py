"""One action for each deduction line: leave out, refuse, create, stop, update or nothing."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from benefits_sync.domain.changes import Changes
from benefits_sync.domain.columns import Cells, Mask, among, cells_of, later, present
from benefits_sync.domain.deductions.evidence import Evidence, benefits_of_rows, evidence
from benefits_sync.domain.deductions.holdings import Beside, Holdings
from benefits_sync.domain.deductions.lifetimes import live
from benefits_sync.domain.deductions.rules import BENEFIT_HELD_BACK
from benefits_sync.domain.findings import Findings
from benefits_sync.domain.request import PlanRequest
from benefits_sync.models.deductions import LINE_FIELDS, LINE_KEY
from benefits_sync.models.plans import Action

KEY_FIELDS: Final = frozenset({"employee", "plan_year", "benefit", "code", "start_date"})
"""Fields that make a line's key: where they differ it is another line."""

SURPLUS_COPIES: Final = "surplus_copies"
"""Reason of a record whose line is right in payroll and stands there more than once."""


@dataclass(frozen=True, slots=True)
class LineDecision:
    """Every record's action with what led to it, by record position.

    ``voided`` are the positions of held lines that PlanSource no longer knows, and ``orphans`` those of held
    lines about which it says nothing.
    """

    source_id: Cells = field(repr=False)
    source_row: Cells = field(repr=False)
    line: Cells = field(repr=False)
    beside: Beside
    written: Changes
    findings: Findings
    action: Cells = field(repr=False)
    reason: Cells = field(repr=False)
    wanted: frozenset[str] = field(repr=False)
    voided: Mask = field(repr=False)
    orphans: Mask = field(repr=False)
    lost: int

    def are(self, *actions: Action) -> Mask:
        """Tell which records have one of the actions."""
        return among(self.action, {action.value for action in actions})

    def rejections(self) -> pd.DataFrame:
        """Return one row for every broken rule of the refused records."""
        return self.findings.frame(self.are(Action.REJECTED), self.line, self.source_id, self.source_row)


@dataclass(frozen=True, slots=True)
class _Moves:
    """What each record would do to its line, were nothing wrong with it."""

    create: Mask
    stop: Mask
    update: Mask
    surplus: Mask
    lifetime: Mask
    written: Changes


def decide_lines(request: PlanRequest[Any], holdings: Holdings) -> LineDecision:
    """Decide about every record of a request and every line that the target holds."""
    excluded = request.mapped.exclusions.to_numpy(dtype=object)
    line = cells_of(request.mapped.payload, LINE_KEY).copy()
    line[present(excluded)] = None  # a record that is left out has no line
    source_id, source_row = (cells_of(request.source, name) for name in ("source_id", "source_row"))
    beside = holdings.beside(line)
    in_scope, findings = ~present(excluded), Findings(len(line))
    findings.add_issues(request.mapped.issues, request.source.index, (), in_scope)
    benefit = benefits_of_rows(source_id, source_row)
    heard = evidence(benefit, excluded, findings.refused(), request.settled)
    moves = _moves(request, beside)
    held_back = heard.doubts(benefit) & _also_held(benefit, holdings)
    findings.add(BENEFIT_HELD_BACK, in_scope & held_back & moves.lifetime & ~findings.refused())
    wanted = frozenset(line[present(line)]) | request.settled
    voided, orphans = _left_over(request, holdings, heard, wanted)
    action = _actions(in_scope, findings, moves)
    reason = np.where(in_scope, findings.first_rules(), excluded)
    reason[moves.surplus & among(action, {Action.UPDATE.value})] = SURPLUS_COPIES
    known = among(line, set(request.known["record_key"]))
    return LineDecision(
        source_id=source_id,
        source_row=source_row,
        line=line,
        beside=beside,
        written=moves.written,
        findings=findings,
        action=action,
        reason=reason,
        wanted=wanted,
        voided=voided,
        orphans=orphans,
        lost=int((known & moves.create).sum()),
    )


def _moves(request: PlanRequest[Any], beside: Beside) -> _Moves:
    """Compare all fields; a line is whole, so what it does not have is cleared in the target.

    One that is right but stands there more than once is written whole: a write removes the other copies.
    """
    payload = request.mapped.payload
    start, end = cells_of(payload, "start_date"), cells_of(payload, "end_date")
    wanted_live, held = live(start, end), beside.held
    members = tuple(LINE_FIELDS)
    differs = np.zeros((len(payload), len(members)), dtype=np.bool_)
    for place, member in enumerate(members):
        cells = cells_of(payload, member)
        other = np.zeros_like(held) if member in KEY_FIELDS else cells != beside.stated(member)
        differs[:, place] = np.where(held, other, present(cells))
    differs[~wanted_live & ~beside.live()] = False  # nothing is taken, and nothing is to be
    changed = Changes(members, differs)
    sooner = held & changed.of("end_date") & later(beside.end(), end)
    surplus = wanted_live & beside.repeated() & ~changed.any()
    whole = np.column_stack([present(cells_of(payload, member)) for member in members])
    return _Moves(
        create=wanted_live & ~held,
        stop=sooner,
        update=held & (changed.any() | surplus) & ~sooner,
        surplus=surplus,
        lifetime=changed.of("end_date"),
        written=Changes(members, np.where(surplus[:, None], whole, differs)),
    )


def _also_held(benefit: Cells, holdings: Holdings) -> Mask:
    """Tell of which records payroll takes something for the employee's benefit and plan year already."""
    return among(benefit, set(holdings.benefit[holdings.live]))


def _left_over(
    request: PlanRequest[Any], holdings: Holdings, heard: Evidence, wanted: frozenset[str]
) -> tuple[Mask, Mask]:
    """Return the held lines that are to be voided, and those that nothing was said about."""
    unwanted = holdings.live & ~among(holdings.line, set(wanted))
    voided = unwanted & heard.speaks(holdings.benefit)
    of_these_years = among(holdings.cells("plan_year"), set(heard.plan_years))
    silent = unwanted & of_these_years & ~voided & ~heard.doubts(holdings.benefit)
    if not request.everyone:
        silent &= among(holdings.cells("employee"), set(request.source["source_id"]))
    return voided, silent


def _actions(in_scope: Mask, findings: Findings, moves: _Moves) -> Cells:
    choices = (
        (~in_scope, Action.EXCLUDED),
        (findings.refused(), Action.REJECTED),
        (moves.create, Action.CREATE),
        (moves.stop, Action.TERMINATE),
        (moves.update, Action.UPDATE),
    )
    action = np.full(len(in_scope), Action.UNCHANGED.value, dtype=object)
    for mask, choice in reversed(choices):
        action[mask] = choice.value
    return action
