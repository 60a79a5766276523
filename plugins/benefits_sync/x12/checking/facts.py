"""What rules across segments look at: the light facts of a transaction, a person, a coverage and a family.

The engine collects them while it walks through a file. Texts are as they stand in the file; an element that
is absent, or that is no date where a date belongs, is an empty text, since another rule has said so already.
Dates are ``CCYYMMDD``, so that they can be compared as texts.

``places`` tell where a segment stands, counted from the first segment of the transaction or person (ST or INS
is 0), by its id and qualifier such as ``DTP*349``, ``NM1*IL`` or ``N4``: the first of its kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from benefits_sync.x12.checking.findings import Rule, Severity
from benefits_sync.x12.model.personal import Personal

Places = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What ISA and GS say around a transaction, blanks removed.

    ``number`` is ISA13, ``created`` GS04, and ``places`` are the numbers of both segments in the file.
    """

    sender_qualifier: str = ""
    sender: str = ""
    receiver_qualifier: str = ""
    receiver: str = ""
    usage: str = ""
    number: str = ""
    acknowledgment_requested: str = ""
    application_sender: str = ""
    application_receiver: str = ""
    created: str = ""
    delimiters: str = ""
    places: Places = field(default_factory=dict)


@dataclass(slots=True)
class Transaction:
    """The header of a transaction.

    Args:
        number: Number of ST in the file.
        envelope: ISA and GS around it.
        kind: ST01.
        places: Where the segments of the header stand, ST being 0.
        purpose: BGN01.
        reference: BGN02.
        created: BGN03.
        time_zone: BGN05.
        action: BGN08: ``2`` change, ``4`` verify, ``RX`` replace.
        references: REF by qualifier.
        dates: DTP by qualifier.
        totals: QTY02 by QTY01.
        parties: N103 and N104 by N101.
        accounts: ACT01 by the N101 before it.
        subscribers: People with INS01 Y; complete only when the transaction ends.
        dependents: All others.
        coverages: HD by line of insurance (HD03).
    """

    number: int
    envelope: Envelope
    kind: str = ""
    places: Places = field(default_factory=dict)
    purpose: str = ""
    reference: str = ""
    created: str = ""
    time_zone: str = ""
    action: str = ""
    references: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    subscribers: int = 0
    dependents: int = 0
    coverages: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Membership(Personal):
    """What INS says. People with the same INS share one."""

    subscriber: bool
    relationship: str
    maintenance: str
    reason: str
    benefit_status: str
    medicare_plan: str
    medicare_reason: str
    cobra_event: str
    employment_status: str
    student_status: str
    handicapped: str
    death_format: str
    death_date: str
    birth_sequence: str


@dataclass(frozen=True, slots=True, repr=False)
class Address(Personal):
    """An N3, an N4 or both.

    Args:
        index: Where the N4 stands in the person, or the N3 when there is no N4.
        loop: Loop of the address, such as ``2100A`` or ``2310``.
        has_street: Whether there is an N3.
        has_place: Whether there is an N4.
        city: N401.
        state: N402.
        postal_code: N403.
        country: N404.
    """

    index: int
    loop: str
    has_street: bool
    has_place: bool
    city: str
    state: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True, repr=False)
class Coverage(Personal):
    """An HD with what hangs on it. Equal coverages of different people may be one object.

    Args:
        index: Where the HD stands in the person.
        places: Where its segments stand in the person.
        maintenance: HD01.
        line: HD03.
        plan: HD04.
        level: HD05.
        begin: Benefit begin (DTP*348).
        end: Benefit end (DTP*349).
        dates: First day by qualifier.
        references: REF by qualifier.
        amounts: AMT02 by AMT01.
    """

    index: int
    places: Places
    maintenance: str
    line: str
    plan: str
    level: str
    begin: str
    end: str
    dates: Mapping[str, str]
    references: Mapping[str, str]
    amounts: Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Category(Personal):
    """A reporting category (2750).

    Args:
        index: Where its N1 stands in the person.
        name: N102.
        reference: REF01.
        value: REF02.
    """

    index: int
    name: str
    reference: str
    value: str


@dataclass(slots=True, repr=False)
class Person(Personal):
    """One INS loop.

    Args:
        number: Number of INS in the file.
        transaction: The transaction that the person is in.
        places: Where segments stand outside coverages, INS being 0.
        membership: INS.
        subscriber_id: REF*0F.
        references: REF of 2000 by qualifier, ``0F`` and ``1L`` included.
        dates: DTP of 2000 by qualifier.
        corrected: Whether NM101 is 74.
        last_name: NM103.
        first_name: NM104.
        id_kind: NM108.
        id: NM109.
        birth_date: DMG02.
        gender: DMG03.
        ethnicity: DMG05, with repetitions and components as they stand.
        citizenship: DMG06.
        income: ICM01, how often the income is paid.
        languages: LUI01 and LUI02, each with its place.
        addresses: All addresses of the person and those around it, 2100A first.
        coverages: In the order of the file.
        categories: Reporting categories, in the order of the file.
    """

    number: int
    transaction: Transaction
    places: Places
    membership: Membership
    subscriber_id: str
    references: Mapping[str, str]
    dates: Mapping[str, str]
    corrected: bool
    last_name: str
    first_name: str
    id_kind: str
    id: str
    birth_date: str
    gender: str
    ethnicity: str
    citizenship: str
    income: str
    languages: tuple[tuple[int, str, str], ...]
    addresses: tuple[Address, ...]
    coverages: tuple[Coverage, ...]
    categories: tuple[Category, ...]


@dataclass(slots=True, repr=False)
class Family(Personal):
    """People that follow one another with one subscriber id.

    Args:
        subscriber_id: REF*0F.
        people: In the order of the file.
        seen_before: Whether the same id stood earlier in the transaction, with others in between.
    """

    subscriber_id: str
    people: list[Person]
    seen_before: bool


class Report(Protocol):
    """Takes what a rule finds; it adds place, person and source."""

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
        """Report a segment of a person.

        Args:
            rule: The rule that is broken.
            person: The person.
            index: Where the segment stands in the person, as ``places`` say.
            element: Segment with qualifier, or element, such as ``DTP*349`` or ``HD05``.
            loop: Loop of the segment.
            severity: Another severity than the rule's, where a profile says so.
        """

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

    def on_envelope(self, rule: Rule, envelope: Envelope, element: str) -> None:
        """Report an element of ISA or GS, or ISA as a whole."""


class RuleSet(NamedTuple):
    """Rules over facts, as functions that report what they find.

    Args:
        header: Called when the header of a transaction was read.
        person: Called for each person.
        family: Called for each family.
        end: Called at the end of a transaction, when its counts are complete.
    """

    header: tuple[Callable[[Transaction, Report], None], ...] = ()
    person: tuple[Callable[[Person, Report], None], ...] = ()
    family: tuple[Callable[[Family, Report], None], ...] = ()
    end: tuple[Callable[[Transaction, Report], None], ...] = ()
