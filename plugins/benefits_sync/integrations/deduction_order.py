"""What has to be done before deductions are imported: a prior plan year, a begun one, demographics."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.deduction_table_reader import employee_of
from benefits_sync.domain.deductions.ordering import (
    AcceptedImport,
    earliest_change,
    refuse_before_demographics,
    refuse_deduction_start,
    refuse_plan_year,
    refuse_plan_year_start,
)
from benefits_sync.errors import OutOfOrderError, ParameterError, RunError, TooEarlyError
from benefits_sync.integrations.deduction_options import PlanYearChoice, PlanYearRun
from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.models.reading import ReadResult
from benefits_sync.models.runs import RunStatus, RunSummary
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.integration import Calls
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.workbench import Workbench

_ACCEPTED: Final = frozenset({RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_ERRORS})
_RECENT: Final = 100
_SECOND: Final = timedelta(seconds=1)
"""The change feed counts in whole seconds."""
_CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""By so much BambooHR may date a write of ours later than we do."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Keeps an import of deductions from running before its time.

    ``open_bamboohr`` opens the session in which the change feed is read. ``writers`` are the integrations
    that write deductions into BambooHR, whose change feed tells of their writes too.
    """

    open_bamboohr: Callable[[], AbstractAsyncContextManager[BambooHRClient]]
    writers: tuple[str, ...]

    async def precondition(self, bench: Workbench, request: RunRequest) -> Calls:
        """Refuse a run whose options or whose time are wrong; a dry run may be made at any time.

        Raises:
            ParameterError: If the options cannot be used; the message says which can.
            OutOfOrderError: If another plan year comes first.
            TooEarlyError: If the demographic export comes first.
        """
        run = PlanYearRun.model_validate(request.options)
        accepted = _accepted(bench)
        _refuse_start_dates(bench, run)
        initial = _is_initial(run, accepted)
        if initial and (request.named or request.since(bench.now(), timedelta(0)) is not None):
            raise ParameterError(
                f"the first import of the plan year starting {run.plan_year_starts} reads everyone: turn "
                "Delta off, and leave include employees and lookback days empty"
            )
        if request.dry_run:
            return {}
        refusal = refuse_plan_year(run.plan_year_starts, bench.today(), accepted, initial=initial)
        if refusal is not None:
            raise OutOfOrderError(refusal)
        return await self._demographics_first(bench)

    def check_reading(self, bench: Workbench, request: RunRequest, result: ReadResult) -> None:
        """Refuse the first import of a plan year that does not begin with its earliest change.

        Raises:
            ParameterError: Names the right day.
        """
        run = PlanYearRun.model_validate(request.options)
        if not _is_initial(run, _accepted(bench)):
            return
        stated, starts = run.deduction_start_date, run.plan_year_starts
        earliest = earliest_change(result.frame, starts)
        if stated is not None:
            refusal = refuse_deduction_start(stated, starts, earliest)
        elif earliest is not None:
            refusal = (
                f"this is the first import of the plan year starting {starts}, which needs a deduction start "
                f"date; enter {earliest}, the earliest change of that plan year"
            )
        else:
            refusal = None
        if refusal is not None:
            raise ParameterError(refusal)

    async def _demographics_first(self, bench: Workbench) -> Calls:
        exported_at = next(_exports(bench), None)
        changed, calls = 0, {}
        if exported_at is not None:
            async with self.open_bamboohr() as client:
                changed = len(await self._changed(bench, client, exported_at))
                calls = {"BambooHR": client.calls}
        refusal = refuse_before_demographics(changed, exported_at)
        if refusal is not None:
            raise TooEarlyError(refusal)
        return calls

    async def _changed(self, bench: Workbench, client: BambooHRClient, exported_at: datetime) -> set[str]:
        """Return who changed since, by BambooHR id, those aside in whom only our own lines did.

        The feed tells of the whole second after the export, so that writes are looked for from its beginning.
        """
        changed = set((await client.changed(exported_at + _SECOND)).changed)
        written = self._written(bench, exported_at) if changed else {}
        if changed.isdisjoint(written):
            return changed
        later = (await client.changed(max(written.values()) + _CLOCKS_DIFFER)).changed
        return (changed - written.keys()) | set(later)

    def _written(self, bench: Workbench, since: datetime) -> dict[str, datetime]:
        """Return into whose records deductions were written since, by BambooHR id, and when last.

        A write that a killed run left unsettled may have been made at any time up to now.
        """
        last: dict[str, datetime] = {}
        for name in self.writers:
            for key, settled in bench.ledger.writes.since(name, since).items():
                number, at = employee_of(key), settled or bench.now()
                last[number] = max(at, last.get(number, at))
        known = bench.ledger.states.lookup(DEMOGRAPHIC_EXPORT.name, list(last))
        people = zip(known["record_key"], known["source_id"], strict=True)
        return {source_id: last[number] for number, source_id in people}


def _accepted(bench: Workbench) -> list[AcceptedImport]:
    zone = ZoneInfo(bench.mapping.settings.timezone)
    runs = bench.ledger.runs.accepted_options(bench.integration.name)
    found = [(started_at, PlanYearRun.model_validate(options)) for started_at, options in runs]
    return [
        AcceptedImport(run.plan_year_starts, at.astimezone(zone).date(), run.deduction_start_date is not None)
        for at, run in found
    ]


def _is_initial(run: PlanYearRun, accepted: Sequence[AcceptedImport]) -> bool:
    """Tell whether a run begins its plan year: it says so, or none did before it."""
    begun = any(one.initial and one.plan_year_starts == run.plan_year_starts for one in accepted)
    return run.deduction_start_date is not None or not begun


def _refuse_start_dates(bench: Workbench, run: PlanYearRun) -> None:
    if run.plan_year_start_date is None:
        return
    refusal = refuse_plan_year_start(
        run.plan_year_start_date,
        run.plan_year_starts,
        run.plan_year_ends,
        bench.today(),
        open_enrolment=run.plan_year is PlanYearChoice.NEXT,
    )
    if refusal is not None:
        raise ParameterError(refusal)


def _exports(bench: Workbench) -> Iterator[datetime]:
    """Return when accepted exports of all changed demographics read BambooHR, newest first."""
    for run in bench.ledger.runs.latest(DEMOGRAPHIC_EXPORT.name, _RECENT):
        if run.status in _ACCEPTED and not run.dry_run:
            reading = _reading(bench, run)
            if reading is not None and not reading.named:
                yield reading.read_at


def _reading(bench: Workbench, run: RunSummary) -> Extract | None:
    """Return what an export's first task left, unless it was purged."""
    folder = bench.artifacts.folder(run.integration, run.reference_id)
    try:
        return Extract.model_validate(bench.artifacts.read_json(folder, "extract"))
    except RunError:
        return None
