"""Runs as people see them: the ledger's, and those that Airflow alone knows, each with one status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from benefits_sync.models.runs import RunStatus, RunSummary
from benefits_sync.store.listing import AirflowRun, ListedRun, RunFilter
from benefits_sync.ui.airflow_runs import KnownRun
from benefits_sync.ui.progress import Progress


class Shown(StrEnum):
    """Statuses as users of such integrations know them, in the order of a run's life."""

    SCHEDULED = RunStatus.SCHEDULED.value
    IN_PROGRESS = RunStatus.IN_PROGRESS.value
    COMPLETED = RunStatus.COMPLETED.value
    COMPLETED_WITH_ERRORS = RunStatus.COMPLETED_WITH_ERRORS.value
    FAILED = RunStatus.FAILED.value
    DELETED = "Scheduled but deleted"


BY_STATE: Final = {"queued": Shown.SCHEDULED, "running": Shown.IN_PROGRESS, "failed": Shown.FAILED}
"""How a run that is not, or not yet, in the ledger is shown."""

NEVER_BEGAN: Final = "It failed before it could read its source; the first task's log says why."


@dataclass(frozen=True, slots=True)
class Tile:
    """One run on the page."""

    dag_id: str
    run_id: str
    integration: str
    title: str
    name: str
    status: Shown
    user: str
    at: datetime
    took: timedelta | None = None
    summary: RunSummary | None = None
    note: str = ""
    gone: bool = False
    progress: Progress | None = None

    @property
    def key(self) -> str:
        """What the page asks for progress by."""
        return f"{self.dag_id}/{self.run_id}"

    @property
    def state(self) -> str:
        """Changes when the tile has to be drawn anew."""
        return f"{self.status} {self.summary.reference_id if self.summary else ''}".strip()

    @property
    def lives(self) -> bool:
        """Whether there is progress to follow."""
        return bool(self.run_id) and self.status in {Shown.SCHEDULED, Shown.IN_PROGRESS}

    @classmethod
    def of_ledger(cls, run: ListedRun, status: Shown, title: str, now: datetime, *, gone: bool) -> Self:
        """Return the tile of a run that the ledger knows."""
        summary = run.summary
        ended = summary.ended_at or (now if status is Shown.IN_PROGRESS else None)
        return cls(
            run.dag_id,
            run.airflow_run_id,
            summary.integration,
            title,
            summary.run_name,
            status,
            summary.user,
            summary.started_at,
            ended - summary.started_at if ended else None,
            summary,
            _note(summary, status, gone=gone),
            gone,
        )

    @classmethod
    def of_airflow(cls, run: KnownRun, status: Shown, title: str) -> Self:
        """Return the tile of a run that only Airflow knows."""
        return cls(
            run.dag_id,
            run.run_id,
            run.dag_id,
            title,
            run.name or title,
            status,
            run.user,
            run.at,
            run.ended_at - run.at if run.ended_at else None,
            note=_airflow_note(run, status),
            gone=status is Shown.DELETED,
        )

    def fits(self, wanted: RunFilter) -> bool:
        """Tell whether a run that is not in the ledger is one of those wanted, whatever its status."""
        return (
            wanted.integration in {None, self.integration}
            and wanted.user in {None, self.user}
            and (wanted.text is None or wanted.text.lower() in self.name.lower())
            and (wanted.begun_from is None or self.at >= wanted.begun_from)
            and (wanted.begun_before is None or self.at < wanted.begun_before)
        )


def overruled(
    running: Mapping[AirflowRun, KnownRun],
    begun: Mapping[AirflowRun, ListedRun],
    unfinished: list[ListedRun],
    present: Mapping[AirflowRun, str],
) -> dict[str, str]:
    """Return, by reference id, how runs are shown whose ledger row is behind Airflow.

    A run that is cleared is at work again before its row says so; one that was killed or deleted can no
    longer tell the ledger that it ended.
    """
    shown = {
        run.summary.reference_id: BY_STATE[running[key].state] for key, run in begun.items() if key in running
    }
    for run in unfinished:
        key = (run.dag_id, run.airflow_run_id)
        if key not in present:
            shown[run.summary.reference_id] = Shown.DELETED
        elif present[key] == "failed":
            shown[run.summary.reference_id] = Shown.FAILED
    return {reference_id: status.value for reference_id, status in shown.items()}


def _note(summary: RunSummary, status: Shown, *, gone: bool) -> str:
    if gone:
        return "Its run was deleted in Airflow; what it did is kept here."
    if status is Shown.FAILED and summary.failure is None and summary.ended_at is None:
        return "It was ended in Airflow before it could close."
    return summary.failure or ""


def _airflow_note(run: KnownRun, status: Shown) -> str:
    if status is Shown.DELETED:
        return f"Deleted in Airflow before it ran: {run.run_id}"
    return NEVER_BEGAN if status is Shown.FAILED else ""
