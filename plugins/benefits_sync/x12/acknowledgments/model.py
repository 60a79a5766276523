"""An answer as values: who answers, what about, the verdict, and each error; never a person's value."""

from dataclasses import dataclass
from enum import StrEnum

from benefits_sync.x12.codes.acknowledgments import FaultCode


class AcknowledgmentKind(StrEnum):
    """The kinds of answer in X12."""

    TA1 = "TA1"
    IMPLEMENTATION = "999"
    FUNCTIONAL = "997"


class AnswerVerdict(StrEnum):
    """What became of what was sent, from best to worst."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    PARTLY = "partly"
    REJECTED = "rejected"


class Level(StrEnum):
    """What an error is about."""

    INTERCHANGE = "interchange"
    GROUP = "group"
    TRANSACTION = "transaction"
    SEGMENT = "segment"
    ELEMENT = "element"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One error that the carrier found.

    Args:
        level: What it is about.
        code: The carrier's code, empty when it is missing or could be something else than a code.
        meaning: What the code says, in English.
        fix: How to put it right.
        known: The code as a member of its list, None for one that the list lacks.
        segment: Id of the segment, such as ``REF``.
        position: Position of the segment in its transaction, ST being 1.
        loop: Loop of the guide, such as ``2100A``.
        element: Place of the element, such as ``REF02`` or ``INS06-2``.
        data_element: Number of the element in X12's dictionary.
        carries_value: Whether the carrier repeats the bad value, which is not kept.
        context: What the carrier names as the cause, such as ``SITUATIONAL TRIGGER NM1 6 2100B 4``.
        answered_at: Number of the segment of the answer that says so.
    """

    level: Level
    code: str
    meaning: str
    fix: str
    known: FaultCode | None = None
    segment: str | None = None
    position: int | None = None
    loop: str | None = None
    element: str | None = None
    data_element: str | None = None
    carries_value: bool = False
    context: tuple[str, ...] = ()
    answered_at: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The envelope of an answer: its sender is the receiver of what it answers, and the reverse."""

    sender_id: str
    receiver_id: str
    usage: str
    control_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterchangeAnswer:
    """A TA1: what became of one interchange.

    Args:
        origin: The envelope in which it stands.
        interchange: Control number of the interchange that is answered (ISA13).
        date: Its date, YYMMDD.
        time: Its time, HHMM.
        verdict: What became of it.
        faults: What is wrong with it, at most one.
    """

    origin: Origin
    interchange: str
    date: str
    time: str
    verdict: AnswerVerdict
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class TransactionAnswer:
    """What became of one transaction (AK2 to IK5 or AK5).

    Args:
        control_number: Its ST02.
        verdict: What became of it.
        faults: Its errors, those of segments and elements first.
    """

    control_number: str
    verdict: AnswerVerdict
    faults: tuple[Fault, ...]

    @property
    def number(self) -> str:
        """Its control number without the zeros before it, which some carriers leave out."""
        return self.control_number.lstrip("0")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswer:
    """A 999 or 997: what became of one group.

    Args:
        origin: The envelope in which it stands.
        kind: 999 or 997.
        function: GS01 of the group that is answered, ``BE`` for an 834.
        group: Its control number (GS06).
        verdict: What became of it, by AK9 and no better than its transactions allow.
        transactions: Those that the carrier names; of an accepted group often none.
        included: Transactions of the group as it was sent (AK902).
        received: Transactions that the carrier found (AK903).
        accepted: Transactions that it accepted (AK904).
        faults: Errors of the group itself.
    """

    origin: Origin
    kind: AcknowledgmentKind
    function: str
    group: str
    verdict: AnswerVerdict
    transactions: tuple[TransactionAnswer, ...]
    included: int | None
    received: int | None
    accepted: int | None
    faults: tuple[Fault, ...]

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """The errors of the transactions, then those of the group."""
        return (*(fault for one in self.transactions for fault in one.faults), *self.faults)


Answer = InterchangeAnswer | GroupAnswer


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in an answer that the standard forbids and the reader tolerates."""

    segment: int
    what: str


@dataclass(frozen=True, slots=True)
class Acknowledgment:
    """A file of answers.

    Args:
        answers: In the order of the file.
        oddities: What was tolerated.
    """

    answers: tuple[Answer, ...]
    oddities: tuple[Oddity, ...] = ()

    @property
    def verdict(self) -> AnswerVerdict:
        """The worst of all verdicts."""
        order = list(AnswerVerdict)
        return max((answer.verdict for answer in self.answers), key=order.index)
