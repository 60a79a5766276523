"""What happens to a carrier file: each step is one transaction with its line of history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pydantic import JsonValue
from sqlalchemy import Connection, Engine, select, update

from benefits_sync.domain.carriers.states import LEFT, SET_ASIDE, after_answer, moved
from benefits_sync.errors import FileStateError
from benefits_sync.models.carrier_alarms import Alarm
from benefits_sync.models.carrier_files import FileEvent, FileRow, MessageOrigin
from benefits_sync.models.carriers import Due, FileState
from benefits_sync.store.carriers.alarms import raise_alarm
from benefits_sync.store.carriers.rows import add_event, file_by_id
from benefits_sync.store.carriers.settling import dismiss
from benefits_sync.store.carriers.tables import carrier_answers as answers
from benefits_sync.store.carriers.tables import carrier_files as files
from benefits_sync.store.carriers.tables import carrier_messages as messages
from benefits_sync.store.engine import writing

_S = FileState

NEVER_LEFT: Final = frozenset({_S.BUILT, _S.VALIDATED, _S.HELD, _S.APPROVED})
"""States in which a file can still be given up as if it had never been."""

_GIVEN_UP: Final = SET_ASIDE | {_S.REFUSED, _S.SKIPPED}


@dataclass(frozen=True, slots=True)
class Step:
    """Who did what and when, for the history of a file. ``detail`` holds counts, names and reasons only."""

    who: str
    what: str
    at: datetime
    detail: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The bytes that go out: the file itself, or what encryption made of it. Every try sends the same."""

    name: str
    sha256: str
    size: int
    uri: str


class Moves:
    """Moves files from state to state; a step that was made already changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def move(self, number: int, to: FileState, how: Step, alarm: Alarm | None = None) -> FileRow:
        """Take a file to a state, and raise the alarm about it if it was not there before.

        Raises:
            FileStateError: If it cannot get there from where it stands.
            ParameterError: If there is no such file.
        """
        with writing(self._engine) as connection:
            file = file_by_id(connection, number, to_change=True)
            if alarm is not None and file.state is not to:
                raise_alarm(connection, alarm, how.at)
            return step(connection, file, moved(file.state, to), how)

    def log(self, number: int, how: Step, alarm: Alarm | None = None) -> None:
        """Add a line to the delivery log that changes no state, such as a try that failed."""
        with writing(self._engine) as connection:
            file = file_by_id(connection, number, to_change=True)
            step(connection, file, file.state, how, always=True)
            if alarm is not None:
                raise_alarm(connection, alarm, how.at)

    def sending(self, number: int, what: Outgoing, how: Step) -> FileRow:
        """Note what is about to go out, before any byte leaves; return the file.

        A file that arrived already comes back in its state, and is not to be sent.

        Raises:
            FileStateError: If it may not be sent, or other bytes were noted before.
        """
        with writing(self._engine) as connection:
            file = file_by_id(connection, number, to_change=True)
            _require_same_bytes(file, what.sha256)
            if file.state in LEFT - {_S.SENDING}:
                return file
            noted = {
                "sent_name": what.name,
                "sent_sha256": what.sha256,
                "sent_size": what.size,
                "sent_uri": what.uri,
            }
            return step(connection, file, moved(file.state, _S.SENDING), how, noted)

    def delivered(self, number: int, sha256: str, receipt: str, due: Due, how: Step) -> FileRow:
        """Note that the bytes arrived, with the receipt of it; told again, nothing changes.

        Raises:
            FileStateError: If the file was not being sent, or these are other bytes.
        """
        with writing(self._engine) as connection:
            file = file_by_id(connection, number, to_change=True)
            _require_same_bytes(file, sha256)
            if receipt in file.receipts and file.state is not _S.SENDING:
                return file
            noted: dict[str, Any] = {"receipts": [*file.receipts, receipt]}
            if file.state is _S.SENDING or file.due == Due():
                noted |= {"delivered_at": how.at, **_deadlines(due)}
            return step(connection, file, _arrived(file), how, noted, always=True)

    def close(self, number: int, how: Step) -> FileRow:
        """Close a file on the carrier's word, which puts aside all that its answers say of people.

        Args:
            number: The file.
            how: Who does so and when; its detail has the ``reason``.

        Raises:
            FileStateError: If it cannot be closed where it stands.
        """
        answered = (messages.c.file == number) & (messages.c.origin == MessageOrigin.ANSWER.value)
        with writing(self._engine) as connection:
            file = file_by_id(connection, number, to_change=True)
            closed = step(connection, file, moved(file.state, _S.CLOSED), how)
            dismiss(connection, answered, how.who, str(how.detail["reason"]), how.at)
            return closed

    def resend(self, number: int, how: Step) -> FileRow:
        """Let a file be sent once more, byte for byte, as the carrier says that it never came.

        Raises:
            FileStateError: If the carrier answered to it, or it was never sent: such a file is built anew.
        """
        with writing(self._engine) as connection:
            file = file_by_id(connection, number, to_change=True)
            found = connection.execute(select(answers.c.id).where(answers.c.file == number).limit(1)).first()
            if found is not None or file.delivered_at is None:
                why = "the carrier has answered to it" if found is not None else "it was never sent"
                raise FileStateError(
                    f"carrier file {number} cannot be sent again: {why}; build it anew instead"
                )
            return step(connection, file, moved(file.state, _S.SENDING), how)


def note_answer(connection: Connection, number: int, told: FileState, how: Step) -> FileRow:
    """Let an answer change its file, in the transaction that keeps the answer.

    Raises:
        FileStateError: If the file never left, or the answer contradicts what was answered before.
    """
    file = file_by_id(connection, number, to_change=True)
    arrived = {"delivered_at": how.at} if file.delivered_at is None else {}
    return step(connection, file, after_answer(file.state, told), how, arrived, always=True)


def step(
    connection: Connection,
    file: FileRow,
    to: FileState,
    how: Step,
    changes: Mapping[str, Any] | None = None,
    *,
    always: bool = False,
) -> FileRow:
    """Take one step of a file that is locked: its columns and its line of history.

    A step to where the file stands leaves a line only if it changes something or is ``always`` worth one.
    """
    values = {**(changes or {}), "state": to}
    if file.state in NEVER_LEFT and to in _GIVEN_UP:
        values["slot"] = None
    if to is not file.state or changes or always:
        connection.execute(update(files).where(files.c.id == file.id).values(values))
        detail = dict(how.detail)
        add_event(connection, FileEvent(file.id, how.at, file.state, to, how.who, how.what, detail))
    return file_by_id(connection, file.id)


def _require_same_bytes(file: FileRow, sha256: str) -> None:
    if file.sent_sha256 is not None and file.sent_sha256 != sha256:
        raise FileStateError(
            f"carrier file {file.id} is sent with the bytes noted before its first try: take them from the "
            "vault; a file that is built anew takes new numbers"
        )


def _arrived(file: FileRow) -> FileState:
    """Return the state of a file that arrived: an answer that came before the note of it stays."""
    if file.state in LEFT - {_S.SENDING}:
        return file.state
    return moved(file.state, _S.DELIVERED if file.delivered_at is None else _S.RESENT)


def _deadlines(due: Due) -> dict[str, datetime | None]:
    return {f"{kind}_due": until for kind, until in due._asdict().items()}
