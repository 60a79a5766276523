"""Until when a carrier's answers are waited for, and what silence means after that."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from benefits_sync.domain.carriers.schedule import end_of_business_day
from benefits_sync.domain.carriers.states import OPEN, OVERDUE
from benefits_sync.mapping.carriers.calendar import Acknowledgment, Answers, Expected
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carriers import AnswerKind, Due, FileState

_KINDS: Final = tuple(AnswerKind)


def deadlines(profile: CarrierProfile, sent_at: datetime) -> Due:
    """Return until when each answer to a file is waited for.

    Acknowledgments count in hours; a carrier's report is due at the end of one of its business days.
    """
    answers = profile.answers
    report = None
    if answers.report is not None:
        report = end_of_business_day(profile.schedule, sent_at, answers.report.deadline_business_days)
    return Due(_due(answers.ta1, sent_at), _due(answers.functional, sent_at), report)


def must_come(answers: Answers) -> frozenset[AnswerKind]:
    """Return the kinds of answers whose absence is an alarm; silence of the others means that all is well."""
    says: Mapping[AnswerKind, bool] = {
        AnswerKind.TA1: answers.ta1.expected is Expected.ALWAYS,
        AnswerKind.FUNCTIONAL: answers.functional.expected is Expected.ALWAYS,
        AnswerKind.REPORT: answers.report is not None and answers.report.comes_when_clean,
    }
    return frozenset(kind for kind, always in says.items() if always)


def awaited(heard: Collection[AnswerKind], due: Due) -> tuple[AnswerKind, ...]:
    """Return the kinds still waited for: those after the last one heard.

    Whoever answered with a 999 has taken the envelope, and whoever reports on people has read the file.
    """
    last = max((_KINDS.index(kind) for kind in heard), default=-1)
    return tuple(kind for kind, until in zip(_KINDS[last + 1 :], due[last + 1 :], strict=True) if until)


def follow_up(
    answers: Answers,
    state: FileState,
    heard: Collection[AnswerKind],
    due: Due,
    now: datetime,
    *,
    open_messages: int = 0,
) -> FileState | None:
    """Return the state that the clock alone gives a file, or None where nothing changes.

    A file is closed when every answer came that has to, each of the others had its time to come, and no
    message is open. An answer that has to come and is late makes it overdue.

    Args:
        answers: What the carrier's profile says it answers.
        state: Where the file stands.
        heard: The kinds of answers that came.
        due: The file's deadlines.
        now: The moment of looking.
        open_messages: Messages to the file that nobody settled.
    """
    if state is FileState.REPORT_DISCREPANCIES:
        return None if open_messages else FileState.CLOSED
    if state not in OPEN:
        return None
    waited = awaited(heard, due)
    late = [kind for kind in waited if now > until(due, kind)]
    overdue = [kind for kind in late if kind in must_come(answers)]
    if overdue:
        found = OVERDUE[overdue[-1]]
        return None if found is state else found
    return FileState.CLOSED if len(late) == len(waited) and not open_messages else None


def until(due: Due, kind: AnswerKind) -> datetime:
    """Return the deadline of a kind of answer that is waited for.

    Raises:
        ValueError: If it never comes.
    """
    moment = due[_KINDS.index(kind)]
    if moment is None:
        raise ValueError(f"no {kind} is waited for")
    return moment


def next_deadline(heard: Collection[AnswerKind], due: Due) -> tuple[AnswerKind, datetime] | None:
    """Return the answer to come next, by its deadline; None where nothing is waited for."""
    waits = [(kind, until(due, kind)) for kind in awaited(heard, due)]
    return min(waits, key=lambda wait: wait[1], default=None)


def _due(acknowledgment: Acknowledgment, sent_at: datetime) -> datetime | None:
    if acknowledgment.expected is Expected.NEVER:
        return None
    return sent_at + timedelta(hours=acknowledgment.deadline_hours)
