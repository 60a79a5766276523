"""Finds the file that an answer is about: by ids and control numbers, never by time or luck.

An answer goes the other way round than the file: its sender is our receiver. What it names must be all ours,
else it matches nothing, and a person has to look: the newest file is never taken in place of the right one.
So an answer that comes late can only change the file it is about.
"""

from collections.abc import Container, Sequence
from typing import Final, NamedTuple

from benefits_sync.models.carriers import FileState, Usage
from benefits_sync.x12.acknowledgments.model import (
    Acknowledgment,
    Answer,
    AnswerVerdict,
    GroupAnswer,
    InterchangeAnswer,
    Origin,
)

FUNCTION: Final = "BE"

AFTER_TA1: Final = {
    AnswerVerdict.ACCEPTED: FileState.TA1_ACCEPTED,
    AnswerVerdict.ACCEPTED_WITH_ERRORS: FileState.TA1_ERRORS,
    AnswerVerdict.REJECTED: FileState.TA1_REJECTED,
}
AFTER_FUNCTIONAL: Final = {
    AnswerVerdict.ACCEPTED: FileState.FUNCTIONAL_ACCEPTED,
    AnswerVerdict.ACCEPTED_WITH_ERRORS: FileState.FUNCTIONAL_ERRORS,
    AnswerVerdict.PARTLY: FileState.FUNCTIONAL_PARTIAL,
    AnswerVerdict.REJECTED: FileState.FUNCTIONAL_REJECTED,
}


class SentFile(NamedTuple):
    """What of a file that was sent comes back in its answers.

    Args:
        id: Its number in the ledger.
        sender: ISA06.
        receiver: ISA08.
        usage: ISA15.
        interchange: ISA13.
        group: GS06.
        transactions: Each ST02.
    """

    id: int
    sender: str
    receiver: str
    usage: Usage
    interchange: int
    group: int
    transactions: frozenset[str]


class Match(NamedTuple):
    """An answer, the file it is about, and the state that it tells of it."""

    answer: Answer
    file: int
    told: FileState


class Unmatched(NamedTuple):
    """An answer to nothing that we sent, and why it is none; a person has to look."""

    answer: Answer
    reason: str


Outcome = Match | Unmatched


def match_answers(
    acknowledgment: Acknowledgment, sent: Sequence[SentFile], *, sha256: str, taken: Container[str]
) -> tuple[Outcome, ...]:
    """Find the file that each answer of a file of answers is about.

    Args:
        acknowledgment: What the carrier wrote.
        sent: Every file that was ever sent to the carrier, in any order.
        sha256: Digest of the bytes of the answers.
        taken: Digests of the answers that were taken before; one that comes again gives nothing.
    """
    if sha256 in taken:
        return ()
    return tuple(_match(answer, sent) for answer in acknowledgment.answers)


def _match(answer: Answer, sent: Sequence[SentFile]) -> Outcome:
    partners = [file for file in sent if _is_between(answer.origin, file)]
    if not partners:
        return Unmatched(answer, "nothing was sent from its receiver to its sender")
    if isinstance(answer, InterchangeAnswer):
        named = [file for file in partners if file.interchange == int(answer.interchange)]
        return _one_of(answer, named, f"no interchange {int(answer.interchange)} was sent")
    if answer.function != FUNCTION:
        return Unmatched(answer, f"it answers no group of 834 ({FUNCTION})")
    named = [file for file in partners if file.group == int(answer.group)]
    return _one_of(answer, named, f"no group {int(answer.group)} was sent")


def _is_between(origin: Origin, file: SentFile) -> bool:
    return (origin.sender_id, origin.receiver_id) == (file.receiver.strip(), file.sender.strip())


def _one_of(answer: Answer, named: Sequence[SentFile], none: str) -> Outcome:
    """Take the only file with the answer's number; of a test and a real one, that of the answer's usage."""
    files = named if len(named) < 2 else [file for file in named if file.usage == answer.origin.usage]
    if not files:
        return Unmatched(answer, none)
    if len(files) > 1:
        return Unmatched(answer, f"{len(files)} files have its control number")
    [file] = files
    if isinstance(answer, GroupAnswer) and not _has_all(file, answer):
        return Unmatched(answer, "it answers a transaction that the group did not have")
    states = AFTER_TA1 if isinstance(answer, InterchangeAnswer) else AFTER_FUNCTIONAL
    return Match(answer, file.id, states[answer.verdict])


def _has_all(file: SentFile, answer: GroupAnswer) -> bool:
    ours = {number.lstrip("0") for number in file.transactions}
    return all(transaction.number in ours for transaction in answer.transactions)
