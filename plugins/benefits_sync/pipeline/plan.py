"""Second stage: decide everything before anything is touched, and save the decision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict

from benefits_sync.domain.fingerprint import column_fingerprints
from benefits_sync.domain.guards import GuardHistory, Severity, TrippedGuard
from benefits_sync.domain.planning import Plan, PlanRequest, counted
from benefits_sync.domain.request import keys_to_read
from benefits_sync.errors import GuardError
from benefits_sync.mapping import MappedFrame
from benefits_sync.mapping.records import MappedRecords, MappingContext
from benefits_sync.models.frames import none_for_missing
from benefits_sync.models.plans import PLAN_COLUMNS, WRITING_ACTIONS, Action
from benefits_sync.models.runs import Counts
from benefits_sync.pipeline.corrections import Corrected, corrected
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.failures import noted
from benefits_sync.pipeline.target import read_target
from benefits_sync.pipeline.workbench import Workbench

CONFIRMED_BEFORE = "confirmed_before"
"""Reason of a row that was not looked at again: the target confirmed it exactly so."""


class SavedPlan(BaseModel):
    """A plan's numbers, safe to show and to pass between tasks; its rows are in the artifact.

    ``asks`` and ``stops`` are sentences of tripped guards: the first wait for a person, the others end a run.
    ``chunks`` are the first row and the row after the last of each task's share of the writing rows.
    ``corrected`` counts the records for which a person's correction was used; ``overtaken`` are the
    corrections to be given up.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_id: str
    plan_id: str
    counts: Counts
    exclusions: dict[str, int]
    field_changes: dict[str, int]
    scheduled: int
    orphans: int
    asks: tuple[str, ...]
    stops: tuple[str, ...]
    chunks: tuple[tuple[int, int], ...]
    fill_rates: dict[str, float]
    active: int
    measures: dict[str, int]
    calls: dict[str, int]
    corrected: int = 0
    overtaken: tuple[int, ...] = ()

    def with_corrections(self, repaired: Corrected) -> Self:
        """Return the plan with what became of people's corrections."""
        return self.model_copy(update={"corrected": repaired.records, "overtaken": repaired.overtaken})

    @classmethod
    def of(cls, bench: Workbench, reference_id: str) -> Self:
        """Read back what the plan stage of a run left behind."""
        folder = bench.artifacts.folder(bench.integration.runs_as, reference_id)
        return cls.model_validate(bench.artifacts.read_json(folder, "plan"))


def plan(bench: Workbench, reference_id: str) -> SavedPlan:
    """Map, validate, compare with the target and save the plan.

    Raises:
        GuardError: If a guard that nobody can wave through tripped; the plan is saved for a look.
    """
    with noted(bench.ledger, reference_id):
        return _plan(bench, reference_id)


def _plan(bench: Workbench, reference_id: str) -> SavedPlan:
    extracted = Extract.of(bench, reference_id)
    repaired = corrected(bench, reference_id, bench.artifacts.read_frame(extracted.folder, "source"))
    future = bench.artifacts.read_frame(extracted.folder, "future")
    context = MappingContext(extracted.as_of, extracted.options)
    made = bench.integration.mapper(bench.mapping, repaired.source, context)
    records, mapped = made.records, made.mapped
    digests = _digests(bench, records, mapped, future)
    known = _known(bench, extracted, records, mapped)
    overtaken = mapped.payload[bench.mapping.key].isin(extracted.overtaken(bench)) & mapped.exclusions.isna()
    settled = _already_confirmed(bench, extracted, known, made, digests) | overtaken
    bench.progress("records whose last confirmed state is the same", int(settled.sum()))
    request, calls = _request(bench, extracted, _Read(records, mapped, future, digests), known, settled)
    decided = bench.integration.planner(request)
    items = _all_items(decided, records, mapped.payload[bench.mapping.key], digests, settled)
    active = int((mapped.exclusions.isna() & mapped.termination_reason.isna()).sum())
    tripped = _guards(bench, decided, request)
    saved = _saved(bench, extracted, decided, items, tripped, active, calls).with_corrections(repaired)
    _save(bench, extracted.folder, saved, decided, items)
    _save_lists(bench, extracted.folder, request.allowed)
    if saved.stops:
        raise GuardError("; ".join(saved.stops))
    return saved


