"""Carrier files, their history, answers and messages, as the ledger keeps them.

Nothing here holds a personal value: people are keyed references, employee numbers and counts.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pydantic import JsonValue

from benefits_sync.models.carriers import (
    AnswerKind,
    Due,
    FileKind,
    FileMeasures,
    FileState,
    GateOutcome,
    Usage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that was written: what it is and how large, but not what it says.

    ``group`` is the group or line it is for, empty when it is for everybody. ``reference`` is BGN02, ``name``
    the name under which it goes out. ``uri`` and ``picture_uri`` say where the sealed bytes are, and what the
    carrier believes after them. ``forced_reason`` is why there is a second file on one business day.
    """

    carrier: str
    group: str = ""
    usage: Usage
    kind: FileKind
    as_of: date
    plan_year: date | None = None
    sender: str
    receiver: str
    interchange: int
    group_number: int
    reference: str
    name: str
    sha256: str
    size: int
    segments: int
    subscribers: int
    dependents: int
    coverages: int
    profile_version: str
    run_id: str
    business_day: date
    forced_reason: str | None = None
    supersedes: int | None = None
    gates: tuple[GateOutcome, ...] = ()
    measures: FileMeasures | None = None
    uri: str
    picture_uri: str | None = None
    picture_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow(NewFile):
    """A file as the ledger has it. What went out has a digest of its own where it was encrypted."""

    id: int
    state: FileState
    created_at: datetime
    delivered_at: datetime | None = None
    sent_name: str | None = None
    sent_sha256: str | None = None
    sent_size: int | None = None
    sent_uri: str | None = None
    receipts: tuple[str, ...] = ()
    due: Due


@dataclass(frozen=True, slots=True)
class FileEvent:
    """One line of a file's history; one without a change of state is an entry of the delivery log."""

    file: int
    at: datetime
    from_state: FileState | None
    to_state: FileState
    who: str
    what: str
    detail: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonIndexRow:
    """Where in a file a person is told of, and of what; segments are counted from ST as 1."""

    person_ref: str
    subscriber_code: str
    event: str
    transaction: str
    first_segment: int
    last_segment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """An answer that was collected.

    ``mark`` is the carrier's own version of the name, such as its time. One collected file may hold several
    answers; ``part`` counts them down to 1, so that a file of which not all was kept is known as such.
    """

    carrier: str
    kind: AnswerKind
    name: str
    sha256: str
    uri: str
    verdict: str
    mark: str = ""
    part: int = 1
    file: int | None = None
    detail: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow(NewAnswer):
    """An answer as the ledger has it; one without a file matched nothing we sent.

    ``set_aside_at`` is when a person said that such an answer is not to be looked at any more.
    """

    id: int
    received_at: datetime
    set_aside_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """What a person did about an answer that has no file."""

    answer: int
    at: datetime
    who: str
    what: str
    detail: dict[str, JsonValue] = field(default_factory=dict)


class MessageOrigin(StrEnum):
    """Who says something of a person or a file."""

    BUILD = "build"  # of people who cannot be told
    CHECK = "check"  # our own check of the file
    ANSWER = "answer"  # the carrier


class MessageState(StrEnum):
    """Life of one message about a person or a file."""

    OPEN = "open"
    RESOLVED = "resolved"  # the carrier took a later file, or this one after all
    DISMISSED = "dismissed"  # by a person, with a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What is said of one person, or of the file. ``text`` never holds a value that the carrier repeated.

    ``severity`` and ``owner`` are those of a profile: error, warning or information; hr, benefits, edi or
    carrier.
    """

    severity: str
    owner: str
    code: str
    text: str
    person_ref: str | None = None
    subscriber_code: str | None = None
    line: str | None = None
    segment: int | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow(NewMessage):
    """A message as the ledger has it."""

    id: int
    origin: MessageOrigin
    answer: int | None
    file: int | None
    carrier: str
    state: MessageState
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason: str | None = None
