"""Settles messages: resolved by what the carrier took since, or dismissed on a person's word.

What is settled already stays as it is, with whoever settled it.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select, update

from benefits_sync.domain.carriers.states import ACCEPTED
from benefits_sync.models.carrier_files import AnswerRow, MessageState
from benefits_sync.models.carriers import FileState
from benefits_sync.store.carriers.tables import carrier_answers as answers
from benefits_sync.store.carriers.tables import carrier_file_people as people
from benefits_sync.store.carriers.tables import carrier_files as files
from benefits_sync.store.carriers.tables import carrier_messages as messages


def resolve(connection: Connection, which: ColumnElement[bool], reason: str, at: datetime) -> int:
    """Close those of some messages that are open: nobody has to do anything; return how many."""
    return _close(connection, which, MessageState.RESOLVED, reason, None, at)


def dismiss(connection: Connection, which: ColumnElement[bool], who: str, reason: str, at: datetime) -> int:
    """Put those of some messages aside that are open, on a person's word; return how many."""
    return _close(connection, which, MessageState.DISMISSED, reason, who, at)


def resolve_by_file(connection: Connection, file: int, at: datetime) -> int:
    """Close what a file that the carrier took has put right; return how many messages.

    That is what was said of its people in earlier files, and of the files that it stands in the place of.
    People of whom something is said in this file stay open.
    """
    took = select(files.c.carrier, files.c.usage).where(files.c.id == file).subquery()
    earlier = select(files.c.id).where(
        files.c.carrier == took.c.carrier, files.c.usage == took.c.usage, files.c.id < file
    )
    told = exists().where(people.c.file == file, people.c.person_ref == messages.c.person_ref)
    again = messages.alias("again")
    said_again = exists().where(again.c.file == file, again.c.person_ref == messages.c.person_ref)
    put_right = or_(messages.c.file.in_(earlier) & told, messages.c.file.in_(_replaced_by(file)))
    return resolve(connection, put_right & ~said_again, f"carrier file {file}", at)


def resolve_by_answer(
    connection: Connection, answer: AnswerRow, file: int, told: FileState, at: datetime
) -> None:
    """Close what an answer that takes a file has put right.

    That is what the file has put right, and what other answers of the kind said of it before: a carrier that
    rejected a file and takes it after all objects to nothing but what it says now.

    Args:
        connection: The transaction that keeps the answer.
        answer: The answer.
        file: The file that it is about.
        told: The state that it tells of the file; of one that takes nothing nothing is closed.
        at: The moment.
    """
    if told not in ACCEPTED:
        return
    others = select(answers.c.id).where(
        answers.c.file == file, answers.c.kind == answer.kind.value, answers.c.id != answer.id
    )
    resolve(connection, messages.c.answer.in_(others), f"carrier answer {answer.id}", at)
    resolve_by_file(connection, file, at)


def _replaced_by(file: int) -> Select[tuple[int]]:
    """Return the files in whose place a file stands, directly or after others."""
    replaced = (
        select(files.c.supersedes).where(files.c.id == file).cte("replaced", recursive=True, nesting=True)
    )
    before = select(files.c.supersedes).join(replaced, files.c.id == replaced.c.supersedes)
    chain = replaced.union(before)
    return select(chain.c.supersedes).where(chain.c.supersedes.is_not(None))


def _close(
    connection: Connection,
    which: ColumnElement[bool],
    state: MessageState,
    reason: str,
    who: str | None,
    at: datetime,
) -> int:
    closing = {"state": state.value, "closed_at": at, "closed_by": who, "reason": reason}
    still_open = messages.c.state == MessageState.OPEN.value
    return connection.execute(update(messages).where(which, still_open).values(closing)).rowcount
