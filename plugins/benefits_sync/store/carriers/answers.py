"""What carriers answered: each answer once, however often it is collected, with its messages."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, RowMapping, insert, select
from sqlalchemy.exc import IntegrityError

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_alarms import Alarm
from benefits_sync.models.carrier_files import AnswerRow, MessageOrigin, MessageState, NewAnswer, NewMessage
from benefits_sync.models.carriers import AnswerKind, FileState
from benefits_sync.store.carriers.alarms import raise_alarm
from benefits_sync.store.carriers.moves import Step, note_answer
from benefits_sync.store.carriers.settling import resolve_by_answer
from benefits_sync.store.carriers.tables import carrier_answers as answers
from benefits_sync.store.carriers.tables import carrier_messages as messages
from benefits_sync.store.engine import ROWS_PER_TRIP, reading, writing


class Kept(NamedTuple):
    """An answer in the ledger; ``new`` when it was not collected before."""

    answer: AnswerRow
    new: bool


class Answers:
    """Keeps and finds answers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(
        self,
        new: NewAnswer,
        told: FileState | None,
        found: Iterable[NewMessage],
        how: Step,
        alarm: Callable[[int], Alarm | None] | None = None,
    ) -> Kept:
        """Keep an answer with its messages, and let it change its file, all in one transaction.

        One that takes the file settles what was said before, see `resolve_by_answer`. An answer kept before
        changes nothing. One that matches no file is kept too: somebody has to look.

        Args:
            new: The answer.
            told: The state it tells of its file; None where it tells none.
            found: What it says of people and of the file.
            how: Who collected it and when.
            alarm: Returns what people are to know of it by its number, which is what they are told it by.

        Raises:
            FileStateError: If the answer contradicts what the carrier said before; nothing is kept then.
        """
        try:
            with writing(self._engine) as connection:
                known = _known(connection, new)
                if known is None:
                    kept = _keep(connection, new, told, found, how)
                    raised = alarm(kept.id) if alarm is not None else None
                    if raised is not None:
                        raise_alarm(connection, raised, how.at)
                    return Kept(kept, new=True)
        except IntegrityError:  # another process collected it at the same moment
            with reading(self._engine) as connection:
                known = _known(connection, new)
            if known is None:
                raise
        return Kept(known, new=False)

    def marks(self, carrier: str) -> frozenset[str]:
        """Return the marks of a carrier's files whose last answer is kept, so that none is read again."""
        query = select(answers.c.mark).where(answers.c.carrier == carrier, answers.c.part == 1).distinct()
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def get(self, number: int) -> AnswerRow:
        """Return an answer.

        Raises:
            ParameterError: If there is none with this number.
        """
        with reading(self._engine) as connection:
            return answer_by_id(connection, number)

    def of_file(self, file: int) -> list[AnswerRow]:
        """Return the answers to a file, oldest first."""
        query = select(answers).where(answers.c.file == file).order_by(answers.c.id)
        with reading(self._engine) as connection:
            return [answer_of(row) for row in connection.execute(query).mappings()]

    def heard(self, file: int) -> frozenset[AnswerKind]:
        """Return the kinds of answers that came to a file."""
        query = select(answers.c.kind).where(answers.c.file == file).distinct()
        with reading(self._engine) as connection:
            return frozenset(AnswerKind(kind) for kind in connection.execute(query).scalars())


def _keep(
    connection: Connection,
    new: NewAnswer,
    told: FileState | None,
    found: Iterable[NewMessage],
    how: Step,
) -> AnswerRow:
    row = {**asdict(new), "received_at": how.at}
    number = connection.execute(insert(answers).values(row).returning(answers.c.id)).scalar_one()
    _keep_messages(connection, number, new, found, how.at)
    answer = answer_by_id(connection, number)
    if new.file is not None and told is not None:
        note_answer(connection, new.file, told, how)
        resolve_by_answer(connection, answer, new.file, told, how.at)
    return answer


def _same(new: NewAnswer) -> tuple[Any, ...]:
    return (
        answers.c.carrier == new.carrier,
        answers.c.sha256 == new.sha256,
        answers.c.name == new.name,
        answers.c.mark == new.mark,
        answers.c.part == new.part,
    )


def _known(connection: Connection, new: NewAnswer) -> AnswerRow | None:
    query = select(answers).where(*_same(new))
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else answer_of(row)


def answer_by_id(connection: Connection, number: int) -> AnswerRow:
    """Return an answer.

    Raises:
        ParameterError: If there is none with this number.
    """
    row = connection.execute(select(answers).where(answers.c.id == number)).mappings().one_or_none()
    if row is None:
        raise ParameterError(f"the ledger has no answer {number}")
    return answer_of(row)


def _keep_messages(
    connection: Connection, number: int, new: NewAnswer, found: Iterable[NewMessage], at: datetime
) -> None:
    same = {
        "origin": MessageOrigin.ANSWER.value,
        "answer": number,
        "file": new.file,
        "carrier": new.carrier,
        "state": MessageState.OPEN.value,
        "opened_at": at,
    }
    rows = [{**asdict(message), **same} for message in found]
    for start in range(0, len(rows), ROWS_PER_TRIP):
        connection.execute(insert(messages), rows[start : start + ROWS_PER_TRIP])


def answer_of(row: RowMapping) -> AnswerRow:
    """Return the answer that a row keeps."""
    values = {name: row[answers.c[name]] for name in AnswerRow.__dataclass_fields__}
    return AnswerRow(**{**values, "kind": AnswerKind(values["kind"])})
