"""Carrier files in words: states, who has to do what next, gates, answers and events."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from benefits_sync.domain.carriers.states import OPEN, OVERDUE, SET_ASIDE
from benefits_sync.models.carrier_files import MessageOrigin
from benefits_sync.models.carriers import AnswerKind, FileKind, FileState, Usage, Verdict
from benefits_sync.store.carriers.listing import NEEDS_A_PERSON, Clock
from benefits_sync.ui.layout import duration

_S = FileState


class Tone(StrEnum):
    """How a word is marked; the values are the shapes that the style sheet draws."""

    GOOD = "completed"
    WARN = "completed-with-errors"
    BAD = "failed"
    BUSY = "in-progress"
    WAIT = "scheduled"
    GONE = "scheduled-but-deleted"


class Told(NamedTuple):
    """A state in words: what it is called, how it is marked, and what comes next."""

    title: str
    tone: Tone
    next: str


_CARRIER_ANSWERS: Final = "The carrier has to answer."
_ASK: Final = (
    "Ask the carrier whether the file arrived. If it did not, send the same bytes again; "
    "if it did, ask for the answer."
)
_BUILD_ANEW: Final = "Put right what the messages say, then build the file anew with new numbers."

STATES: Final = {
    _S.BUILT: Told("Built", Tone.BUSY, "Our check looks at it next."),
    _S.VALIDATED: Told("Checked", Tone.BUSY, "The gates look at it next."),
    _S.HELD: Told("Held", Tone.WARN, "A person has to say whether it may go: answer the run in Airflow."),
    _S.REFUSED: Told(
        "Refused", Tone.BAD, "It was never sent. Its page says why; put that right, then build it anew."
    ),
    _S.SKIPPED: Told("Skipped", Tone.GONE, "Nothing: it had nothing new to tell and was not sent."),
    _S.APPROVED: Told("Approved", Tone.BUSY, "It is sent as soon as no file of its carrier is held."),
    _S.SENDING: Told(
        "Sending", Tone.BUSY, "The run has to finish the delivery; if it ended, send the same bytes again."
    ),
    _S.DELIVERED: Told("Delivered", Tone.WAIT, _CARRIER_ANSWERS),
    _S.RESENT: Told("Sent again", Tone.WAIT, _CARRIER_ANSWERS),
    _S.TA1_ACCEPTED: Told("Envelope accepted", Tone.WAIT, _CARRIER_ANSWERS),
    _S.TA1_ERRORS: Told(
        "Envelope accepted with errors", Tone.WARN, f"{_CARRIER_ANSWERS} Do not send it again."
    ),
    _S.TA1_REJECTED: Told("Envelope rejected", Tone.BAD, f"Nobody was loaded. {_BUILD_ANEW}"),
    _S.FUNCTIONAL_ACCEPTED: Told("Accepted by the 999", Tone.WAIT, _CARRIER_ANSWERS),
    _S.FUNCTIONAL_ERRORS: Told(
        "Accepted with errors by the 999",
        Tone.WARN,
        "Look at what the carrier noted; the next file tells it.",
    ),
    _S.FUNCTIONAL_PARTIAL: Told("Accepted in part", Tone.BAD, f"Some were not loaded. {_BUILD_ANEW}"),
    _S.FUNCTIONAL_REJECTED: Told("Rejected by the 999", Tone.BAD, f"Nobody was loaded. {_BUILD_ANEW}"),
    _S.REPORT_CLEAN: Told("Report is clean", Tone.GOOD, "Nothing: it is closed at the next look."),
    _S.REPORT_DISCREPANCIES: Told(
        "Discrepancies reported", Tone.WARN, "Settle the carrier's messages; then it is closed by itself."
    ),
    _S.OVERDUE_TA1: Told("TA1 overdue", Tone.BAD, _ASK),
    _S.OVERDUE_FUNCTIONAL: Told("999 overdue", Tone.BAD, _ASK),
    _S.OVERDUE_REPORT: Told("Report overdue", Tone.BAD, _ASK),
    _S.CLOSED: Told("Closed", Tone.GOOD, "Nothing: all that was awaited has come, and nothing is open."),
    _S.SUPERSEDED: Told("Superseded", Tone.GONE, "Nothing: another file stands in its place."),
    _S.QUARANTINED: Told("Quarantined", Tone.GONE, "Nothing is sent. Build it anew when the cause is gone."),
}


REFUSED_FROM: Final = {
    _S.BUILT: f"It was never sent: our check found errors. {_BUILD_ANEW}",
    _S.VALIDATED: (
        "It was never sent: a gate refused it. Compare its numbers with what happened; correct "
        "PlanSource, or the gate's limit in the carrier's profile, then build it anew with new numbers."
    ),
    _S.HELD: "It was never sent: a person kept it back. Put right what stopped it, then build it anew.",
}
"""What comes next for a file that was refused, by the state that it was in before."""


class Bucket(StrEnum):
    """The states of files as the tiles above the list sum them up, what needs a person first."""

    PERSON = "person"
    CARRIER = "carrier"
    WORK = "work"
    CLOSED = "closed"
    UNSENT = "unsent"
    ASIDE = "aside"


BUCKETS: Final = {
    Bucket.PERSON: ("Needs a person", Tone.BAD, NEEDS_A_PERSON),
    Bucket.CARRIER: ("With the carrier", Tone.WAIT, OPEN - frozenset(OVERDUE.values())),
    Bucket.WORK: ("In the works", Tone.BUSY, frozenset({_S.BUILT, _S.VALIDATED, _S.APPROVED})),
    Bucket.CLOSED: ("Closed", Tone.GOOD, frozenset({_S.CLOSED})),
    Bucket.UNSENT: ("Not sent", Tone.WARN, frozenset({_S.REFUSED, _S.SKIPPED})),
    Bucket.ASIDE: ("Set aside", Tone.GONE, SET_ASIDE),
}
"""Title, mark and states of each; every state is in one of them."""

USAGES: Final = {Usage.PRODUCTION: "Production", Usage.TEST: "Test"}
KINDS: Final = {
    FileKind.CHANGE: "Changes only",
    FileKind.FULL: "Everyone (full)",
    FileKind.AUDIT: "Everyone, to compare (audit)",
}
ANSWERS: Final = {
    AnswerKind.TA1: "TA1 (envelope)",
    AnswerKind.FUNCTIONAL: "999 (content)",
    AnswerKind.REPORT: "Report on people",
}
VERDICTS: Final = {
    Verdict.PASS: ("Passed", Tone.GOOD),
    Verdict.LIST: ("Listed", Tone.WAIT),
    Verdict.HOLD: ("Held", Tone.WARN),
    Verdict.SKIP: ("Skipped", Tone.GONE),
    Verdict.REFUSE: ("Refused", Tone.BAD),
}
ORIGINS: Final = {
    MessageOrigin.BUILD: "Left out",
    MessageOrigin.CHECK: "Our check",
    MessageOrigin.ANSWER: "The carrier",
}
OWNERS: Final = {
    "hr": ("HR", "Correct the person in BambooHR; the next file tells it."),
    "benefits": ("Benefits", "Correct the election or the person in PlanSource; the next file tells it."),
    "edi": ("EDI", "Correct the carrier's profile, or ask the carrier's EDI contact."),
    "carrier": ("Carrier", "Ask the carrier to correct it, then dismiss the message with its word."),
}
"""Who puts a message right, and how."""

SEVERITIES: Final = {"error": Tone.BAD, "warning": Tone.WARN, "information": Tone.WAIT}
_SEVERAL: Final = {"error": "errors", "warning": "warnings", "information": "for information"}
ANSWER_TONES: Final = {
    "accepted": Tone.GOOD,
    "clean": Tone.GOOD,
    "accepted_with_errors": Tone.WARN,
    "discrepancies": Tone.WARN,
    "partly": Tone.BAD,
    "rejected": Tone.BAD,
    "unreadable": Tone.BAD,
    "unmatched": Tone.BAD,
}


class Wait(NamedTuple):
    """What a file waits for, and whether it is late."""

    what: str
    until: datetime | None = None
    left: str = ""
    late: bool = False


def words(name: str) -> str:
    """Write a name of the code as words: ``new_hire`` as ``New hire``."""
    return name.replace("_", " ").capitalize()


def severity_count(severity: str, number: int) -> str:
    """Return how many messages are of a severity, such as *4 errors*."""
    one = number == 1 and severity != "information"
    return f"{number:,} {severity if one else _SEVERAL[severity]}"


def gates_title(verdicts: Iterable[Verdict]) -> str:
    """Return what gates said, the gravest first, such as *1 held, 14 passed*."""
    tally = Counter(verdicts)
    told = [f"{tally[one]} {VERDICTS[one][0].lower()}" for one in reversed(Verdict) if tally[one]]
    return ", ".join(told)


def amount(value: float | None) -> str:
    """Write what a gate counted, or a limit of it; empty where there is none."""
    return "" if value is None else f"{value:,.1f}".removesuffix(".0")


def carrier_title(name: str) -> str:
    """Return a carrier's name for people, made of the name of its profile, which may be gone by now."""
    return name.replace("_", " ").title()


def wait_of(clock: Clock, now: datetime) -> Wait | None:
    """Return what the carrier still has to answer and until when, None where nothing is awaited."""
    if clock.kind is None or clock.until is None:
        return None
    late = clock.is_late(now)
    left = duration(now - clock.until if late else clock.until - now)
    return Wait(ANSWERS[clock.kind], clock.until, f"late by {left}" if late else f"{left} left", late)
