"""All the ledger knows of one employee, in the order in which it happened: their record, and lines of theirs.

Values were never stored, so there is none to show: names of members, fields and rules only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Table, or_, select, union

from benefits_sync.models.deductions import KEY_SEPARATOR
from benefits_sync.store.engine import reading
from benefits_sync.store.tables import rejections, runs, schedule, states, writes

_WORD: Final = re.compile(r"\w+")


class EventKind(StrEnum):
    """What happened to a record."""

    SENT = "sent"
    SETTLED = "settled"
    REJECTED = "rejected"
    REJECTION_CLOSED = "rejection closed"
    SCHEDULED = "scheduled"
    APPLIED_ON_ITS_DAY = "applied on its day"
    IN_AGREEMENT = "in agreement"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a record, the run that did it, and the mapping it worked by."""

    at: datetime
    kind: EventKind
    integration: str
    detail: str
    members: tuple[str, ...] = ()
    reference_id: str | None = None
    run_name: str | None = None
    mapping_version: str | None = None


def events_of(engine: Engine, record_key: str) -> list[Event]:
    """Return the events of one record, and of lines under its key, in time order; none if it is unknown."""
    with reading(engine) as connection:
        sources = _source_ids(connection, record_key)
        events = [
            *_writes(connection, record_key),
            *_rejections(connection, record_key, sources),
            *_schedule(connection, record_key, sources),
            *_agreement(connection, record_key),
        ]
    order = list(EventKind)
    return sorted(events, key=lambda event: (event.at, order.index(event.kind)))


def nearest_keys(engine: Engine, text: str, limit: int = 5) -> list[str]:
    """Return record keys the ledger knows that begin like ``text``, the longest beginning first."""
    with reading(engine) as connection:
        for length in range(len(text), 0, -1):
            known = [
                select(table.c.record_key).where(
                    table.c.record_key.startswith(text[:length], autoescape=True)
                )
                for table in (states, writes, rejections)
            ]
            found = connection.execute(union(*known).order_by("record_key").limit(limit)).scalars().all()
            if found:
                return [str(key) for key in found]
    return []


def _source_ids(connection: Connection, record_key: str) -> list[str]:
    query = select(states.c.source_id).where(
        states.c.record_key == record_key, states.c.source_id.is_not(None)
    )
    return [row[0] for row in connection.execute(query)]


def _is_of(column: ColumnElement[str], record_key: str) -> ColumnElement[bool]:
    """Match a record's key, and those of lines under it."""
    return or_(column == record_key, column.startswith(f"{record_key}{KEY_SEPARATOR}", autoescape=True))


def _line(key: str | None) -> str:
    """Name the line that a key is about; nothing for a record as a whole."""
    parts = (key or "").split(KEY_SEPARATOR)[1:]
    return f"{' '.join(filter(None, parts))}: " if parts else ""


def _writes(connection: Connection, record_key: str) -> Iterator[Event]:
    for row in _with_run(connection, writes, _is_of(writes.c.record_key, record_key)):
        kind, status = row[writes.c.kind], row[writes.c.status]
        attempts, line = row[writes.c.attempts], _line(row[writes.c.record_key])
        if row[writes.c.sent_at] is not None:
            tries = f", attempt {attempts}" if attempts > 1 else ""
            members = tuple(row[writes.c.members].split())
            sent = f"{line}{kind}{tries}"
            yield _event(row, row[writes.c.sent_at], EventKind.SENT, sent, members)
        if row[writes.c.settled_at] is not None:
            why = _why(row[writes.c.field], row[writes.c.rule], row[writes.c.message])
            detail = f"{line}{kind} {status}" + (f": {why}" if why else "")
            yield _event(row, row[writes.c.settled_at], EventKind.SETTLED, detail)


def _rejections(connection: Connection, record_key: str, source_ids: Sequence[str]) -> Iterator[Event]:
    nameless = rejections.c.record_key.is_(None) & rejections.c.source_id.in_(source_ids)
    about = or_(_is_of(rejections.c.record_key, record_key), nameless)
    field, rule, closed_at = rejections.c.field, rejections.c.rule, rejections.c.closed_at
    for row in _with_run(connection, rejections, about):
        line = _line(row[rejections.c.record_key])
        why = _why(row[field], row[rule], row[rejections.c.message])
        yield _event(row, row[rejections.c.opened_at], EventKind.REJECTED, f"{line}{why}")
    resolved_by = rejections.c.resolved_by_run
    for row in _with_run(connection, rejections, about & closed_at.is_not(None), resolved_by):
        line = _line(row[rejections.c.record_key])
        detail = f"{line}{row[rejections.c.status]}: {_why(row[field], row[rule])}"
        yield _event(row, row[closed_at], EventKind.REJECTION_CLOSED, detail)


def _schedule(connection: Connection, record_key: str, source_ids: Sequence[str]) -> Iterator[Event]:
    about = or_(schedule.c.record_key == record_key, schedule.c.source_id.in_(source_ids))
    for row in connection.execute(select(schedule).where(about)).mappings():
        integration = row[schedule.c.integration]
        detail = f"{row[schedule.c.kind]} effective {row[schedule.c.effective_date]}"
        yield Event(row[schedule.c.recorded_at], EventKind.SCHEDULED, integration, detail)
        if row[schedule.c.done_at] is not None:
            yield Event(row[schedule.c.done_at], EventKind.APPLIED_ON_ITS_DAY, integration, detail)


def _agreement(connection: Connection, record_key: str) -> Iterator[Event]:
    for row in _with_run(connection, states, _is_of(states.c.record_key, record_key)):
        remote_id = row[states.c.remote_id]
        line = _line(row[states.c.record_key])
        detail = f"{line}the target holds what was sent" + (
            f"; its id there is {remote_id}" if remote_id else ""
        )
        yield _event(row, row[states.c.confirmed_at], EventKind.IN_AGREEMENT, detail)


def _with_run(
    connection: Connection, table: Table, about: ColumnElement[bool], by: ColumnElement[str] | None = None
) -> Sequence[RowMapping]:
    """Return rows of a table with the run that made them, or with the one that ``by`` names."""
    run = table.c.reference_id if by is None else by
    joined = table.join(runs, runs.c.reference_id == run)
    return connection.execute(select(table, runs).select_from(joined).where(about)).mappings().all()


def _event(
    row: RowMapping, at: datetime, kind: EventKind, detail: str, members: tuple[str, ...] = ()
) -> Event:
    return Event(
        at=at,
        kind=kind,
        integration=row[runs.c.integration],
        detail=detail,
        members=members,
        reference_id=row[runs.c.reference_id],
        run_name=row[runs.c.run_name],
        mapping_version=row[runs.c.mapping_version],
    )


def _why(field: str | None, rule: str | None, message: str | None = None) -> str:
    """Say what was wrong by which rule, naming the field once: most messages name it themselves."""
    named = field is not None and message is not None and field in _WORD.findall(message)
    said = ": ".join(part for part in (None if named else field, message) if part)
    return " ".join(part for part in (said, f"(rule {rule})" if rule else "") if part)
