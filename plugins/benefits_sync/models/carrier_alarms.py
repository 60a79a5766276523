"""What people are told at once about carrier files: which file, what happened and what to do, in numbers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlarmKind(StrEnum):
    """Why somebody has to look."""

    REFUSED = "refused"
    REJECTED = "rejected"
    DISCREPANCIES = "discrepancies"
    OVERDUE = "overdue"
    UNMATCHED = "unmatched"
    UNREADABLE = "unreadable"
    NOT_SENT = "not_sent"
    TRY_FAILED = "try_failed"
    NUMBERS_BEGAN_AGAIN = "numbers_began_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing to tell; the sentence names nobody."""

    kind: AlarmKind
    carrier: str
    file: int | None = None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow(Alarm):
    """An alarm as the ledger has it."""

    id: int
    raised_at: datetime
    told_at: datetime | None = None
