"""What the tasks of an integration set hand on: what it is going to run, and what became of it."""

from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, JsonValue

from benefits_sync.models.runs import RunStatus


class StepStatus(StrEnum):
    """The statuses of runs, and one more for a step that has none yet."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = RunStatus.IN_PROGRESS.value
    COMPLETED = RunStatus.COMPLETED.value
    COMPLETED_WITH_ERRORS = RunStatus.COMPLETED_WITH_ERRORS.value
    FAILED = RunStatus.FAILED.value


FAILURES: Final = (StepStatus.COMPLETED_WITH_ERRORS, StepStatus.FAILED)


class PlannedStep(BaseModel):
    """One run to start: its id is known before it exists, so that it is started once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    integration: str
    dag_id: str
    run_id: str
    form: dict[str, JsonValue]


class PlannedSet(BaseModel):
    """A set as one run of it goes about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    abort_on_failure: bool
    steps: tuple[PlannedStep, ...]


class StepResult(BaseModel):
    """What became of one step; ``reference_id`` is that of its run in the ledger, once there is one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    integration: str
    run_id: str
    reference_id: str | None
    status: StepStatus

    @property
    def failed(self) -> bool:
        """Whether the step counts as failed: *Completed with Errors* does."""
        return self.status in FAILURES
