"""What carriers say of people: open until the carrier takes a later file, or a person puts it aside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, RowMapping, Select, and_, desc, exists, func, select, update

from benefits_sync.models.carrier_files import MessageRow, MessageState
from benefits_sync.store.carriers.tables import carrier_file_people as people
from benefits_sync.store.carriers.tables import carrier_files as files
from benefits_sync.store.carriers.tables import carrier_messages as messages
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.upserts import in_portions


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages are wanted; a member left alone asks for all."""

    carriers: Collection[str] | None = None
    file: int | None = None
    answer: int | None = None
    state: MessageState | None = None
    severity: str | None = None
    owner: str | None = None
    person: str | None = None
    """An employee number or a person's reference."""


class Messages:
    """Finds and settles messages; answers bring them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, wanted: MessageFilter, offset: int = 0, limit: int | None = None) -> list[MessageRow]:
        """Return a part of the messages wanted, newest answer first and in its order."""
        query = select(messages).where(_conditions(wanted))
        return self._listed(
            query.order_by(desc(messages.c.answer), messages.c.id).offset(offset).limit(limit)
        )

    def tally(self, wanted: MessageFilter) -> dict[tuple[str, str, MessageState], int]:
        """Return how many of the messages wanted are of each severity, owner and state."""
        of = (messages.c.severity, messages.c.owner, messages.c.state)
        query = select(*of, func.count()).where(_conditions(wanted)).group_by(*of).order_by(*of)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return {(severity, owner, MessageState(state)): number for severity, owner, state, number in rows}

    def dismiss(self, numbers: Sequence[int], who: str, reason: str, at: datetime) -> int:
        """Put messages aside with a reason; return how many of them were open."""
        closing = {"state": MessageState.DISMISSED.value, "closed_at": at, "closed_by": who, "reason": reason}
        closed = 0
        with writing(self._engine) as connection:
            for portion in in_portions(sorted(set(numbers))):
                still_open = (messages.c.id.in_(portion), messages.c.state == MessageState.OPEN.value)
                closed += connection.execute(update(messages).where(*still_open).values(closing)).rowcount
        return closed

    def resolve(self, file: int, at: datetime) -> int:
        """Close what was said of people whom a later file told of, and the carrier took; return how many.

        Call it when the carrier accepted the file. People of whom it says something in that file stay open.
        """
        later = select(files.c.carrier, files.c.usage).where(files.c.id == file).subquery()
        earlier = select(files.c.id).where(
            files.c.carrier == later.c.carrier, files.c.usage == later.c.usage, files.c.id < file
        )
        told = exists().where(people.c.file == file, people.c.person_ref == messages.c.person_ref)
        again = messages.alias("again")
        said_again = exists().where(again.c.file == file, again.c.person_ref == messages.c.person_ref)
        closing = {"state": MessageState.RESOLVED.value, "closed_at": at, "reason": f"carrier file {file}"}
        query = update(messages).where(
            messages.c.state == MessageState.OPEN.value, messages.c.file.in_(earlier), told, ~said_again
        )
        with writing(self._engine) as connection:
            return connection.execute(query.values(closing)).rowcount

    def _listed(self, query: Select[Any]) -> list[MessageRow]:
        with reading(self._engine) as connection:
            return [_message_of(row) for row in connection.execute(query).mappings()]


def _conditions(wanted: MessageFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [messages.c.id.is_not(None)]
    if wanted.carriers is not None:
        conditions.append(messages.c.carrier.in_(sorted(wanted.carriers)))
    if wanted.state is not None:
        conditions.append(messages.c.state == wanted.state.value)
    for name in ("file", "answer", "severity", "owner"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(messages.c[name] == value)
    if wanted.person is not None:
        person = wanted.person
        conditions.append((messages.c.subscriber_code == person) | (messages.c.person_ref == person))
    return and_(*conditions)


def _message_of(row: RowMapping) -> MessageRow:
    values = {name: row[messages.c[name]] for name in MessageRow.__dataclass_fields__}
    return MessageRow(**{**values, "state": MessageState(values["state"])})
