"""Answers that match no file we sent: a person says whose each is, or sets it aside for a reason."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, desc, func, insert, select, update

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_files import AnswerEvent, AnswerRow, MessageState
from benefits_sync.models.carriers import FileState
from benefits_sync.store.carriers.answers import answer_by_id, answer_of
from benefits_sync.store.carriers.moves import Step, note_answer
from benefits_sync.store.carriers.settling import dismiss, resolve_by_answer
from benefits_sync.store.carriers.tables import carrier_answer_events as events
from benefits_sync.store.carriers.tables import carrier_answers as answers
from benefits_sync.store.carriers.tables import carrier_messages as messages
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.upserts import in_portions

_OPEN = and_(answers.c.file.is_(None), answers.c.set_aside_at.is_(None))
_ASIDE = and_(answers.c.file.is_(None), answers.c.set_aside_at.is_not(None))


class Strays:
    """Finds and settles answers without a file; what people do about one is kept as its history."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, *, aside: bool = False, offset: int = 0, limit: int | None = None) -> list[AnswerRow]:
        """Return a part of the answers that wait for a person, or of those set aside; newest first."""
        query = select(answers).where(_ASIDE if aside else _OPEN)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(desc(answers.c.id)).offset(offset).limit(limit))
            return [answer_of(row) for row in rows.mappings()]

    def count(self, *, aside: bool = False) -> int:
        """Return how many answers wait for a person, or are set aside."""
        query = select(func.count()).select_from(answers).where(_ASIDE if aside else _OPEN)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()

    def history(self, numbers: Collection[int]) -> dict[int, list[AnswerEvent]]:
        """Return what was done about answers, oldest first; nothing of those that nobody touched."""
        found: dict[int, list[AnswerEvent]] = {}
        columns = [events.c[name] for name in AnswerEvent.__dataclass_fields__]
        with reading(self._engine) as connection:
            for portion in in_portions(sorted(numbers)):
                query = select(*columns).where(events.c.answer.in_(portion)).order_by(events.c.id)
                for row in connection.execute(query):
                    found.setdefault(row.answer, []).append(AnswerEvent(*row))
        return found

    def assign(self, number: int, file: int, told: FileState | None, how: Step) -> AnswerRow:
        """Let an answer count for a file, as if it had named it.

        Raises:
            ParameterError: If the answer has a file already or is set aside, or there is no such answer.
            FileStateError: If the answer contradicts what the carrier said of that file.
        """
        with writing(self._engine) as connection:
            _change(connection, number, _OPEN, file=file)
            connection.execute(update(messages).where(messages.c.answer == number).values(file=file))
            answer = answer_by_id(connection, number)
            if told is not None:
                note_answer(connection, file, told, how)
                resolve_by_answer(connection, answer, file, told, how.at)
            return answer

    def set_aside(self, number: int, how: Step) -> AnswerRow:
        """Take an answer off the list, with the messages in it; it stays in the ledger and in the vault.

        Args:
            number: The answer.
            how: Who does so and when; its detail has the ``reason``.

        Raises:
            ParameterError: If the answer has a file or is set aside already, or there is no such answer.
        """
        with writing(self._engine) as connection:
            _change(connection, number, _OPEN, set_aside_at=how.at)
            dismiss(connection, messages.c.answer == number, how.who, str(how.detail["reason"]), how.at)
            _add_event(connection, number, how)
            return answer_by_id(connection, number)

    def take_back(self, number: int, how: Step) -> AnswerRow:
        """Put an answer that was set aside on the list again, with the messages that were open until then.

        Raises:
            ParameterError: If the answer is not set aside, or there is no such answer.
        """
        opening = {"state": MessageState.OPEN.value, "closed_at": None, "closed_by": None, "reason": None}
        with writing(self._engine) as connection:
            aside = answer_by_id(connection, number).set_aside_at
            _change(connection, number, _ASIDE, set_aside_at=None)
            closed_with_it = (messages.c.answer == number, messages.c.closed_at == aside)
            connection.execute(update(messages).where(*closed_with_it).values(opening))
            _add_event(connection, number, how)
            return answer_by_id(connection, number)


def _change(connection: Connection, number: int, where: ColumnElement[bool], **values: Any) -> None:
    """Change an answer that stands where it must.

    Raises:
        ParameterError: If it does not, or there is none with this number.
    """
    changing = update(answers).where(answers.c.id == number, where).values(values)
    if connection.execute(changing).rowcount == 0:
        answer = answer_by_id(connection, number)
        if answer.file is not None:
            raise ParameterError(f"answer {number} belongs to carrier file {answer.file} already")
        if answer.set_aside_at is not None:
            raise ParameterError(f"answer {number} is set aside already; take it back first")
        raise ParameterError(f"answer {number} is not set aside")


def _add_event(connection: Connection, number: int, how: Step) -> None:
    event = AnswerEvent(number, how.at, how.who, how.what, dict(how.detail))
    connection.execute(insert(events), asdict(event))
