"""What carriers say of people: open until the carrier takes a later file, or a person puts it aside."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    and_,
    delete,
    func,
    insert,
    select,
)

from benefits_sync.models.carrier_files import FileRow, MessageOrigin, MessageRow, MessageState, NewMessage
from benefits_sync.store.carriers.settling import dismiss, resolve, resolve_by_file
from benefits_sync.store.carriers.tables import carrier_files as files
from benefits_sync.store.carriers.tables import carrier_messages as messages
from benefits_sync.store.engine import ROWS_PER_TRIP, reading, writing
from benefits_sync.store.upserts import in_portions


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages are wanted; a member left alone asks for all."""

    file: int | None = None
    answer: int | None = None
    state: MessageState | None = None
    severity: str | None = None
    owner: str | None = None
    origin: MessageOrigin | None = None
    person: str | None = None
    """An employee number or a person's reference."""


class Messages:
    """Keeps, finds and settles messages; those of answers come with the answers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, file: FileRow, origin: MessageOrigin, found: Iterable[NewMessage], at: datetime) -> None:
        """Keep what a build or a check says of a file; see `keep_messages`."""
        with writing(self._engine) as connection:
            keep_messages(connection, file, origin, found, at)

    def counts(self, file: int, origin: MessageOrigin) -> dict[str, int]:
        """Return how many messages of an origin a file has, by severity."""
        query = select(messages.c.severity, func.count()).where(
            messages.c.file == file, messages.c.origin == origin.value
        )
        with reading(self._engine) as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query.group_by(messages.c.severity))}

    def page(self, wanted: MessageFilter, offset: int = 0, limit: int | None = None) -> list[MessageRow]:
        """Return a part of the messages wanted, newest answer first and in its order."""
        newest_first = (messages.c.answer.desc().nulls_last(), messages.c.id)
        query = select(messages).where(_conditions(wanted)).order_by(*newest_first)
        with reading(self._engine) as connection:
            rows = connection.execute(query.offset(offset).limit(limit))
            return [_message_of(row) for row in rows.mappings()]

    def tally(self, wanted: MessageFilter) -> dict[tuple[str, str, MessageState], int]:
        """Return how many of the messages wanted are of each severity, owner and state."""
        of = (messages.c.severity, messages.c.owner, messages.c.state)
        query = select(*of, func.count()).where(_conditions(wanted)).group_by(*of).order_by(*of)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return {(severity, owner, MessageState(state)): number for severity, owner, state, number in rows}

    def dismiss(self, numbers: Sequence[int], who: str, reason: str, at: datetime) -> int:
        """Put messages aside with a reason; return how many of them were open."""
        with writing(self._engine) as connection:
            return sum(
                dismiss(connection, messages.c.id.in_(portion), who, reason, at)
                for portion in in_portions(sorted(set(numbers)))
            )

    def resolve(self, file: int, at: datetime) -> int:
        """Close what a file that the carrier took has put right; see `resolve_by_file`.

        An answer does so itself; call this where the carrier's silence says that it took the file.
        """
        with writing(self._engine) as connection:
            return resolve_by_file(connection, file, at)


def keep_messages(
    connection: Connection, file: FileRow, origin: MessageOrigin, found: Iterable[NewMessage], at: datetime
) -> None:
    """Keep what a build or a check says of a file, in place of what it said before.

    Each file tells anew who cannot be told, so that only the newest file's messages stay open.
    """
    same = {
        "origin": origin.value,
        "file": file.id,
        "carrier": file.carrier,
        "state": MessageState.OPEN.value,
        "opened_at": at,
    }
    rows = [{**asdict(message), **same} for message in found]
    of_origin = messages.c.origin == origin.value
    earlier = select(files.c.id).where(
        files.c.carrier == file.carrier,
        files.c.usage == file.usage.value,
        files.c.group == file.group,
        files.c.id < file.id,
    )
    connection.execute(delete(messages).where(of_origin, messages.c.file == file.id))
    resolve(connection, of_origin & messages.c.file.in_(earlier), f"carrier file {file.id}", at)
    for start in range(0, len(rows), ROWS_PER_TRIP):
        connection.execute(insert(messages), rows[start : start + ROWS_PER_TRIP])


def _conditions(wanted: MessageFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [messages.c.id.is_not(None)]
    if wanted.state is not None:
        conditions.append(messages.c.state == wanted.state.value)
    for name in ("file", "answer", "origin", "severity", "owner"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(messages.c[name] == value)
    if wanted.person is not None:
        person = wanted.person
        conditions.append((messages.c.subscriber_code == person) | (messages.c.person_ref == person))
    return and_(*conditions)


def _message_of(row: RowMapping) -> MessageRow:
    values = {name: row[messages.c[name]] for name in MessageRow.__dataclass_fields__}
    return MessageRow(
        **{**values, "state": MessageState(values["state"]), "origin": MessageOrigin(values["origin"])}
    )
