"""Checks a file in one pass: one family in memory, whatever the file's size and whatever its bytes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from benefits_sync.x12.checking import balance
from benefits_sync.x12.checking.collecting import header_facts
from benefits_sync.x12.checking.envelope import NESTING, NOT_834
from benefits_sync.x12.checking.expected import Expected
from benefits_sync.x12.checking.facts import Envelope, Family, Person, RuleSet, Transaction
from benefits_sync.x12.checking.findings import KEPT_PER_RULE, Checked, CheckResult, Findings, Severity
from benefits_sync.x12.checking.guide_rules import LOOP_MISSING
from benefits_sync.x12.checking.nesting import LEVELS, Nesting, NumberUsed
from benefits_sync.x12.checking.partner_file import WholeFile
from benefits_sync.x12.checking.recogniser import RECORD
from benefits_sync.x12.checking.records import Records, Shape, Troubles
from benefits_sync.x12.checking.reporting import Reporter, Where
from benefits_sync.x12.checking.rules import rule_sets
from benefits_sync.x12.checking.scanning import Opening, Scanner
from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.stream import DigestedStream, Readable

MOST_SEGMENTS: Final = 10_000
ENROLLMENT: Final = "834"
OUTSIDE_TRANSACTIONS: Final = frozenset({"GS", "ST", "GE", "IEA"})
TRAILERS: Final = {level.trailer: level for level in LEVELS}


def check_file(
    stream: Readable,
    expected: Expected | None = None,
    *,
    is_number_used: NumberUsed | None = None,
    name: str = "",
    kept_per_rule: int = KEPT_PER_RULE,
) -> CheckResult:
    """Check a file against the whole catalogue.

    Args:
        stream: The file's bytes.
        expected: What the carrier expects; without it only what holds for all carriers is checked.
        is_number_used: Tells whether a sender has given a receiver a file with this ISA13 before.
        name: What the file is called, or will be; empty where that is not known.
        kept_per_rule: How many findings of a rule are kept; all are counted.

    Raises:
        X12SyntaxError: If the file is empty, or does not begin with an interchange.
    """
    digested = DigestedStream(stream)
    reporter = Reporter(Findings(kept_per_rule), expected.sources if expected else {})
    rules = (balance.RULE_SET, *rule_sets(expected))
    if expected is None:
        check = _Check(reporter, rules, is_number_used)
        check.run(digested)
    else:
        whole = WholeFile(expected.spelling, digested, expected.envelope.delimiters[-1], name)
        check = _Check(reporter, rules, is_number_used, expected.spelling.characters)
        check.run(whole.stream, whole)
    return check.result(digested.finish())


class _Check:
    """The state of one file being checked."""

    def __init__(
        self,
        reporter: Reporter,
        rules: Sequence[RuleSet],
        is_number_used: NumberUsed | None,
        characters: frozenset[str] | None = None,
    ) -> None:
        self._reporter = reporter
        self._nesting = Nesting(reporter, is_number_used)
        self._header_rules = [rule for rule_set in rules for rule in rule_set.header]
        self._person_rules = [rule for rule_set in rules for rule in rule_set.person]
        self._family_rules = [rule for rule_set in rules for rule in rule_set.family]
        self._end_rules = [rule for rule_set in rules for rule in rule_set.end]
        self._characters = characters
        self._records = Records(Delimiters(), characters)
        self._number = 0
        self._pending: list[str] = []
        self._pending_symbols = ""
        self._envelope = Envelope()
        self._transaction = Transaction(0, self._envelope)
        self._family: Family | None = None
        self._families: set[int] = set()
        self._totals = dict.fromkeys(("transactions", "subscribers", "dependents", "coverages"), 0)

    def run(self, stream: Readable, whole: WholeFile | None = None) -> None:
        for piece in Scanner(stream):
            if isinstance(piece, list):
                self._take(piece)
                continue
            self._flush()
            if isinstance(piece, Opening):
                self._open(piece)
            else:
                self._reporter.at(piece.rule, Where(self._number + 1), detail=piece.detail)
        self._flush()
        self._end_transaction()
        self._nesting.end(self._number)
        if whole is not None:
            whole.end(self._envelope, self._reporter)

    def result(self, digest: bytes) -> CheckResult:
        findings = self._reporter.findings
        return CheckResult(
            findings=findings.sorted(key=digest),
            counts=dict(findings.counts),
            errors=findings.severities[Severity.ERROR],
            warnings=findings.severities[Severity.WARNING],
            checked=Checked(segments=self._number, **self._totals),
        )

    def _take(self, segments: list[str]) -> None:
        """Cut segments into records, and keep the last one until it is known to be whole."""
        symbols = self._pending_symbols + self._records.recogniser.symbols(segments)
        segments = self._pending + segments
        starts = [found.start() for found in RECORD.finditer(symbols)]
        if not starts or starts[0]:
            starts.insert(0, 0)
        if len(segments) - starts[-1] > MOST_SEGMENTS:
            starts.append(len(segments))
        for start, stop in pairwise(starts):
            self._record(segments[start:stop], symbols[start:stop])
        self._pending = segments[starts[-1] :]
        self._pending_symbols = symbols[starts[-1] :]

    def _flush(self) -> None:
        if self._pending:
            self._record(self._pending, self._pending_symbols)
        self._pending, self._pending_symbols = [], ""

    def _record(self, segments: Sequence[str], symbols: str) -> None:
        shape = self._records.shape(symbols)
        if shape.kind == "INS":
            self._person(segments, shape)
        else:
            self._part(segments, shape)
        self._number += len(segments)

    def _person(self, segments: Sequence[str], shape: Shape) -> None:
        transaction = self._transaction
        troubles: Troubles = ()
        if shape.walk.unfit:
            segments, troubles = self._records.repair(segments, shape)
        person = self._records.collector.person(self._number + 1, transaction, segments, shape.person)
        if not shape.is_sound:
            self._tell(shape, troubles, person)
        if not self._nesting.in_transaction:
            self._reporter.at(NESTING, Where(person.number, "INS"))
        if person.membership.subscriber:
            transaction.subscribers += 1
        else:
            transaction.dependents += 1
        for coverage in person.coverages:
            transaction.coverages[coverage.line] = transaction.coverages.get(coverage.line, 0) + 1
        for rule in self._person_rules:
            rule(person, self._reporter)
        family = self._family
        # Who lacks the id has been told so; the people around are not to be taken for two families.
        lacks_id = not person.subscriber_id and not person.membership.subscriber
        if family is not None and (family.subscriber_id == person.subscriber_id or lacks_id):
            family.people.append(person)
        else:
            self._next_family(person)

    def _next_family(self, person: Person | None) -> None:
        """Close the family that is open, and begin one with this person."""
        if self._family is not None and self._family.subscriber_id:
            for rule in self._family_rules:
                rule(self._family, self._reporter)
        self._family = None
        if person is not None:
            name = hash(person.subscriber_id)
            self._family = Family(person.subscriber_id, [person], name in self._families)
            self._families.add(name)

    def _part(self, segments: Sequence[str], shape: Shape) -> None:
        """Take a record that is no person: a header or a segment of the envelope."""
        number = self._number + 1
        if shape.kind in OUTSIDE_TRANSACTIONS:
            self._end_transaction()
        segments, troubles = self._records.repair(segments, shape)
        elements = self._records.collector.elements(segments[0])
        if shape.kind == "ST":
            self._start_transaction(segments, shape, elements)
            if self._transaction.kind == ENROLLMENT:
                self._tell(shape, troubles)
                self._run(self._header_rules)
            else:
                self._reporter.at(NOT_834, Where(number, "ST01"))
            return
        self._tell(shape, troubles)
        if shape.kind == "GS":
            self._nesting.group(number, elements[6], elements[8])
            self._envelope = replace(
                self._envelope,
                application_sender=elements[2],
                application_receiver=elements[3],
                created=elements[4],
                places={**self._envelope.places, "GS": number},
            )
        elif shape.kind in TRAILERS:
            if shape.kind == "SE":
                self._end_people()
            self._nesting.close(TRAILERS[shape.kind], number, elements[1], elements[2])
            self._end_transaction()

    def _open(self, opening: Opening) -> None:
        """Take ISA."""
        self._end_transaction()
        self._number += 1
        self._nesting.interchange(self._number, opening.elements)
        if opening.delimiters != self._records.delimiters:
            self._records = Records(opening.delimiters, self._characters)
        stripped = [element.strip(" ") for element in opening.elements]
        self._envelope = Envelope(
            sender_qualifier=stripped[5],
            sender=stripped[6],
            receiver_qualifier=stripped[7],
            receiver=stripped[8],
            acknowledgment_requested=stripped[14],
            usage=stripped[15],
            number=stripped[13],
            delimiters=opening.delimiters.characters,
            places={"ISA": self._number},
        )

    def _start_transaction(self, segments: Sequence[str], shape: Shape, elements: Sequence[str]) -> None:
        number = self._number + 1
        self._reporter.transaction_start = number
        self._transaction = Transaction(number, self._envelope, elements[1])
        self._family = None
        header_facts(self._transaction, segments, shape.walk, self._records.delimiters.element)
        self._nesting.transaction(number, elements[2], elements[3])

    def _run(self, rules: Iterable[Callable[[Transaction, Reporter], None]]) -> None:
        for rule in rules:
            rule(self._transaction, self._reporter)

    def _end_people(self) -> None:
        """Close the people of a transaction, and compare its counts."""
        if not self._nesting.in_transaction:
            return
        self._next_family(None)
        self._families.clear()
        transaction = self._transaction
        if transaction.kind == ENROLLMENT and not transaction.subscribers + transaction.dependents:
            self._reporter.at(LOOP_MISSING, Where(transaction.number, "INS", "2000"))
        self._run(self._end_rules)
        self._totals["transactions"] += 1
        self._totals["subscribers"] += transaction.subscribers
        self._totals["dependents"] += transaction.dependents
        self._totals["coverages"] += sum(transaction.coverages.values())

    def _end_transaction(self) -> None:
        """Leave the transaction that is open, if its end has not come."""
        self._end_people()
        self._reporter.transaction_start = None

    def _tell(self, shape: Shape, troubles: Troubles, person: Person | None = None) -> None:
        """Report what is wrong with a record's structure and elements."""
        first = self._number + 1
        for misfit in shape.walk.misfits:
            where = Where(first + misfit.index, misfit.element, misfit.loop)
            self._reporter.at(misfit.rule, where, person=person)
        keys = {place.index: place.key for place in shape.walk.placed}
        for index, usage, problem in troubles:
            element = f"{usage.segment.id}{problem.element:02}" if problem.element else usage.label
            where = Where(first + index, element, usage.loop, keys[index])
            self._reporter.at(problem.rule, where, detail=problem.detail, person=person)
