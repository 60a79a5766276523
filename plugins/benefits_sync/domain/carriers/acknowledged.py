"""Turns the errors of a TA1, 999 or 997 into messages about people, each with the one who puts it right."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from benefits_sync.mapping.carriers.calendar import Owner, Severity
from benefits_sync.models.carrier_files import NewMessage, PersonIndexRow
from benefits_sync.x12.acknowledgments.meanings import PERSON_SOURCE
from benefits_sync.x12.acknowledgments.model import (
    AcknowledgmentKind,
    Answer,
    AnswerVerdict,
    Fault,
    GroupAnswer,
    InterchangeAnswer,
    Level,
)

CODE_ELEMENTS: Final = {
    Level.INTERCHANGE: "TA105",
    Level.GROUP: "AK905",
    Level.TRANSACTION: "IK502",
    Level.SEGMENT: "IK304",
    Level.ELEMENT: "IK403",
}
WITHOUT_REASON: Final = "the carrier rejected it and does not say why; ask the carrier"
MILD: Final = frozenset({AnswerVerdict.ACCEPTED, AnswerVerdict.ACCEPTED_WITH_ERRORS})


class People:
    """Finds the person who is told of at a position of a file.

    Args:
        rows: Where in the file each person stands.
    """

    def __init__(self, rows: Iterable[PersonIndexRow]) -> None:
        self._rows: dict[str, list[PersonIndexRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.transaction.lstrip("0")].append(row)
        for some in self._rows.values():
            some.sort(key=lambda row: row.first_segment)

    def at(self, transaction: str, position: int | None) -> PersonIndexRow | None:
        """The person there, or None, as in a header; transactions without the zeros before them."""
        rows = self._rows.get(transaction, [])
        place = bisect_right(rows, position or 0, key=lambda row: row.first_segment) - 1
        return rows[place] if place >= 0 and (position or 0) <= rows[place].last_segment else None


def messages_of(
    answer: Answer, people: People, lines: Mapping[tuple[str, int], str] | None = None
) -> Iterator[NewMessage]:
    """Tell each error of an answer as a message.

    Args:
        answer: An answer that was matched to a file.
        people: The people of that file.
        lines: Number of a transaction and position -> line of insurance, where the file's bytes are at hand.
    """
    kind = AcknowledgmentKind.TA1 if isinstance(answer, InterchangeAnswer) else answer.kind
    if isinstance(answer, GroupAnswer):
        for one in answer.transactions:
            for fault in one.faults:
                row = people.at(one.number, fault.position)
                line = (lines or {}).get((one.number, fault.position or 0))
                yield _message(fault, kind, one.verdict, row, line)
    for fault in answer.faults:
        yield _message(fault, kind, answer.verdict, None, None)
    if answer.verdict not in MILD and not _reasons(answer):
        yield NewMessage(
            severity=Severity.ERROR, owner=Owner.EDI, code=f"{kind}-{answer.verdict}", text=WITHOUT_REASON
        )


def _reasons(answer: Answer) -> tuple[Fault, ...]:
    return answer.all_faults if isinstance(answer, GroupAnswer) else answer.faults


def _message(
    fault: Fault,
    kind: AcknowledgmentKind,
    verdict: AnswerVerdict,
    row: PersonIndexRow | None,
    line: str | None,
) -> NewMessage:
    place = CODE_ELEMENTS[fault.level]
    if kind is AcknowledgmentKind.FUNCTIONAL:
        place = place.replace("IK", "AK")
    return NewMessage(
        severity=Severity.WARNING if verdict in MILD else Severity.ERROR,
        owner=Owner.BENEFITS if fault.fix == PERSON_SOURCE and row else Owner.EDI,
        code=f"{place}-{fault.code or '?'}",
        text=_text(fault),
        person_ref=row.person_ref if row else None,
        subscriber_code=row.subscriber_code if row else None,
        line=line,
        segment=fault.position,
        element=fault.element or fault.segment,
    )


def _text(fault: Fault) -> str:
    where = [fault.element or fault.segment or "", f"in loop {fault.loop}" if fault.loop else ""]
    place = " ".join(part for part in where if part)
    because = f" ({', '.join(fault.context)})" if fault.context else ""
    return f"{place}{': ' if place else ''}{fault.meaning}{because}; {fault.fix}"
