"""One write to a target, and what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

UNSETTLED_RULE: Final = "write.unsettled"
"""Rule of the rejection of a record whose write may or may not have taken effect."""


@lru_cache(maxsize=1_000)
def listed_names(members: tuple[str, ...]) -> str:
    """Return names of members in alphabetical order, in one text; most new hires have the same ones."""
    return " ".join(sorted(members))


class WriteKind(StrEnum):
    """The four ways to write a subscriber; each is one vendor operation."""

    CREATE = "create"
    UPDATE = "update"
    TERMINATE = "terminate"
    REHIRE = "rehire"


class WriteStatus(StrEnum):
    """Life of one write. ``SENT`` is recorded before anything leaves the machine."""

    SENT = "sent"
    ACCEPTED = "accepted"  # a bulk answer said so; a read has to show it
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNKNOWN = "unknown"  # the answer was lost and a read could not settle it


@dataclass(frozen=True, slots=True)
class WriteOp:
    """One write: the record's key and the body members as JSON values. Holds personal data: never log it."""

    record_key: str
    kind: WriteKind
    members: dict[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What became of one write; safe to log and to keep."""

    record_key: str
    kind: WriteKind
    status: WriteStatus
    remote_id: str | None = None
    field: str | None = None
    rule: str | None = None
    message: str | None = None
    request_id: str | None = None
    attempts: int = 1
