"""First stage: read the source into an artifact and open the run in the ledger."""

from datetime import date, datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from benefits_sync.errors import ParameterError
from benefits_sync.models.reading import ReadRequest, ReadResult
from benefits_sync.models.runs import Moment, RunSummary
from benefits_sync.models.writes import UNSETTLED_RULE
from benefits_sync.pipeline.awaiting import result_of
from benefits_sync.pipeline.failures import noted
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.workbench import Workbench

UNKNOWN_SHOWN = 20


class Extract(BaseModel):
    """What later stages need to know about the reading; the records themselves are in the artifact.

    ``everyone`` says that the whole roster was read; ``compare_all`` that every record is to be compared with
    the target even when the ledger says that it was confirmed (full runs and named people).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_id: str
    folder: str
    as_of: date
    everyone: bool
    since: Moment | None
    read_at: Moment
    watermark: Moment
    records: int
    withheld: tuple[str, ...]
    deleted: int
    hidden: int
    roster_size: int | None
    compare_all: bool
    named: bool
    dry_run: bool
    calls: dict[str, int]
    people: int | None = Field(default=None, description="everyone read about, those without records too")
    options: dict[str, JsonValue] = Field(default_factory=dict)

    @classmethod
    def of(cls, bench: Workbench, reference_id: str) -> Self:
        """Read back what the extract stage of a run left behind."""
        folder = bench.artifacts.folder(bench.integration.runs_as, reference_id)
        return cls.model_validate(bench.artifacts.read_json(folder, "extract"))

    def overtaken(self, bench: Workbench) -> frozenset[str]:
        """Return the keys of records that another run has read and confirmed since: theirs is the newer word.

        So a task of an older run that is cleared takes nothing back.
        """
        return bench.ledger.states.confirmed_since(
            bench.integration.name, self.read_at, but_by=self.reference_id
        )


def resolved(bench: Workbench, request: RunRequest) -> RunRequest:
    """Return the request with what its options come to by the mapping today."""
    options = bench.integration.resolve(bench.mapping, request.options, bench.today())
    return request.model_copy(update={"options": options})


def extract(bench: Workbench, request: RunRequest) -> Extract:
    """Read what a resolved request asks for and leave it as an artifact.

    A second try of the same run reads the same window again, so that its summary stays the same.

    Raises:
        ParameterError: If an employee asked for by number is not in the source; all of them are listed.
    """
    run = _begin(bench, request)
    reference_id, since = run.reference_id, run.since
    request = request.model_copy(update={"options": run.options})
    with noted(bench.ledger, reference_id):
        if request.resubmission is not None:
            carrier = (request.dag_id, request.airflow_run_id)
            bench.ledger.resubmissions.carried_out_by(request.resubmission, *carrier)
        wanted, read_at = _wanted(bench, request, since), bench.now()
        result, calls = result_of(_read(bench, request, wanted))
        _refuse_unknown(bench, request.include_employees, result)
        if bench.integration.check_reading is not None:
            bench.integration.check_reading(bench, request, result)
        folder = bench.artifacts.folder(bench.integration.runs_as, reference_id)
        bench.artifacts.write_frame(folder, "source", result.frame)
        bench.artifacts.write_frame(folder, "future", result.future)
        extracted = Extract(
            reference_id=reference_id,
            folder=folder,
            as_of=wanted.as_of,
            everyone=wanted.everyone,
            since=since,
            read_at=read_at,
            watermark=result.watermark,
            records=len(result.frame),
            withheld=result.withheld,
            deleted=len(result.deleted),
            hidden=len(result.hidden),
            roster_size=result.roster_size,
            compare_all=wanted.everyone or wanted.named,
            named=wanted.named,
            dry_run=request.dry_run,
            calls=calls,
            people=None if result.people is None else len(result.people),
            options=request.options,
        )
        bench.artifacts.write_json(folder, "extract", extracted.model_dump(mode="json"))
        return extracted


def _begin(bench: Workbench, request: RunRequest) -> RunSummary:
    now = bench.now()
    overlap = timedelta(minutes=bench.mapping.settings.overlap_minutes)
    return bench.ledger.runs.begin(
        dag_id=request.dag_id,
        airflow_run_id=request.airflow_run_id,
        integration=bench.integration.runs_as,
        type=bench.integration.type,
        run_name=request.run_name,
        user=request.user,
        delta=request.delta,
        dry_run=request.dry_run,
        mapping_version=bench.mapping.version_label,
        started_at=now,
        since=request.since(now, overlap),
        options=request.options,
        resubmission=request.resubmission,
    )


def _wanted(bench: Workbench, request: RunRequest, since: datetime | None) -> ReadRequest:
    """Ask for who changed, whose day has come and whose last write is unsettled; named people alone."""
    name, waits = bench.integration.name, since is not None and not request.named
    chosen = request.resubmission
    due = bench.ledger.schedule.due(name, bench.today()) if waits else []
    unsettled = bench.ledger.rejections.open_sources(name, UNSETTLED_RULE) if waits else []
    return ReadRequest(
        fields=bench.mapping.source_fields,
        as_of=bench.today(),
        since=since,
        record_keys=request.include_employees,
        source_ids=() if chosen is None else bench.ledger.resubmissions.source_ids(chosen),
        due_source_ids=tuple(dict.fromkeys([*due, *unsettled])),
        options=request.options,
    )


async def _read(
    bench: Workbench, request: RunRequest, wanted: ReadRequest
) -> tuple[ReadResult, dict[str, int]]:
    before = bench.integration.precondition
    calls = {} if before is None else dict(await before(bench, request))
    async with bench.integration.open_reader() as reader:
        result = await reader.read(wanted, bench.progress)
        return result, calls | {reader.vendor: calls.get(reader.vendor, 0) + reader.calls}


def _refuse_unknown(bench: Workbench, asked: tuple[str, ...], result: ReadResult) -> None:
    if not asked:
        return
    found = result.frame[bench.mapping.source_key].dropna() if result.people is None else result.people
    unknown = sorted(set(asked) - set(found))
    if unknown:
        listed = ", ".join(unknown[:UNKNOWN_SHOWN]) + (" and more" if len(unknown) > UNKNOWN_SHOWN else "")
        raise ParameterError(f"include employees: {len(unknown)} not found in the source: {listed}")
