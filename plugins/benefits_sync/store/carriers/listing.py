"""Carrier files as lists for the pages: filtered, paged, counted, and with the clock of their answers."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Engine, and_, desc, func, or_, select

from benefits_sync.domain.carriers.deadlines import next_deadline
from benefits_sync.domain.carriers.states import BAD_NEWS, OPEN, OVERDUE
from benefits_sync.models.carrier_files import FileRow, MessageOrigin, MessageState
from benefits_sync.models.carriers import AnswerKind, FileKind, FileState, Usage
from benefits_sync.store.carriers.rows import file_of
from benefits_sync.store.carriers.tables import carrier_answers as answers
from benefits_sync.store.carriers.tables import carrier_files as files
from benefits_sync.store.carriers.tables import carrier_messages as messages
from benefits_sync.store.engine import reading
from benefits_sync.store.upserts import in_portions

FOLLOWED: Final = OPEN | {FileState.REPORT_DISCREPANCIES}
"""States in which time or a settled message can change a file."""

NEEDS_A_PERSON: Final = BAD_NEWS.union(OVERDUE.values(), {FileState.HELD, FileState.SENDING})
"""States that do not go on by themselves."""


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files are wanted; a member left alone asks for all. ``text`` is part of a name, or a number."""

    carriers: Collection[str] | None = None
    groups: Collection[str] | None = None
    states: Collection[FileState] | None = None
    usage: Usage | None = None
    kind: FileKind | None = None
    text: str | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None


class Clock(NamedTuple):
    """What a file waits for next, and until when; nothing once all has come."""

    kind: AnswerKind | None
    until: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Tell whether the deadline is over."""
        return self.until is not None and now > self.until


class FollowUp(NamedTuple):
    """A file that is not over, with what came and what is still open."""

    file: FileRow
    heard: frozenset[AnswerKind]
    open_messages: int

    @property
    def clock(self) -> Clock:
        """What the file waits for next."""
        if self.file.state not in OPEN:
            return Clock(None, None)
        return Clock(*(next_deadline(self.heard, self.file.due) or (None, None)))


class FileListing:
    """Reads files for lists; writes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, wanted: FileFilter, offset: int = 0, limit: int | None = None) -> list[FileRow]:
        """Return a part of the files wanted, newest first."""
        query = select(files).where(_conditions(wanted)).order_by(desc(files.c.id))
        with reading(self._engine) as connection:
            rows = connection.execute(query.offset(offset).limit(limit)).mappings()
            return [file_of(row) for row in rows]

    def tally(self, wanted: FileFilter) -> Counter[FileState]:
        """Return how many of the files wanted are in each state."""
        query = select(files.c.state, func.count()).where(_conditions(wanted)).group_by(files.c.state)
        with reading(self._engine) as connection:
            return Counter({FileState(state): int(number) for state, number in connection.execute(query)})

    def carriers(self) -> list[str]:
        """Return the carriers that have files."""
        with reading(self._engine) as connection:
            query = select(files.c.carrier).distinct().order_by(files.c.carrier)
            return list(connection.execute(query).scalars())

    def followed(self, carriers: Collection[str] | None = None) -> list[FollowUp]:
        """Return the files that wait for answers or for messages to be settled, oldest first."""
        found = self.page(FileFilter(carriers=carriers, states=FOLLOWED))
        return self.with_answers(reversed(found))

    def with_answers(self, found: Iterable[FileRow]) -> list[FollowUp]:
        """Return files with what came to each, read for all at once."""
        wanted = list(found)
        numbers = [file.id for file in wanted]
        heard, open_messages = self._heard(numbers), self._open_messages(numbers)
        return [
            FollowUp(file, frozenset(heard.get(file.id, ())), open_messages.get(file.id, 0))
            for file in wanted
        ]

    def _heard(self, numbers: list[int]) -> Mapping[int, set[AnswerKind]]:
        heard: dict[int, set[AnswerKind]] = {}
        with reading(self._engine) as connection:
            for portion in in_portions(numbers):
                query = select(answers.c.file, answers.c.kind).where(answers.c.file.in_(portion)).distinct()
                for file, kind in connection.execute(query):
                    heard.setdefault(file, set()).add(AnswerKind(kind))
        return heard

    def _open_messages(self, numbers: list[int]) -> Mapping[int, int]:
        found: dict[int, int] = {}
        with reading(self._engine) as connection:
            for portion in in_portions(numbers):
                query = (
                    select(messages.c.file, func.count())
                    .where(
                        messages.c.file.in_(portion),
                        messages.c.origin == MessageOrigin.ANSWER.value,
                        messages.c.state == MessageState.OPEN.value,
                        messages.c.severity != "information",
                    )
                    .group_by(messages.c.file)
                )
                found |= {row.file: int(row[1]) for row in connection.execute(query)}
        return found


def _conditions(wanted: FileFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [files.c.id.is_not(None)]
    lists = {"carrier": wanted.carriers, "group": wanted.groups, "state": wanted.states}
    conditions += [files.c[name].in_(sorted(told)) for name, told in lists.items() if told is not None]
    single = {"usage": wanted.usage, "kind": wanted.kind}
    conditions += [files.c[name] == told.value for name, told in single.items() if told is not None]
    if wanted.text is not None:
        conditions.append(_named(wanted.text))
    if wanted.created_from is not None:
        conditions.append(files.c.created_at >= wanted.created_from)
    if wanted.created_before is not None:
        conditions.append(files.c.created_at < wanted.created_before)
    return and_(*conditions)


def _named(text: str) -> ColumnElement[bool]:
    named = or_(
        files.c.name.icontains(text, autoescape=True), files.c.reference.icontains(text, autoescape=True)
    )
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return or_(named, files.c.id == int(text), files.c.interchange == int(text))
    return named