@dataclass(frozen=True, slots=True)
class _Read:
    records: pd.DataFrame
    mapped: MappedFrame
    future: pd.DataFrame
    digests: pd.Series


def _digests(bench: Workbench, records: pd.DataFrame, mapped: MappedFrame, future: pd.DataFrame) -> pd.Series:
    """Fingerprint all that a decision about a record rests on: an equal one needs no look at the target."""
    ahead = _texts_ahead(future)
    facts: dict[str, list[str | None]] = {
        **{f"source.{name}": column.tolist() for name, column in records.items()},
        **{f"target.{name}": column.tolist() for name, column in mapped.payload.items()},
        "exclusion": mapped.exclusions.tolist(),
        "termination_reason": mapped.termination_reason.tolist(),
        "voluntary": mapped.voluntary.tolist(),
        "future": list(map(ahead.get, records["source_id"].tolist())),
        "mapping": [bench.mapping.version_label] * len(records),
    }
    return pd.Series(
        column_fingerprints(facts, len(records), bench.ledger.key), index=records.index, dtype=object
    )


def _texts_ahead(future: pd.DataFrame) -> dict[str, str]:
    """Return each person's future changes in one text."""
    ahead: defaultdict[str, list[str]] = defaultdict(list)
    for source_id, kind, day in future[["source_id", "kind", "effective_date"]].itertuples(index=False):
        ahead[source_id].append(f"{kind} {day}")
    return {source_id: ", ".join(sorted(changes)) for source_id, changes in ahead.items()}


def _known(bench: Workbench, extracted: Extract, records: pd.DataFrame, mapped: MappedFrame) -> pd.DataFrame:
    """Return the sync state: all of it in a full run, else of these people by key and by source id."""
    name, states = bench.integration.name, bench.ledger.states
    if extracted.everyone:
        return states.lookup(name, None)
    by_key = states.lookup(name, mapped.payload[bench.mapping.key].dropna().unique().tolist())
    by_source = states.by_source(name, records["source_id"].unique().tolist())
    return pd.concat([by_key, by_source]).drop_duplicates("record_key", ignore_index=True)


def _already_confirmed(
    bench: Workbench, extracted: Extract, known: pd.DataFrame, made: MappedRecords, digests: pd.Series
) -> pd.Series:
    """Tell which rows the target has confirmed exactly so; full and named runs trust nothing and compare.

    Of a person with several records all are looked at when one that the target has is not among them, those
    of other parts of the source aside: what they were made from was not wanted.
    """
    if extracted.compare_all:
        return pd.Series(data=False, index=digests.index)
    keys = made.mapped.payload[bench.mapping.key]
    settled = keys.map(known.set_index("record_key")["payload_hash"]).eq(digests)
    settled &= made.mapped.exclusions.isna()
    if bench.integration.one_record_each:
        return settled
    lost = ~known["record_key"].isin(keys)
    if bench.integration.in_part is not None:
        lost &= bench.integration.in_part(known["record_key"], extracted.options)
    return settled & ~made.records["source_id"].isin(known.loc[lost, "source_id"])


def _request(
    bench: Workbench, extracted: Extract, read: _Read, known: pd.DataFrame, settled: pd.Series
) -> tuple[PlanRequest[Any], dict[str, int]]:
    records, mapped = read.records, read.mapped
    rows = records.index[~settled]
    in_scope = mapped.payload.loc[rows, bench.mapping.key][mapped.exclusions.loc[rows].isna()]
    remembered = known[known["source_id"].isin(records.loc[rows, "source_id"])]
    whole = extracted.everyone or bench.integration.whole_target
    keys = None if whole else keys_to_read(in_scope, remembered)
    target, allowed, calls = read_target(bench, keys)
    request = PlanRequest(
        mapping=bench.mapping,
        source=records.loc[rows],
        mapped=_part(mapped, rows),
        target=target,
        known=known,
        future=read.future,
        allowed=allowed,
        as_of=extracted.as_of,
        everyone=extracted.everyone,
        withheld=extracted.withheld,
        key=bench.ledger.key,
        prints=read.digests.loc[rows],
        settled=frozenset(mapped.payload.loc[settled, bench.mapping.key].dropna()),
    )
    return request, calls


