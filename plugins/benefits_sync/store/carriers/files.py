"""Carrier files in the ledger: kept once, found again, one of production for a group and business day."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from pydantic import JsonValue
from sqlalchemy import Connection, Engine, desc, func, insert, select
from sqlalchemy.exc import IntegrityError

from benefits_sync.domain.carriers.states import BELIEVED, moved
from benefits_sync.errors import FileStateError, ParameterError
from benefits_sync.models.carrier_files import (
    FileEvent,
    FileRow,
    MessageOrigin,
    NewFile,
    NewMessage,
    PersonIndexRow,
)
from benefits_sync.models.carriers import FileKind, FileState, Usage
from benefits_sync.store.carriers.control_numbers import assign
from benefits_sync.store.carriers.messages import keep_messages
from benefits_sync.store.carriers.moves import Step, step
from benefits_sync.store.carriers.people import add_people
from benefits_sync.store.carriers.rows import add_event, event_of, file_by_id, file_of, pair_of, row_of
from benefits_sync.store.carriers.tables import carrier_file_events as events
from benefits_sync.store.carriers.tables import carrier_files as files
from benefits_sync.store.engine import reading, writing

TELLING: Final = (FileKind.CHANGE, FileKind.FULL)
"""Kinds after which the carrier believes something else; an audit only compares."""


class CarrierFiles:
    """Keeps and finds files."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(
        self,
        new: NewFile,
        who: str,
        at: datetime,
        people: Iterable[PersonIndexRow] = (),
        left_out: Iterable[NewMessage] = (),
    ) -> FileRow:
        """Keep a file that was written, and return it; the same file again is the one kept before.

        A file is there with everything that is known of it, or not at all; one that supersedes another puts
        an end to that one in the same transaction.

        Args:
            new: What the file is.
            who: Who wrote it.
            at: When.
            people: Who is in it, in its order.
            left_out: Whom it should tell of and cannot.

        Raises:
            FileStateError: If other bytes have the control number, or the other file cannot be superseded.
            ParameterError: If the carrier has a file for the group and business day already and no reason is
                given for a second one, or the control numbers are not the ledger's.
        """
        try:
            with writing(self._engine) as connection:
                known = _of_number(connection, new)
                if known is not None:
                    return known
                file = _create(connection, new, Step(who, "built", at))
                add_people(connection, file.id, people)
                keep_messages(connection, file, MessageOrigin.BUILD, left_out, at)
                return file
        except IntegrityError as error:
            # Another process came first; what it kept is seen now.
            return self._kept_meanwhile(new, error)

    def get(self, number: int) -> FileRow:
        """Return a file.

        Raises:
            ParameterError: If there is none with this number.
        """
        with reading(self._engine) as connection:
            return file_by_id(connection, number)

    def of_interchange(self, sender: str, receiver: str, interchange: int) -> list[FileRow]:
        """Return the files between two parties with an interchange control number (ISA13), newest first."""
        return self._of_parties(sender, receiver, "interchange", interchange)

    def of_group_number(self, sender: str, receiver: str, number: int) -> list[FileRow]:
        """Return the files between two parties with a group control number (GS06), newest first."""
        return self._of_parties(sender, receiver, "group_number", number)

    def last_good_of_each(
        self, carrier: str, usage: Usage, kinds: Collection[FileKind] = TELLING
    ) -> list[FileRow]:
        """Return the newest file that the carrier goes by of each group and plan year, oldest first."""
        newest = (
            select(func.max(files.c.id))
            .where(
                files.c.carrier == carrier,
                files.c.usage == usage.value,
                files.c.kind.in_(sorted(kinds)),
                files.c.state.in_(sorted(BELIEVED)),
            )
            .group_by(files.c.group, files.c.plan_year)
        )
        with reading(self._engine) as connection:
            query = select(files).where(files.c.id.in_(newest)).order_by(files.c.id)
            return [file_of(row) for row in connection.execute(query).mappings()]

    def successor(self, number: int) -> int | None:
        """Return the file that stands in a file's place, or None."""
        query = select(files.c.id).where(files.c.supersedes == number).order_by(desc(files.c.id)).limit(1)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none()

    def of_run(self, run_id: str) -> list[FileRow]:
        """Return the files that a run built, oldest first."""
        query = select(files).where(files.c.run_id == run_id).order_by(files.c.id)
        with reading(self._engine) as connection:
            return [file_of(row) for row in connection.execute(query).mappings()]

    def history(self, number: int) -> list[FileEvent]:
        """Return everything that happened to a file, oldest first."""
        query = select(events).where(events.c.file == number).order_by(events.c.id)
        with reading(self._engine) as connection:
            return [event_of(row) for row in connection.execute(query).mappings()]

    def _of_parties(self, sender: str, receiver: str, column: str, number: int) -> list[FileRow]:
        query = (
            select(files)
            .where(files.c.sender == sender, files.c.receiver == receiver, files.c[column] == number)
            .order_by(desc(files.c.id))
        )
        with reading(self._engine) as connection:
            return [file_of(row) for row in connection.execute(query).mappings()]

    def _kept_meanwhile(self, new: NewFile, error: IntegrityError) -> FileRow:
        with reading(self._engine) as connection:
            known = _of_number(connection, new)
            if known is not None:
                return known
            _require_free_slot(connection, new)
        raise error


def _of_number(connection: Connection, new: NewFile) -> FileRow | None:
    """Return the file that has the control number; only the same bytes may."""
    query = select(files).where(
        files.c.carrier == new.carrier,
        files.c.usage == new.usage.value,
        files.c.interchange == new.interchange,
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    known = file_of(row)
    if known.sha256 != new.sha256:
        raise FileStateError(
            f"interchange {new.interchange} of {new.carrier} is the number of file {known.id} with other "
            "bytes: a file that is built anew takes new numbers"
        )
    return known


def _create(connection: Connection, new: NewFile, how: Step) -> FileRow:
    if new.supersedes is not None:
        _supersede(connection, new.supersedes, replace(how, what="superseded"))
    _require_free_slot(connection, new)
    row = {**row_of(new), "state": FileState.BUILT, "slot": _slot(new), "created_at": how.at, "receipts": []}
    number = connection.execute(insert(files).values(row).returning(files.c.id)).scalar_one()
    assign(connection, pair_of(new), new.interchange, number)
    forced: dict[str, JsonValue] = {"forced_reason": new.forced_reason} if new.forced_reason else {}
    add_event(connection, FileEvent(number, how.at, None, FileState.BUILT, how.who, how.what, forced))
    return file_by_id(connection, number)


def _supersede(connection: Connection, number: int, how: Step) -> None:
    old = file_by_id(connection, number, to_change=True)
    step(connection, old, moved(old.state, FileState.SUPERSEDED), how)


def _slot(new: NewFile) -> str | None:
    """Return what a file occupies on its business day; test files and forced ones occupy nothing."""
    if new.usage is not Usage.PRODUCTION or new.forced_reason:
        return None
    return f"{new.carrier}/{new.group}/{new.business_day}"


def _require_free_slot(connection: Connection, new: NewFile) -> None:
    taken = select(files.c.id).where(files.c.slot == _slot(new))
    other = None if _slot(new) is None else connection.execute(taken).scalar_one_or_none()
    if other is not None:
        group = f" for {new.group}" if new.group else ""
        raise ParameterError(
            f"{new.carrier} has file {other}{group} of {new.business_day} already: give a reason to send a "
            "second one on one business day"
        )
