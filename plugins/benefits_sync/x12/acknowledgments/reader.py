"""Reads TA1, 999 and 997 as carriers really write them.

Control numbers, ids and verdicts must be right, for a file's fate hangs on them. All else is tolerated and
told as an oddity: wrong counts, long loop ids, missing or old guide names, answers in odd places.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from benefits_sync.x12.acknowledgments import verdicts
from benefits_sync.x12.acknowledgments.faults import (
    FUNCTION,
    MOMENT,
    SegmentReport,
    element,
    group_faults,
    interchange_fault,
    only,
    transaction_faults,
)
from benefits_sync.x12.acknowledgments.model import (
    Acknowledgment,
    AcknowledgmentKind,
    Answer,
    AnswerVerdict,
    Fault,
    GroupAnswer,
    InterchangeAnswer,
    Oddity,
    Origin,
    TransactionAnswer,
)
from benefits_sync.x12.codes.acknowledgments import FunctionalVerdict, InterchangeVerdict
from benefits_sync.x12.errors import X12StructureError, X12ValueError
from benefits_sync.x12.segments import is_number
from benefits_sync.x12.stream import Readable
from benefits_sync.x12.tokens import Tokens

MOST_DIGITS: Final = 9
Code = TypeVar("Code", bound=StrEnum)


def read_acknowledgment(stream: Readable) -> Acknowledgment:
    """Read a file of answers.

    Raises:
        X12SyntaxError: If the bytes are no interchange, or end inside one.
        X12StructureError: If the file answers nothing, or an answer lacks what is answered or the verdict.
        X12ValueError: If a verdict or control number cannot be read.
    """
    return _Reader(Tokens(stream, repetitions=False)).read()


class _Transaction:
    """AK2 to IK5 or AK5, being read."""

    def __init__(self, control_number: str) -> None:
        self.control_number = control_number
        self.verdict: AnswerVerdict | None = None
        self.faults: list[Fault] = []


class _Group:
    """AK1 to AK9, being read."""

    def __init__(self, kind: AcknowledgmentKind, function: str, number: str) -> None:
        self.kind = kind
        self.function = function
        self.number = number
        self.transactions: list[_Transaction] = []


class _Reader:
    """The state of one file of answers being read."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._answers: list[Answer] = []
        self._oddities: list[Oddity] = []
        self._origin = Origin("", "", "", "")
        self._kind: AcknowledgmentKind | None = None
        self._start = 0
        self._groups = 0
        self._sets = 0
        self._group: _Group | None = None
        self._report: SegmentReport | None = None
        self._readers: Mapping[str, Callable[[list[str]], None]] = {
            "ISA": self._read_isa,
            "TA1": self._read_ta1,
            "GS": self._read_gs,
            "ST": self._read_st,
            "AK1": self._read_ak1,
            "AK2": self._read_ak2,
            "IK3": self._read_segment,
            "AK3": self._read_segment,
            "IK4": self._read_element,
            "AK4": self._read_element,
            "CTX": self._read_context,
            "IK5": self._read_verdict,
            "AK5": self._read_verdict,
            "AK9": self._read_ak9,
            "SE": self._read_se,
            "GE": self._read_ge,
            "IEA": self._read_iea,
        }

    def read(self) -> Acknowledgment:
        for elements in self._tokens:
            reader = self._readers.get(elements[0].strip())
            if reader is not None:
                reader(elements)
            else:
                self._tolerate("an answer has no place for this segment")
        if self._tokens.had_byte_order_mark:
            self._oddities.insert(0, Oddity(1, "the file begins with a byte order mark"))
        if not self._answers:
            raise self._error("the file answers nothing: it has neither a TA1 nor a 999 or 997")
        return Acknowledgment(tuple(self._answers), tuple(self._oddities))

    def _read_isa(self, elements: list[str]) -> None:
        self._origin = Origin(*(element(elements, place) for place in (6, 8, 15, 13)))
        self._groups = 0

    def _read_ta1(self, elements: list[str]) -> None:
        if self._groups:
            self._tolerate("TA1 stands behind a group")
        fault = interchange_fault(element(elements, 5), self._tokens.number)
        verdict = verdicts.verdict_of(self._code(elements, 4, InterchangeVerdict))
        self._answers.append(
            InterchangeAnswer(
                origin=self._origin,
                interchange=self._control_number(elements, 1),
                date=only(MOMENT, element(elements, 2)) or "",
                time=only(MOMENT, element(elements, 3)) or "",
                verdict=verdict,
                faults=verdicts.told_with((fault,) if fault else (), verdict),
            )
        )

    def _read_gs(self, elements: list[str]) -> None:
        self._close_set()
        self._groups += 1
        self._sets = 0
        if element(elements, 1) != "FA":
            self._tolerate("GS01 of answers is FA")

    def _read_st(self, elements: list[str]) -> None:
        self._close_set()
        kinds = {kind.value: kind for kind in AcknowledgmentKind if kind is not AcknowledgmentKind.TA1}
        self._kind = kinds.get(element(elements, 1))
        if self._kind is None:
            raise self._error(
                "the transaction set is no acknowledgment, neither 999 nor 997; an 834 is looked at by "
                "`benefits x12 check` and `show`"
            )
        self._start = self._tokens.number
        self._sets += 1

    def _read_ak1(self, elements: list[str]) -> None:
        self._close_group()
        if self._kind is None:
            raise self._error("AK1 stands outside a transaction set")
        self._group = _Group(
            self._kind, only(FUNCTION, element(elements, 1)) or "", self._control_number(elements, 2)
        )

    def _read_ak2(self, elements: list[str]) -> None:
        group = self._open_group("AK2")
        self._close_report()
        number = element(elements, 2)
        if not 1 <= len(number) <= MOST_DIGITS or not number.isalnum():
            raise self._value_error("AK202", "a control number has 1 to 9 letters and digits")
        group.transactions.append(_Transaction(number))

    def _read_segment(self, elements: list[str]) -> None:
        self._close_report()
        self._open_transaction(elements[0])
        self._report = SegmentReport(elements, self._tokens.number)

    def _read_element(self, elements: list[str]) -> None:
        if self._report is None:
            self._open_transaction(elements[0])
            self._report = SegmentReport([], self._tokens.number)
            self._tolerate("an element is reported without its segment")
        self._report.add_element(elements, self._tokens.number)

    def _read_context(self, elements: list[str]) -> None:
        if self._report is not None:
            self._report.add_context(elements, self._tokens.delimiters.component)
        else:
            self._tolerate("a context is reported without its segment")

    def _read_verdict(self, elements: list[str]) -> None:
        self._close_report()
        transaction = self._open_transaction(elements[0])
        transaction.verdict = verdicts.verdict_of(self._code(elements, 1, FunctionalVerdict))
        transaction.faults.extend(transaction_faults(elements, self._tokens.number))

    def _read_ak9(self, elements: list[str]) -> None:
        group = self._open_group("AK9")
        self._close_report()
        stated = verdicts.verdict_of(self._code(elements, 1, FunctionalVerdict))
        included, received, accepted = (self._count(elements, place) for place in (2, 3, 4))
        transactions = tuple(self._finished(one, stated) for one in group.transactions)
        verdict = verdicts.agreed_verdict(stated, transactions, included, accepted)
        if verdict is not stated:
            self._tolerate("AK9 is milder than what it sums up")
        self._answers.append(
            GroupAnswer(
                origin=self._origin,
                kind=group.kind,
                function=group.function,
                group=group.number,
                verdict=verdict,
                transactions=transactions,
                included=included,
                received=received,
                accepted=accepted,
                faults=verdicts.told_with(group_faults(elements, self._tokens.number), verdict),
            )
        )
        self._group = None

    def _read_se(self, elements: list[str]) -> None:
        self._compare(elements, self._tokens.number - self._start + 1)
        self._close_set()

    def _read_ge(self, elements: list[str]) -> None:
        self._close_set()
        self._compare(elements, self._sets)

    def _read_iea(self, elements: list[str]) -> None:
        self._close_set()
        self._compare(elements, self._groups)
        if element(elements, 2).lstrip("0") != self._origin.control_number.lstrip("0"):
            self._tolerate("IEA02 differs from ISA13")

    def _compare(self, elements: list[str], counted: int) -> None:
        if self._count(elements, 1) != counted:
            self._tolerate(f"{elements[0].strip()}01 does not state the {counted} that there are")

    def _finished(self, transaction: _Transaction, group: AnswerVerdict) -> TransactionAnswer:
        verdict = transaction.verdict
        if verdict is None:
            self._tolerate("a transaction is answered without its verdict")
            verdict = verdicts.unstated_verdict(group, bool(transaction.faults))
        return TransactionAnswer(
            transaction.control_number, verdict, verdicts.told_with(transaction.faults, verdict)
        )

    def _close_report(self) -> None:
        report, self._report = self._report, None
        if report is not None and self._group is not None:
            faults = report.faults(self._tokens.delimiters.component)
            self._group.transactions[-1].faults.extend(faults)

    def _close_group(self) -> None:
        if self._group is not None:
            raise self._error("AK9 is missing: the answer has no verdict")

    def _close_set(self) -> None:
        self._close_group()
        self._kind = None

    def _open_group(self, segment: str) -> _Group:
        if self._group is None:
            raise self._error(f"{segment} stands without AK1, which says what is answered")
        return self._group

    def _open_transaction(self, segment: str) -> _Transaction:
        group = self._open_group(segment)
        if not group.transactions:
            raise self._error(f"{segment} stands without AK2, which says what is answered")
        return group.transactions[-1]

    def _code(self, elements: list[str], place: int, codes: type[Code]) -> Code:
        text = element(elements, place)
        code = next((code for code in codes if code.value == text), None)
        if code is None:
            name = f"{elements[0].strip()}{place:02}"
            raise self._value_error(name, f"the verdict is one of {' '.join(codes)}")
        return code

    def _control_number(self, elements: list[str], place: int) -> str:
        text = element(elements, place)
        if not is_number(text) or len(text) > MOST_DIGITS:
            raise self._value_error(f"{elements[0].strip()}{place:02}", "a control number has 1 to 9 digits")
        return text

    def _count(self, elements: list[str], place: int) -> int | None:
        text = element(elements, place)
        return int(text) if is_number(text) and len(text) <= MOST_DIGITS else None

    def _tolerate(self, what: str) -> None:
        self._oddities.append(Oddity(self._tokens.number, what))

    def _error(self, reason: str) -> X12StructureError:
        return X12StructureError(reason, segment=self._tokens.number)

    def _value_error(self, name: str, reason: str) -> X12ValueError:
        return X12ValueError(reason, segment=self._tokens.number, element=name)
