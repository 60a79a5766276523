"""One action for each record: leave out, refuse, create, terminate, rehire, update or nothing.

The first that fits, in this order.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.domain.changes import Changes, changes, unlisted
from benefits_sync.domain.columns import Cells, Mask, among, cells_of, present
from benefits_sync.domain.employment import Employment, employment
from benefits_sync.domain.findings import Findings
from benefits_sync.domain.identity import check_keys, check_ssns, claimed_twice
from benefits_sync.domain.lifecycle import Lifecycle, check_lifecycle, lifecycle
from benefits_sync.domain.matching import Links, Roster, beside, remembered
from benefits_sync.domain.request import PlanRequest
from benefits_sync.domain.rules import LIST_VALUE, TARGET_MISSING
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.models.plans import Action

NEVER_ENROLLED: Final = "never_enrolled"
"""The person left before the target ever knew them: there is nothing to end."""

TERMINATION_MEMBERS: Final = ("termination_date", "termination_reason", "is_voluntary_termination")


@dataclass(frozen=True, slots=True)
class Decision:
    """Every record's action with what led to it, by record position.

    ``attempted`` are all differences from the target, ``written`` those that an action writes as members.
    """

    roster: Roster
    links: Links
    work: Employment
    moves: Lifecycle
    attempted: Changes
    written: Changes
    findings: Findings
    action: Cells = field(repr=False)
    reason: Cells = field(repr=False)

    def are(self, *actions: Action) -> Mask:
        """Tell which records have one of the actions."""
        return among(self.action, {action.value for action in actions})

    def rejections(self) -> pd.DataFrame:
        """Return one row for every broken rule of the refused records."""
        refused = self.are(Action.REJECTED)
        return self.findings.frame(refused, self.roster.record_key, self.roster.source_id)

    def missing(self, everyone: bool) -> int:
        """Count people whom the target once confirmed and does not show now."""
        asked = int(self.findings.broken(TARGET_MISSING).sum())
        return max(len(self.links.lost), asked) if everyone else asked


def decide(request: PlanRequest[Mapping], target: pd.DataFrame) -> Decision:
    """Decide about every record of a request; ``target`` is its snapshot in canonical spelling."""
    work = employment(request.mapping, request.source, request.as_of)
    roster = _roster(request, target, work)
    links = remembered(request.known, roster.source_id, roster.record_key, target)
    moves = lifecycle(roster, work, request.today)
    attempted = changes(roster, request.mapping.key)
    written = _written(request, attempted, work, moves)
    reason = cells_of(request.mapped.termination_reason.to_frame("reason"), "reason")
    left_out = _left_out(request, roster, links, work)
    findings = Findings(len(left_out))
    findings.add_issues(request.mapped.issues, request.source.index, TERMINATION_MEMBERS, moves.terminate)
    check_keys(findings, roster, links, target)
    check_lifecycle(findings, roster, work, moves, request.today)
    check_ssns(findings, roster, attempted, present(left_out) | links.other_key_alive, target)
    _check_lists(findings, request, written, moves, reason)
    action = _actions(left_out, findings, moves, written)
    stated = np.where(present(left_out), left_out, findings.first_rules())
    return Decision(roster, links, work, moves, attempted, written, findings, action, stated)


def _roster(request: PlanRequest[Mapping], target: pd.DataFrame, work: Employment) -> Roster:
    record_key = cells_of(request.mapped.payload, request.mapping.key)
    beside_each, in_target = beside(target, record_key)
    return Roster(
        source_id=cells_of(request.source, "source_id"),
        record_key=record_key,
        payload=request.mapped.payload,
        target=beside_each,
        in_target=in_target,
        excluded=request.mapped.exclusions.notna().to_numpy(dtype=np.bool_),
        cleared=_cleared(request, work.left),
    )


def _cleared(request: PlanRequest[Mapping], left: Mask) -> pd.DataFrame:
    """Return what the source has emptied, but nothing by a withheld field and nothing of leavers.

    A leaver's record is emptied in the HR system because the job is over; PlanSource still has to write to
    the person about COBRA.
    """
    withheld, mapping = set(request.all_withheld), request.mapping
    told = [
        member
        for member in request.mapped.cleared.columns
        if withheld.isdisjoint(mapping.sources_of(mapping.fields[member]))
    ]
    return request.mapped.cleared.loc[request.source.index, told] & ~left[:, np.newaxis]


def _left_out(request: PlanRequest[Mapping], roster: Roster, links: Links, work: Employment) -> Cells:
    """Return why a record is left out, None for all others."""
    reasons = request.mapped.exclusions.to_numpy(dtype=object).copy()
    unheard_of = work.left & ~roster.in_target & ~links.known & ~roster.excluded & ~claimed_twice(roster)
    reasons[unheard_of] = NEVER_ENROLLED
    return reasons


def _written(
    request: PlanRequest[Mapping], attempted: Changes, work: Employment, moves: Lifecycle
) -> Changes:
    """Leave out what a lifecycle call sets itself, and what the mapping keeps for people who leave."""
    kept = request.mapping.termination.keep if request.mapping.termination else ()
    return attempted.without(("hire_date",), moves.gone).without(kept, work.left)


def _check_lists(
    findings: Findings, request: PlanRequest[Mapping], written: Changes, moves: Lifecycle, reason: Cells
) -> None:
    for member, rows in unlisted(written, request.mapped.payload, request.allowed).items():
        findings.add(LIST_VALUE, rows, member)
    if "termination_reason" in request.allowed:
        listed = among(reason, set(request.allowed["termination_reason"]))
        findings.add(LIST_VALUE, moves.terminate & present(reason) & ~listed, "termination_reason")


def _actions(left_out: Cells, findings: Findings, moves: Lifecycle, written: Changes) -> Cells:
    choices = (
        (present(left_out), Action.EXCLUDED),
        (findings.refused(), Action.REJECTED),
        (moves.create, Action.CREATE),
        (moves.terminate, Action.TERMINATE),
        (moves.rehire, Action.REHIRE),
        (written.any(), Action.UPDATE),
    )
    action = np.full(len(left_out), Action.UNCHANGED.value, dtype=object)
    for mask, choice in reversed(choices):
        action[mask] = choice.value
    return action
