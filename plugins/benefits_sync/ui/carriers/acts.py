"""What can be done about a carrier file where it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self

from benefits_sync.domain.carriers.states import BAD_NEWS, OVERDUE, TRANSITIONS
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import AnswerKind, FileState
from benefits_sync.ui import airflow_runs
from benefits_sync.ui.airflow_runs import KnownRun
from benefits_sync.ui.carriers.guards import DAG_ID

RESEND: Final = "resend"
REBUILD: Final = "rebuild"

_CLOSED_BY_A_PERSON: Final = BAD_NEWS | frozenset(OVERDUE.values())


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts that a file's state allows."""

    resend: bool = False
    rebuild: bool = False
    quarantine: bool = False
    close: bool = False

    @classmethod
    def of(cls, file: FileRow, heard: Collection[AnswerKind]) -> Self:
        """Return what a person who may act can do; a file that was answered to is never sent again."""
        follow = TRANSITIONS[file.state]
        is_sending = file.state is FileState.SENDING
        went_out = file.delivered_at is not None and not heard
        return cls(
            resend=went_out and (is_sending or FileState.SENDING in follow),
            rebuild=FileState.SUPERSEDED in follow,
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
    mine = tuple(f"{act}__{file}__" for act in (RESEND, REBUILD))
    return [run for run in airflow_runs.active([DAG_ID]) if run.run_id.startswith(mine)]
