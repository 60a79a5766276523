"""What a run is called, how it ended, and its counts."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_utc)]


class RunStatus(StrEnum):
    """Statuses as users of such integrations know them."""

    SCHEDULED = "Scheduled"
    IN_PROGRESS = "In-Progress"
    COMPLETED = "Completed"
    COMPLETED_WITH_ERRORS = "Completed with Errors"
    FAILED = "Failed"


class IntegrationType(StrEnum):
    """Direction as seen from the HR system."""

    EXPORT = "export"
    IMPORT = "import"


_OF_LINES = {"created": "started", "updated": "changed", "terminated": "stopped"}
"""What people call outcomes of deduction lines; a line is never rehired."""


class Counts(BaseModel):
    """How many of the records read ended where; every record read is in exactly one of the outcomes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read: int = Field(default=0, ge=0)
    created: int = Field(default=0, ge=0)
    updated: int = Field(default=0, ge=0)
    terminated: int = Field(default=0, ge=0)
    rehired: int = Field(default=0, ge=0)
    unchanged: int = Field(default=0, ge=0)
    excluded: int = Field(default=0, ge=0)
    rejected: int = Field(default=0, ge=0)

    @property
    def accounted(self) -> int:
        """Sum of all outcomes; equals ``read`` in a run that balances."""
        return self.written + self.unchanged + self.excluded + self.rejected

    @property
    def written(self) -> int:
        """Records whose state in the target was changed."""
        return self.created + self.updated + self.terminated + self.rehired

    @property
    def balanced(self) -> bool:
        """Whether every record read is accounted for."""
        return self.read == self.accounted

    def __add__(self, other: Self) -> Self:
        """Add two counts outcome by outcome."""
        mine, theirs = self.model_dump(), other.model_dump()
        return type(self)(**{name: mine[name] + theirs[name] for name in mine})


class RunSummary(BaseModel):
    """One run, as kept in the ledger, beside the artifacts, and shown in the UI. Holds no personal value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_id: str
    run_name: str
    integration: str
    type: IntegrationType
    user: str
    status: RunStatus
    started_at: Moment
    ended_at: Moment | None = None
    delta: bool
    dry_run: bool = False
    options: dict[str, JsonValue] = Field(default_factory=dict, description="the integration's own values")
    resubmission: int | None = Field(default=None, description="the resubmission that asked for this run")
    since: Moment | None = None
    mapping_version: str
    plan_id: str | None = None
    employees_processed: int = 0
    counts: Counts = Counts()
    exclusions: dict[str, int] = Field(default_factory=dict, description="reason -> records")
    rejection_rules: dict[str, int] = Field(default_factory=dict, description="field: rule -> records")
    differences: dict[str, int] = Field(default_factory=dict, description="kind: code -> lines still so")
    scheduled: int = Field(default=0, description="future-dated changes kept for their day")
    orphans: int = Field(default=0, description="target people whom nobody sent (full runs only)")
    hidden: int = Field(default=0, description="people who changed but whom the source does not show us")
    deleted: int = Field(default=0, description="people deleted in the source; nothing is done about them")
    guards: tuple[str, ...] = Field(default=(), description="guards that tripped, in words")
    corrected: int = Field(default=0, description="records for which a person's correction was used")
    overtaken: int = Field(default=0, description="corrections given up because the source changed since")
    approved_by: str | None = None
    api_calls: dict[str, int] = Field(default_factory=dict, description="vendor -> requests sent")
    errors: int = 0
    failure: str | None = Field(default=None, description="why a failed run failed, without personal values")
    source_file: str | None = None
    output_file: str | None = None
    error_file: str | None = None

    @property
    def outcomes(self) -> dict[str, int]:
        """The counts by what people call them: of employees in an export, of deduction lines in an import."""
        counts = self.counts.model_dump()
        if self.type is IntegrationType.EXPORT:
            return counts
        return {_OF_LINES.get(name, name): number for name, number in counts.items() if name != "rehired"}
