"""What can be done about a carrier file where it stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from benefits_sync.domain.carriers.states import BAD_NEWS, OVERDUE, TRANSITIONS
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import AnswerKind, FileState
from benefits_sync.ui import airflow_runs
from benefits_sync.ui.airflow_runs import KnownRun
from benefits_sync.ui.carriers.guards import DAG_ID

RESEND: Final = "resend"
REBUILD: Final = "rebuild"

LONGEST_RUN: Final = timedelta(days=1)
"""A run that fails began at most so long before."""

_CLOSED_BY_A_PERSON: Final = BAD_NEWS | frozenset(OVERDUE.values())


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts that a file's state allows."""

    resend: bool = False
    rebuild: bool = False
    quarantine: bool = False
    close: bool = False

    @classmethod
    def of(cls, file: FileRow, heard: Collection[AnswerKind], *, at_work: bool = False) -> Self:
        """Return what a person who may act can do.

        Args:
            file: The file.
            heard: What was answered to it; a file that was answered to is never sent again.
            at_work: Whether a run is at work on it, which none shall get in the way of.
        """
        follow = TRANSITIONS[file.state]
        is_sending = file.state is FileState.SENDING
        went_out = file.delivered_at is not None and not heard
        return cls(
            resend=not at_work and went_out and (is_sending or FileState.SENDING in follow),
            rebuild=not at_work and FileState.SUPERSEDED in follow,
            quarantine=FileState.QUARANTINED in follow,
            close=file.state in _CLOSED_BY_A_PERSON and FileState.CLOSED in follow,
        )

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return self.resend or self.rebuild or self.quarantine or self.close


def run_id_of(act: str, file: int, token: str) -> str:
    """Return the id of the run that carries an act out: the same for each press of one form's button."""
    return f"{act}__{file}__{token}"


def is_started(run_id: str) -> bool:
    """Tell whether a form was sent before, so that a second press of its button changes nothing."""
    return bool(airflow_runs.states([(DAG_ID, run_id)]))


def at_work(file: int) -> list[KnownRun]:
    """Return the runs that send a file again or build it anew, and have not ended."""
    return _of_file(file, airflow_runs.active([DAG_ID]))


def failed_since(file: int, then: datetime) -> list[KnownRun]:
    """Return such runs whose failure came after a moment, the newest first."""
    failed = _of_file(file, airflow_runs.failed([DAG_ID], then - LONGEST_RUN))
    return [run for run in failed if run.ended_at is not None and run.ended_at > then]


def _of_file(file: int, runs: Iterable[KnownRun]) -> list[KnownRun]:
    mine = tuple(f"{act}__{file}__" for act in (RESEND, REBUILD))
    return [run for run in runs if run.run_id.startswith(mine)]
