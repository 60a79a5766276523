"""Last stage: confirm, count, balance, remember, and say how the run ended."""

from collections.abc import Iterator, Sequence

import pandas as pd

from benefits_sync.errors import UnbalancedRunError
from benefits_sync.models.frames import as_cells, records_by_key
from benefits_sync.models.plans import STATE_COLUMNS, Action
from benefits_sync.models.runs import Counts, RunStatus, RunSummary
from benefits_sync.models.writes import WriteStatus
from benefits_sync.pipeline.apply import Applied
from benefits_sync.pipeline.awaiting import result_of
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.outcomes import Outcomes, outcomes
from benefits_sync.pipeline.plan import CONFIRMED_BEFORE, SavedPlan
from benefits_sync.pipeline.results import write_result_files
from benefits_sync.pipeline.target import expected_records
from benefits_sync.pipeline.workbench import Workbench

Calls = dict[str, int]


def close(bench: Workbench, reference_id: str, applied: Sequence[Applied]) -> RunSummary:
    """Confirm what is not yet known to have happened, balance the counts, and keep the run's results.

    Raises:
        UnbalancedRunError: If the outcomes do not add up to the records read; the run ends as failed.
    """
    extracted = Extract.of(bench, reference_id)
    saved = SavedPlan.of(bench, reference_id)
    items = bench.artifacts.read_frame(extracted.folder, "items")
    calls = {} if extracted.dry_run else _confirm_unsettled_writes(bench, extracted, items)
    found = outcomes(bench, extracted, items)
    if not found.counts.balanced:
        raise UnbalancedRunError(
            f"{found.counts.read} records were read but {found.counts.accounted} are accounted for"
        )
    files = write_result_files(bench, extracted.folder, found)
    if not extracted.dry_run:
        _remember(bench, extracted, saved, found)
        _measure(bench, extracted, saved, found.counts)
    summary = _summary(
        bench,
        extracted,
        saved,
        found,
        files,
        [extracted.calls, saved.calls, calls, *(chunk.calls for chunk in applied)],
    )
    bench.artifacts.write_json(extracted.folder, "summary", summary.model_dump(mode="json"))
    bench.ledger.runs.finish(reference_id, summary)
    return summary


def fail(bench: Workbench, reference_id: str, reason: str) -> RunSummary:
    """End a run whose earlier stage failed, keeping count of what was written before it did.

    ``reason`` is used when the stage left none of its own.
    """
    started = bench.ledger.runs.summary(reference_id)
    summary = started.model_copy(
        update={
            "status": RunStatus.FAILED,
            "ended_at": bench.now(),
            "counts": _written(bench, reference_id),
            "failure": started.failure or reason,
            "errors": 1,
            "approved_by": bench.ledger.approvals.approver(reference_id),
        }
    )
    bench.ledger.runs.finish(reference_id, summary)
    return summary


def _confirm_unsettled_writes(bench: Workbench, extracted: Extract, items: pd.DataFrame) -> Calls:
    """Read back what a bulk call accepted, and what an earlier try sent before it was killed.

    Only a read confirms the one; the other may be in no plan any more, because the target shows it already: a
    record that a later plan of the run does not name is as it should be.
    """
    unsettled = bench.ledger.writes.unsettled(extracted.reference_id)
    if not unsettled:
        return {}
    expected = expected_records(bench) + int(items["action"].eq(Action.CREATE).sum())
    current, calls = result_of(_read_back(bench, unsettled, expected))
    planned = _with_changes(bench, extracted, items[items["record_key"].isin(unsettled)])
    unnamed = frozenset(unsettled).difference(planned["record_key"])
    shown = _shown(bench, extracted, planned, current)
    bench.ledger.writes.confirm(extracted.reference_id, [*shown, *unnamed], bench.now())
    return calls


def _with_changes(bench: Workbench, extracted: Extract, items: pd.DataFrame) -> pd.DataFrame:
    writes = bench.artifacts.read_frame(extracted.folder, "writes")
    changes = dict(zip(writes["record_key"], writes["changes"], strict=True))
    return items.assign(changes=as_cells([changes.get(key) for key in items["record_key"]]))


def _shown(
    bench: Workbench, extracted: Extract, planned: pd.DataFrame, current: pd.DataFrame
) -> Iterator[str]:
    """Yield the keys of which nothing is outstanding, or on which another run has the newer word."""
    overtaken = extracted.overtaken(bench)
    if bench.integration.carried_out is not None:
        done = bench.integration.carried_out(planned, current)
        yield from planned.loc[done, "record_key"]
        planned = planned[~done]
    held = records_by_key(current[current["record_key"].isin(planned["record_key"])])
    for key, row in records_by_key(planned).items():
        if key in overtaken or (key in held and not bench.integration.outstanding(row, held[key])):
            yield key


