"""From the letters of an answer to one verdict, which is never better than any part of the answer allows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from benefits_sync.x12.acknowledgments.meanings import fix_of_accepted
from benefits_sync.x12.acknowledgments.model import AnswerVerdict, Fault, TransactionAnswer
from benefits_sync.x12.codes.acknowledgments import FunctionalVerdict, InterchangeVerdict

VERDICTS: Final = {
    "A": AnswerVerdict.ACCEPTED,
    "E": AnswerVerdict.ACCEPTED_WITH_ERRORS,
    "P": AnswerVerdict.PARTLY,
    "R": AnswerVerdict.REJECTED,
    "M": AnswerVerdict.REJECTED,
    "W": AnswerVerdict.REJECTED,
    "X": AnswerVerdict.REJECTED,
}
GOOD: Final = frozenset({AnswerVerdict.ACCEPTED, AnswerVerdict.ACCEPTED_WITH_ERRORS})


def verdict_of(code: InterchangeVerdict | FunctionalVerdict) -> AnswerVerdict:
    """The verdict that a letter stands for."""
    return VERDICTS[code.value]


def told_with(faults: Iterable[Fault], verdict: AnswerVerdict) -> tuple[Fault, ...]:
    """Errors with what to do about them under a verdict: nobody sends again what was accepted."""
    if verdict not in GOOD:
        return tuple(faults)
    return tuple(replace(fault, fix=fix_of_accepted(fault.fix)) for fault in faults)


def unstated_verdict(group: AnswerVerdict, faulty: bool) -> AnswerVerdict:
    """The verdict on a transaction whose IK5 or AK5 is missing."""
    if group not in GOOD:
        return AnswerVerdict.REJECTED
    return AnswerVerdict.ACCEPTED_WITH_ERRORS if faulty else AnswerVerdict.ACCEPTED


def agreed_verdict(
    stated: AnswerVerdict,
    transactions: Sequence[TransactionAnswer],
    included: int | None,
    accepted: int | None,
) -> AnswerVerdict:
    """The verdict on a group: the stated one, made worse where its parts contradict it."""
    rejected = sum(one.verdict not in GOOD for one in transactions)
    if stated is AnswerVerdict.REJECTED:
        return stated
    if accepted == 0 and included:
        return AnswerVerdict.REJECTED
    if rejected:
        everything = rejected >= max(included or 0, len(transactions))
        return AnswerVerdict.REJECTED if everything else AnswerVerdict.PARTLY
    if included is not None and accepted is not None and accepted < included:
        return AnswerVerdict.PARTLY
    if any(one.verdict is AnswerVerdict.ACCEPTED_WITH_ERRORS for one in transactions):
        return max(stated, AnswerVerdict.ACCEPTED_WITH_ERRORS, key=list(AnswerVerdict).index)
    return stated
