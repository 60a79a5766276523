"""Decides, before anything is written, what happens to every deduction line.

``docs/reference/decisions-per-deduction.md`` has the outcome of every case.
"""

from typing import Any, Final

import numpy as np
import orjson
import pandas as pd

from benefits_sync.domain.changes import as_json, member_names
from benefits_sync.domain.columns import Cells, Mask, cells_of, kept, places, taken
from benefits_sync.domain.deductions.decision import LineDecision, decide_lines
from benefits_sync.domain.deductions.holdings import Holdings
from benefits_sync.domain.deductions.lifetimes import day_before
from benefits_sync.domain.deductions.measures import Fate, measures
from benefits_sync.domain.fingerprint import digest_of, fingerprints
from benefits_sync.domain.planning import Plan, counted, plan_id, tally
from benefits_sync.domain.request import PlanRequest
from benefits_sync.domain.staleness import canonical_fingerprints
from benefits_sync.models.deductions import LINE_FIELDS
from benefits_sync.models.plans import PLAN_COLUMNS, SCHEDULE_COLUMNS, WRITING_ACTIONS, Action

NO_LONGER_KNOWN: Final = "no_longer_known"
"""PlanSource has rows of the benefit and none of them makes this line any more: it is voided."""


def plan_deductions(request: PlanRequest[Any]) -> Plan:
    """Plan the import of deductions: one action for each record, and one for each line to be voided.

    The request holds every record of its people, but those whose keys are ``settled``. Items of voided lines
    stand behind no record: their labels are negative, and no record's is.
    """
    holdings = Holdings.of(request.target)
    decision = decide_lines(request, holdings)
    before = canonical_fingerprints(request.target, request.mapping.target_fields, request.key)
    prints = request.fingerprints()
    items = _all_items(request, holdings, decision, before, prints)
    rejections = decision.rejections()
    changed = decision.are(Action.UPDATE, Action.TERMINATE)
    return Plan(
        plan_id=plan_id(
            digest_of(prints, request.key), digest_of(before, request.key), request.mapping.version_label
        ),
        items=items,
        rejections=rejections,
        schedule=pd.DataFrame(columns=list(SCHEDULE_COLUMNS), dtype=object),
        orphans=tuple(sorted(holdings.line[decision.orphans])),
        counts=counted(items["action"]),
        exclusions=tally(items.loc[items["action"].eq(Action.EXCLUDED), "reason"]),
        rejection_rules=tally(rejections["field"] + ": " + rejections["rule"]),
        field_changes=decision.written.tally(changed),
        identity_changes={},
        fill_rates={},
        withheld=request.withheld,
        repeated_source_ids=0,
        missing=decision.lost,
        measures=_measured(request, holdings, decision),
    )


def _all_items(
    request: PlanRequest[Any],
    holdings: Holdings,
    decision: LineDecision,
    before: pd.Series,
    prints: pd.Series,
) -> pd.DataFrame:
    voids = _void_items(request, holdings, decision.voided, before)
    items = _items(request, decision, before, prints)
    return pd.concat([voids, items]) if len(voids) else items


def _items(
    request: PlanRequest[Any], decision: LineDecision, before: pd.Series, prints: pd.Series
) -> pd.DataFrame:
    payload, writes = request.mapped.payload, decision.are(*WRITING_ACTIONS)
    accepted = ~decision.are(Action.EXCLUDED, Action.REJECTED)
    columns: dict[str, Cells] = {
        "record_key": decision.line,
        "source_id": decision.source_id,
        "action": decision.action,
        "reason": decision.reason,
        "remote_id": decision.beside.stated("remote_id"),
        "changes": as_json(decision.written, payload, writes),
        "members": member_names(decision.written, writes),
        "termination_date": kept(decision.are(Action.TERMINATE), cells_of(payload, "end_date")),
        "before": _planned_against(before, decision.line),
        "after": kept(accepted, prints.to_numpy(dtype=object)),
        "source_row": decision.source_row,
    }
    return _item_frame(columns, request.source.index)


def _void_items(
    request: PlanRequest[Any], holdings: Holdings, voided: Mask, before: pd.Series
) -> pd.DataFrame:
    frame, size = holdings.frame[voided], int(voided.sum())
    ends = day_before(cells_of(frame, "start_date"))
    void = frame.reindex(columns=list(LINE_FIELDS)).assign(end_date=ends)
    changes = np.empty(size, dtype=object)
    changes[:] = [orjson.dumps({"end_date": end}).decode() for end in ends]
    columns: dict[str, Cells] = {
        "record_key": holdings.line[voided],
        "source_id": cells_of(frame, "employee"),
        "action": np.full(size, Action.TERMINATE.value, dtype=object),
        "reason": np.full(size, NO_LONGER_KNOWN, dtype=object),
        "remote_id": cells_of(frame, "remote_id"),
        "changes": changes,
        "members": np.full(size, "end_date", dtype=object),
        "termination_date": ends,
        "before": _planned_against(before, holdings.line[voided]),
        "after": fingerprints(void, list(LINE_FIELDS), request.key).to_numpy(dtype=object),
    }
    return _item_frame(columns, pd.RangeIndex(-size, 0))


def _item_frame(columns: dict[str, Cells], index: pd.Index) -> pd.DataFrame:
    frame = pd.DataFrame(columns, index=index, dtype=object)
    absent = [name for name in PLAN_COLUMNS if name not in columns]
    frame[absent] = np.full((len(index), len(absent)), None, dtype=object)
    return frame[list(PLAN_COLUMNS)]


def _planned_against(before: pd.Series, line: Cells) -> Cells:
    return taken(before.to_numpy(dtype=object), places(line, before.index.to_numpy(dtype=object)))


def _measured(request: PlanRequest[Any], holdings: Holdings, decision: LineDecision) -> dict[str, int]:
    payload, writes = request.mapped.payload, decision.are(*WRITING_ACTIONS)
    touched = np.asarray(decision.voided.copy(), dtype=np.bool_)
    where = decision.beside.where[writes]
    touched[where[where >= 0]] = True
    fate = Fate(
        kept=payload[writes],
        untouched=holdings.frame[~touched].assign(end_date=holdings.end[~touched]),
        stopped=payload[decision.are(Action.TERMINATE)],
        voided=holdings.frame[decision.voided],
    )
    return measures(fate, holdings, request.today, whole=request.everyone)
