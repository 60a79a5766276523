"""Decides, before anything is written, what happens to every record read.

``docs/reference/decisions-per-employee.md`` has the outcome of every case.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import orjson
import pandas as pd

from benefits_sync.domain.changes import as_json, canonical_frame, member_names
from benefits_sync.domain.columns import Cells, Mask, cells_of, kept, places, present, repeated, taken
from benefits_sync.domain.decision import Decision, decide
from benefits_sync.domain.fingerprint import digest_of
from benefits_sync.domain.matching import orphans
from benefits_sync.domain.request import PlanRequest
from benefits_sync.domain.schedule import implied, schedule
from benefits_sync.domain.staleness import canonical_fingerprints
from benefits_sync.domain.tenure import next_turns
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.models.plans import PLAN_COLUMNS, WRITING_ACTIONS, Action
from benefits_sync.models.runs import Counts

__all__ = ["Plan", "PlanRequest", "plan_demographics", "plan_id"]

IDENTITY_MEMBERS: Final = ("ssn", "birthdate")


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen to every record, with the numbers that guards and people look at.

    ``items`` (`PLAN_COLUMNS`) is indexed as the source. ``orphans`` are keys of target people whom nobody
    sent (full runs only). ``field_changes`` counts, for each member, the people for whom it will be changed;
    ``identity_changes`` counts attempts to change SSN and birth date, refused ones included. ``missing``
    counts people whom the target confirmed once and does not show now. ``measures`` are sizes of this plan
    that guards of later runs compare with.
    """

    plan_id: str
    items: pd.DataFrame = field(repr=False)
    rejections: pd.DataFrame = field(repr=False)
    schedule: pd.DataFrame = field(repr=False)
    orphans: tuple[str, ...] = field(repr=False)
    counts: Counts
    exclusions: dict[str, int]
    rejection_rules: dict[str, int]
    field_changes: dict[str, int]
    identity_changes: dict[str, int]
    fill_rates: dict[str, float]
    withheld: tuple[str, ...]
    repeated_source_ids: int
    missing: int
    measures: dict[str, int] = field(default_factory=dict)


def plan_demographics(request: PlanRequest[Mapping]) -> Plan:
    """Plan the export of employees: one action for each record read."""
    target = canonical_frame(request.target)
    decision = decide(request, target)
    roster, left_out = decision.roster, decision.are(Action.EXCLUDED)
    before = canonical_fingerprints(target, request.mapping.target_fields, request.key)
    prints = request.fingerprints()
    items = _items(request, decision, before, prints)
    rejections = decision.rejections()
    existing = decision.are(*WRITING_ACTIONS) & roster.in_target
    return Plan(
        plan_id=plan_id(
            digest_of(prints, request.key), digest_of(before, request.key), request.mapping.version_label
        ),
        items=items,
        rejections=rejections,
        schedule=_scheduled(request, decision, left_out),
        orphans=orphans(target, roster.record_key, decision.links.explained) if request.everyone else (),
        counts=counted(items["action"]),
        exclusions=tally(items.loc[left_out, "reason"]),
        rejection_rules=tally(rejections["field"] + ": " + rejections["rule"]),
        field_changes=decision.written.tally(existing),
        identity_changes=_identity_changes(decision, roster.in_target & ~left_out),
        fill_rates=fill_rates(request.source),
        withheld=request.all_withheld,
        repeated_source_ids=int(repeated(roster.source_id).sum()),
        missing=decision.missing(request.everyone),
    )


def plan_id(source_fingerprint: str, target_fingerprint: str, mapping_version: str) -> str:
    """Return the plan's short id: the same snapshots under the same mapping make the same plan."""
    seed = orjson.dumps([source_fingerprint, target_fingerprint, mapping_version])
    return hashlib.blake2b(seed, digest_size=6).hexdigest()


def counted(actions: pd.Series) -> Counts:
    """Count a column of actions; every record read is one row."""
    found = tally(actions)
    return Counts(
        read=len(actions),
        created=found.get(Action.CREATE, 0),
        updated=found.get(Action.UPDATE, 0),
        terminated=found.get(Action.TERMINATE, 0),
        rehired=found.get(Action.REHIRE, 0),
        unchanged=found.get(Action.UNCHANGED, 0),
        excluded=found.get(Action.EXCLUDED, 0),
        rejected=found.get(Action.REJECTED, 0),
    )


def tally(values: pd.Series) -> dict[str, int]:
    """Count how often each text occurs, in alphabetical order."""
    return {str(text): int(count) for text, count in sorted(values.value_counts().items())}


def fill_rates(source: pd.DataFrame) -> dict[str, float]:
    """Return, for each source field, the share of records that have a value."""
    rows = max(len(source), 1)
    fields = [str(name) for name in source.columns if name != "source_id"]
    return {name: float(present(cells_of(source, name)).sum()) / rows for name in fields}


def _identity_changes(decision: Decision, rows: Mask) -> dict[str, int]:
    counts = decision.attempted.tally(rows)
    return {member: counts[member] for member in IDENTITY_MEMBERS if member in counts}


def _items(
    request: PlanRequest[Mapping], decision: Decision, before: pd.Series, prints: pd.Series
) -> pd.DataFrame:
    roster, mapped = decision.roster, request.mapped
    ends, returns = decision.are(Action.TERMINATE), decision.are(Action.REHIRE)
    accepted = ~decision.are(Action.EXCLUDED, Action.REJECTED)
    writes = decision.are(*WRITING_ACTIONS)
    columns: dict[str, Cells] = {
        "record_key": roster.record_key,
        "source_id": roster.source_id,
        "action": decision.action,
        "reason": decision.reason,
        "remote_id": roster.held("remote_id"),
        "changes": as_json(decision.written, mapped.payload, writes),
        "members": member_names(decision.written, writes),
        "termination_date": kept(ends, decision.work.ended_on),
        "termination_reason": kept(ends, mapped.termination_reason.to_numpy(dtype=object)),
        "voluntary": kept(ends, mapped.voluntary.to_numpy(dtype=object)),
        "rehire_date": kept(returns, decision.work.hired_on),
        "before": _beside(before, roster.record_key),
        "after": kept(accepted, prints.to_numpy(dtype=object)),
        "source_row": np.full(len(roster.source_id), None, dtype=object),
    }
    return pd.DataFrame(columns, index=request.source.index, columns=list(PLAN_COLUMNS), dtype=object)


def _beside(before: pd.Series, record_key: Cells) -> Cells:
    return taken(before.to_numpy(dtype=object), places(record_key, before.index.to_numpy(dtype=object)))


def _scheduled(request: PlanRequest[Mapping], decision: Decision, left_out: Mask) -> pd.DataFrame:
    source_id, record_key = decision.roster.source_id, decision.roster.record_key
    horizon = request.mapping.settings.hire_horizon_days
    turns = next_turns(request.mapping, request.source, request.as_of)
    owed = implied(decision.work, source_id, decision.moves.gone, left_out, turns, request.as_of, horizon)
    return schedule(request.future, source_id, record_key, owed, request.as_of)