def _part(mapped: MappedFrame, rows: pd.Index) -> MappedFrame:
    return replace(
        mapped,
        payload=mapped.payload.loc[rows],
        cleared=mapped.cleared.loc[rows],
        issues=mapped.issues[mapped.issues["row"].isin(rows)],
        exclusions=mapped.exclusions.loc[rows],
        termination_reason=mapped.termination_reason.loc[rows],
        voluntary=mapped.voluntary.loc[rows],
    )


def _all_items(
    decided: Plan, records: pd.DataFrame, keys: pd.Series, digests: pd.Series, settled: pd.Series
) -> pd.DataFrame:
    """Put the rows that needed no planning beside those that did; a record's ``after`` is its digest.

    A plan may have items that no record stands behind: what the target holds and nobody asks for any more.
    """
    after = digests.reindex(decided.items.index)
    planned = decided.items.assign(after=after.where(after.notna(), decided.items["after"]))
    rest = records.index[settled]
    unchanged = pd.DataFrame(index=rest, columns=list(PLAN_COLUMNS), dtype=object).assign(
        record_key=keys.loc[rest],
        source_id=records.loc[rest, "source_id"],
        source_row=records.loc[rest, "source_row"] if "source_row" in records.columns else None,
        action=Action.UNCHANGED.value,
        reason=CONFIRMED_BEFORE,
        after=digests.loc[rest],
    )
    together = pd.concat([part for part in (planned, unchanged) if len(part)] or [planned])
    return none_for_missing(together.sort_index())


def _guards(bench: Workbench, decided: Plan, request: PlanRequest[Any]) -> Sequence[TrippedGuard]:
    name = bench.integration.name
    accepted = bench.ledger.runs.last_accepted(name)
    history = GuardHistory(
        last_roster=accepted.roster_size if accepted else None,
        fill_rates=bench.ledger.fill_rates.last(name),
        known=bench.ledger.states.count(name),
        active=accepted.active if accepted else None,
        measures=accepted.measures if accepted else {},
    )
    return bench.integration.guard(decided, request, bench.mapping.guards, history)


def _saved(
    bench: Workbench,
    extracted: Extract,
    decided: Plan,
    items: pd.DataFrame,
    tripped: Sequence[TrippedGuard],
    active: int,
    calls: dict[str, int],
) -> SavedPlan:
    stops = tuple(guard.sentence for guard in tripped if guard.severity is Severity.STOP)
    writing = int(items["action"].isin(WRITING_ACTIONS).sum())
    size = bench.mapping.settings.chunk_size
    chunks = tuple((start, min(start + size, writing)) for start in range(0, writing, size))
    return SavedPlan(
        reference_id=extracted.reference_id,
        plan_id=decided.plan_id,
        counts=counted(items["action"]),
        exclusions=decided.exclusions,
        field_changes=decided.field_changes,
        scheduled=len(decided.schedule),
        orphans=len(decided.orphans),
        asks=tuple(guard.sentence for guard in tripped if guard.severity is Severity.ASK),
        stops=stops,
        chunks=() if extracted.dry_run or stops else chunks,
        fill_rates=decided.fill_rates,
        active=active,
        measures=decided.measures,
        calls=calls,
    )


def _save_lists(bench: Workbench, folder: str, allowed: Mapping[str, frozenset[str]]) -> None:
    """Keep what the target accepts now, for whoever corrects a refused value."""
    bench.artifacts.write_json(folder, "allowed", {name: sorted(values) for name, values in allowed.items()})


def _save(bench: Workbench, folder: str, saved: SavedPlan, decided: Plan, items: pd.DataFrame) -> None:
    writing = items[items["action"].isin(WRITING_ACTIONS)].sort_values("record_key", ignore_index=True)
    orphans = pd.DataFrame({"record_key": list(decided.orphans)}, dtype=object)
    frames = {
        "items": items.drop(columns="changes"),  # the writes have them
        "writes": writing,
        "rejections": decided.rejections,
        "schedule": decided.schedule,
        "orphans": orphans,
    }
    for name, frame in frames.items():
        bench.artifacts.write_frame(folder, name, frame)
    bench.artifacts.write_json(folder, "plan", saved.model_dump(mode="json"))
    bench.ledger.runs.update(saved.reference_id, plan_id=saved.plan_id, guards=saved.asks + saved.stops)
    if saved.asks and saved.chunks:
        bench.ledger.approvals.request(
            saved.reference_id, saved.plan_id, saved.asks, saved.counts.model_dump(), bench.now()
        )
