"""Makes findings of broken rules: adds place, person and source, and never a value."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from benefits_sync.x12.checking.facts import Envelope, Person, Transaction
from benefits_sync.x12.checking.findings import Finding, Findings, Identity, Rule, Severity
from benefits_sync.x12.checking.sources import SOURCES, source_of


class Where(NamedTuple):
    """A place of a file.

    Args:
        segment: Number of the segment, ISA being 1.
        element: Segment with qualifier, or element.
        loop: Loop of the segment.
        key: Id and qualifier of the segment, where ``element`` is an element.
    """

    segment: int
    element: str = ""
    loop: str = ""
    key: str = ""


class Reporter:
    """Takes what rules find.

    Args:
        findings: Where they are collected.
        sources: Where elements come from, by loop and element, where a profile says so.

    Attributes:
        findings: What was found so far.
        transaction_start: Number of the current ST; None between transactions.
    """

    def __init__(
        self,
        findings: Findings,
        sources: Mapping[tuple[str, str], str] = MappingProxyType({}),
    ) -> None:
        self.findings = findings
        self._sources = {**SOURCES, **sources}
        self._told: set[tuple[str, int, str]] = set()
        self.transaction_start: int | None = None

    def on_person(
        self,
        rule: Rule,
        person: Person,
        index: int = 0,
        element: str = "",
        *,
        loop: str = "2000",
        severity: Severity | None = None,
    ) -> None:
        """Report a segment of a person; see `facts.Report`."""
        self.at(rule, Where(person.number + index, element, loop), severity=severity, person=person)

    def on_transaction(
        self,
        rule: Rule,
        transaction: Transaction,
        index: int = 0,
        element: str = "",
        *,
        severity: Severity | None = None,
    ) -> None:
        """Report a segment of a header, or the transaction as a whole."""
        self.at(rule, Where(transaction.number + index, element, "header"), severity=severity)

    def on_envelope(self, rule: Rule, envelope: Envelope, element: str) -> None:
        """Report an element of ISA or GS, or ISA as a whole; told once, however many transactions follow."""
        places = envelope.places
        segment = places.get(element.rstrip("0123456789"), places.get("ISA", 1))
        if (rule.id, segment, element) not in self._told:
            self._told.add((rule.id, segment, element))
            self.at(rule, Where(segment, element))

    def at(
        self,
        rule: Rule,
        where: Where,
        *,
        severity: Severity | None = None,
        detail: str = "",
        person: Person | None = None,
    ) -> None:
        """Report a place of the file.

        Args:
            rule: The rule that is broken.
            where: The place.
            severity: Another severity than the rule's.
            detail: More about it, such as a length; never a value of the file.
            person: Whom it is about.
        """
        severity = severity or rule.severity
        if not self.findings.has_room(rule, severity):
            return
        start = self.transaction_start
        what = rule.what.removesuffix(".")
        self.findings.keep(
            Finding(
                rule=rule.id,
                snip=rule.snip,
                severity=severity,
                segment=where.segment,
                position=where.segment - start + 1 if start is not None and where.segment >= start else None,
                loop=where.loop,
                element=where.element,
                member="",
                member_segment=person.number if person else None,
                what=f"{what}: {detail}." if detail else f"{what}.",
                fix=rule.fix,
                source=source_of(self._sources, where.loop, where.element, where.key),
            ),
            _identity(person) if person else None,
        )


def _identity(person: Person) -> Identity:
    return (person.subscriber_id, person.membership.relationship, person.birth_date, person.first_name)
