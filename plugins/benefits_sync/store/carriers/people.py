"""Who is in which carrier file, and where: keyed references and employee numbers, no name and no SSN."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, desc, func, insert, or_, select

from benefits_sync.models.carrier_files import PersonIndexRow
from benefits_sync.models.carriers import FileKind, FileState, Usage
from benefits_sync.store.carriers.tables import carrier_file_people as people
from benefits_sync.store.carriers.tables import carrier_files as files
from benefits_sync.store.engine import ROWS_PER_TRIP, reading

_OF_FILE: Final = ("id", "carrier", "group", "usage", "kind", "state", "created_at", "delivered_at")
_COLUMNS: Final = tuple(people.c[name] for name in PersonIndexRow.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class PersonInFile:
    """One entry of a person in one file, for the history of the person."""

    file: int
    carrier: str
    group: str
    usage: Usage
    kind: FileKind
    state: FileState
    created_at: datetime
    delivered_at: datetime | None
    person: PersonIndexRow


class FilePeople:
    """Finds the people of files; they are kept with the files."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_file(self, file: int, offset: int = 0, limit: int | None = None) -> list[PersonIndexRow]:
        """Return a part of the people of a file, in its order."""
        query = select(*_COLUMNS).where(people.c.file == file).order_by(people.c.place)
        with reading(self._engine) as connection:
            return [PersonIndexRow(*row) for row in connection.execute(query.offset(offset).limit(limit))]

    def transactions(self, file: int) -> frozenset[str]:
        """Return the control numbers (ST02) of a file's transactions."""
        query = select(people.c.transaction).where(people.c.file == file).distinct()
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def events(self, file: int) -> dict[str, int]:
        """Return how many entries of a file are of each event."""
        query = select(people.c.event, func.count()).where(people.c.file == file).group_by(people.c.event)
        with reading(self._engine) as connection:
            return {row.event: int(row[1]) for row in connection.execute(query.order_by(people.c.event))}

    def history(self, text: str, offset: int = 0, limit: int | None = None) -> list[PersonInFile]:
        """Return a part of the entries of a person in all files, newest file first.

        Args:
            text: An employee number, which finds the dependents too, or a person's reference.
            offset: So many of the first are left out.
            limit: At most so many are returned.
        """
        query = (
            select(*(files.c[name] for name in _OF_FILE), *_COLUMNS)
            .join(files, files.c.id == people.c.file)
            .where(_is(text))
            .order_by(desc(files.c.id), people.c.place)
        )
        with reading(self._engine) as connection:
            return [_person_in_file(row) for row in connection.execute(query.offset(offset).limit(limit))]

    def count(self, text: str) -> int:
        """Return how many entries a person has in all files."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(people).where(_is(text))).scalar_one()


def _is(text: str) -> ColumnElement[bool]:
    return or_(people.c.subscriber_code == text, people.c.person_ref == text)


def add_people(connection: Connection, file: int, rows: Iterable[PersonIndexRow]) -> None:
    """Keep who is in a new file, in its order, in the transaction that keeps the file."""
    placed = ({**asdict(row), "file": file, "place": place} for place, row in enumerate(rows))
    while portion := list(islice(placed, ROWS_PER_TRIP)):
        connection.execute(insert(people), portion)


def _person_in_file(row: Row[Any]) -> PersonInFile:
    number, carrier, group, usage, kind, state, created_at, delivered_at = row[: len(_OF_FILE)]
    return PersonInFile(
        number,
        carrier,
        group,
        Usage(usage),
        FileKind(kind),
        FileState(state),
        created_at,
        delivered_at,
        PersonIndexRow(*row[len(_OF_FILE) :]),
    )
