"""What people are told at once about carrier files: which file, what happened and what to do, in numbers."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from benefits_sync.models.carrier_files import FileRow


class AlarmKind(StrEnum):
    """Why somebody has to look."""

    REFUSED = "refused"
    REJECTED = "rejected"
    DISCREPANCIES = "discrepancies"
    OVERDUE = "overdue"
    UNMATCHED = "unmatched"
    UNREADABLE = "unreadable"
    NOT_SENT = "not_sent"


class Alarm(BaseModel):
    """One thing to tell; the sentence names nobody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: AlarmKind
    carrier: str
    file: int | None = None
    sentence: str


def about(kind: AlarmKind, file: FileRow, what: str) -> Alarm:
    """Return an alarm about a file."""
    return Alarm(
        kind=kind,
        carrier=file.carrier,
        file=file.id,
        sentence=f"{file.carrier}, file {file.id} ({file.name}): {what}",
    )
