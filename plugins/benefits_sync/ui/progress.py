"""How far a run has come: its stage by Airflow's tasks, its counts by the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benefits_sync.models.runs import Counts
from benefits_sync.ui.airflow_runs import TaskState

_ENDED: Final = frozenset({"success", "failed", "skipped", "upstream_failed", "removed"})
_TOLD: Final = {
    "awaiting_input": "waits for an answer",
    "up_for_retry": "will be tried again",
    "up_for_reschedule": "waits",
    "deferred": "waits",
    "queued": "waits for a slot",
    "scheduled": "waits for a slot",
}
_TELLING_FIRST: Final = ("running", *_TOLD)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a tile shows of a run at work."""

    stage: str
    steps_done: int
    steps: int
    counts: str


def progress_of(tasks: Sequence[TaskState], counts: Counts | None) -> Progress:
    """Return the progress told by a run's tasks and by what its target has taken so far."""
    done = sum(task.state in _ENDED for task in tasks)
    return Progress(_stage(tasks), done, max(len(tasks), 1), _counts(counts))


def _stage(tasks: Sequence[TaskState]) -> str:
    for state in _TELLING_FIRST:
        at_it = next((task for task in tasks if task.state == state), None)
        if at_it is not None:
            told = _TOLD.get(state)
            return _label(at_it, tasks) + (f": {told}" if told else "")
    return "Between two tasks" if any(task.state in _ENDED for task in tasks) else "Waits for the scheduler"


def _label(task: TaskState, tasks: Sequence[TaskState]) -> str:
    name = task.task_id.replace("_", " ").capitalize()
    parts = sum(other.task_id == task.task_id for other in tasks)
    return f"{name}, part {task.map_index + 1} of {parts}" if parts > 1 else name


def _counts(counts: Counts | None) -> str:
    if counts is None or not (counts.written or counts.rejected):
        return ""
    refused = f", {counts.rejected:,} refused" if counts.rejected else ""
    return f"{counts.written:,} written{refused}"