async def _read_back(bench: Workbench, keys: list[str], expected: int) -> tuple[pd.DataFrame, Calls]:
    async with bench.integration.open_writer(expected) as writer:
        current = await writer.snapshot(keys, bench.mapping.target_fields)
        bench.progress("records read back", len(current))
        return current, {writer.vendor: writer.calls}


def _remember(bench: Workbench, extracted: Extract, saved: SavedPlan, found: Outcomes) -> None:
    """Keep what the target confirmed, what is scheduled, what was refused and how full the fields were."""
    name, now = bench.integration.name, bench.now()
    items = found.items[~found.items["record_key"].isin(extracted.overtaken(bench))]
    known = items.dropna(subset=["source_id"])  # a record that says not whose it is was refused
    good = items["outcome"].isin(
        (Action.CREATE, Action.UPDATE, Action.TERMINATE, Action.REHIRE, Action.UNCHANGED)
    )
    states = items[good].rename(columns={"after": "payload_hash"})
    bench.ledger.states.confirm(
        name,
        extracted.reference_id,
        states[list(STATE_COLUMNS)],
        now,
        one_each=bench.integration.one_record_each,
    )
    if bench.integration.listed_as is None:
        _keep_refusals(bench, extracted, saved, found, known)
    planned = known.loc[known["reason"].ne(CONFIRMED_BEFORE), "source_id"].tolist()
    told = bench.artifacts.read_frame(extracted.folder, "schedule")
    bench.ledger.schedule.done(name, known["source_id"].tolist(), extracted.as_of, now)
    bench.ledger.schedule.replace(name, planned, told[told["source_id"].isin(planned)], now)


def _keep_refusals(
    bench: Workbench, extracted: Extract, saved: SavedPlan, found: Outcomes, known: pd.DataFrame
) -> None:
    """Open what was refused and settle what earlier runs refused; a run of another kind leaves both alone.

    A rejection belongs to the run that would have written the record: there a person mends it and sends it
    again.
    """
    name, now = bench.integration.name, bench.now()
    bench.ledger.corrections.overtake(saved.overtaken, extracted.reference_id, now)
    bench.ledger.rejections.replace(extracted.reference_id, name, found.rejections, now)
    bench.ledger.rejections.settle(
        name,
        extracted.reference_id,
        known["source_id"].unique().tolist(),
        now,
        whole=extracted.everyone,
        part=bench.integration.watermark_option,
    )


def _measure(bench: Workbench, extracted: Extract, saved: SavedPlan, counts: Counts) -> None:
    """Keep the sizes that the guards of later runs compare with; a delta run carries them on."""
    name, last = bench.integration.name, bench.ledger.runs.last_accepted(bench.integration.name)
    sizes: dict[str, object] = {"measures": (last.measures if last is not None else {}) | saved.measures}
    if extracted.everyone:
        bench.ledger.fill_rates.record(name, extracted.reference_id, saved.fill_rates, bench.now())
        sizes |= {"roster_size": extracted.roster_size or extracted.records, "active": saved.active}
    elif last is not None and last.active is not None:
        moved = counts.created + counts.rehired - counts.terminated
        sizes |= {"roster_size": last.roster_size, "active": last.active + moved}
    bench.ledger.runs.update(extracted.reference_id, **sizes)


def _written(bench: Workbench, reference_id: str) -> Counts:
    writes = bench.ledger.writes.of_run(reference_id)
    written = writes[writes["status"].isin((WriteStatus.CONFIRMED, WriteStatus.ACCEPTED))]
    kinds = written.groupby("kind")["record_key"].nunique().to_dict()
    return Counts(
        created=kinds.get("create", 0),
        updated=kinds.get("update", 0),
        terminated=kinds.get("terminate", 0),
        rehired=kinds.get("rehire", 0),
    )


def _summary(
    bench: Workbench,
    extracted: Extract,
    saved: SavedPlan,
    found: Outcomes,
    files: dict[str, str | None],
    calls: list[Calls],
) -> RunSummary:
    started = bench.ledger.runs.summary(extracted.reference_id)
    refused = found.counts.rejected
    total: Calls = {}
    for vendor, number in (pair for part in calls for pair in part.items()):
        total[vendor] = total.get(vendor, 0) + number
    return started.model_copy(
        update={
            "status": RunStatus.COMPLETED_WITH_ERRORS if refused else RunStatus.COMPLETED,
            "ended_at": bench.now(),
            "plan_id": saved.plan_id,
            "employees_processed": extracted.people or found.items["source_id"].nunique(),
            "counts": found.counts,
            "exclusions": saved.exclusions,
            "rejection_rules": found.rules(),
            "scheduled": saved.scheduled,
            "orphans": saved.orphans,
            "hidden": extracted.hidden,
            "deleted": extracted.deleted,
            "guards": saved.asks,
            "corrected": saved.corrected,
            "overtaken": len(saved.overtaken),
            "approved_by": bench.ledger.approvals.approver(extracted.reference_id),
            "api_calls": total,
            "errors": refused,
            "failure": None,
            **files,
        }
    )
