"""What one carrier expects of its files, as plain values: a profile makes them, partner rules compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from re import Pattern
from typing import Literal


class Presence(StrEnum):
    """Whether something stands in a file; what is usual is missed by a warning only."""

    REQUIRED = "required"
    USUAL = "usual"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedEnvelope:
    """ISA05 to ISA08, ISA14, ISA15, GS02 and GS03, and the four delimiters."""

    sender_qualifier: str
    sender: str
    receiver_qualifier: str
    receiver: str
    application_sender: str
    application_receiver: str
    usage: str
    acknowledgment_requested: str
    delimiters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSpelling:
    """How a file is spelt, and called.

    Args:
        line_ending: What follows each segment terminator; None where anything will do.
        characters: What may stand in texts; None where all of ASCII may.
        names: Expressions that file names match as a whole. Their groups ``sequence``, ``environment``,
            ``yyyymmdd``, ``mmddyyyy`` and ``yymmdd`` repeat ISA13, ISA15 and GS04. Empty where any will do.
        longest_name: Characters of the longest name.
    """

    line_ending: str | None = None
    characters: frozenset[str] | None = None
    names: tuple[Pattern[str], ...] = ()
    longest_name: int = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedBroker:
    """N103 and N104 of a broker or administrator (1000C), and its account (ACT01), where it has one."""

    id: tuple[str, str]
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedReference:
    """One REF of a person, a coverage or a reporting category.

    Args:
        presence: Whether it is there.
        values: What it can be; None where any text will do.
        longest: Characters of the longest value.
        on_dependents: Whether dependents carry it too.
        of_few: Whether it is rare, so that a file may well have none.
    """

    presence: Presence = Presence.OPTIONAL
    values: frozenset[str] | None = None
    longest: int = 50
    on_dependents: bool = False
    of_few: bool = False

    def takes(self, value: str) -> bool:
        """Tell whether it can have a value."""
        return len(value) <= self.longest and (self.values is None or value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDate:
    """One DTP of a person.

    Args:
        qualifier: DTP01.
        on_subscribers: Whether subscribers carry it.
        on_dependents: Whether dependents do.
        when: Of what kind of event it is told.
        presence: Whether it is there.
        of_many: Whether, where it is optional, some subscribers have it in any company.
    """

    qualifier: str
    on_subscribers: bool = True
    on_dependents: bool = False
    when: Literal["always", "addition", "change", "termination"] = "always"
    presence: Presence = Presence.OPTIONAL
    of_many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCodes:
    """Codes of people: INS02, INS04, INS05 and INS08; nothing is no code, and always allowed."""

    relationships: frozenset[str]
    reasons: frozenset[str]
    benefit_status: frozenset[str]
    employment_status: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLine:
    """One insurance line (HD03).

    Args:
        plans: Codes of HD04.
        levels: Codes of HD05.
        levels_on_dependents: Whether dependents carry a level too.
        child_age_limit: Age from which children are no longer covered.
        policies: Numbers of REF*1L; None where any will do.
        references: Other REF by qualifier.
        amounts: Qualifiers of AMT; None where any will do.
        usual: By HD04, what the subscriber's coverage that goes on has, such as ``AMT*P3`` or ``REF*ZZ``.
    """

    plans: frozenset[str]
    levels: frozenset[str]
    levels_on_dependents: bool = True
    child_age_limit: int | None = None
    policies: frozenset[str] | None = None
    references: Mapping[str, ExpectedReference] = field(default_factory=dict)
    amounts: frozenset[str] | None = None
    usual: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Everything about a carrier that a file can be held against.

    Args:
        envelope: Who sends to whom.
        spelling: How the file is spelt and called.
        actions: BGN08.
        members: Maintenance types (INS03) by BGN08.
        sponsor: N103 and N104 of N1*P5.
        payer: N103 and N104 of N1*IN.
        brokers: By N101, ``BO`` or ``TV``; None where any will do.
        master_policy: Whether REF*38 stands in the header.
        master_policies: Its values; empty where any will do.
        header_dates: Qualifiers of the header's DTP; None where any will do.
        totals: Qualifiers of QTY.
        most_members: People in one transaction.
        references: REF of 2000 by qualifier, other than 0F and 1L.
        categories: REF of reporting categories, by the category's name (N102 in 2750) and qualifier.
        dates: DTP of 2000; None where any will do.
        codes: Codes of people; None where all of the guide's will do.
        income: How often the income is paid (ICM01); empty where there is none, None where any will do.
        policy_at_member: REF*1L at 2000.
        policy_at_coverage: REF*1L at 2300.
        policies: Numbers of REF*1L at 2000; None where any will do.
        ssn_of_subscribers: NM108 34 on subscribers.
        ssn_of_dependents: NM108 34 on dependents.
        employment_of_dependents: INS08 on dependents.
        lines: Insurance lines by HD03.
        end_is_covered: Whether an end (DTP*349) is the last day covered, not the first one without coverage.
        as_of: Day that the file is true for, CCYYMMDD; empty where that is the day of its making.
        days_back: How far back an end may lie; None for two years.
        days_ahead: How far ahead coverage may begin or end; None for two years.
        dates_are_errors: Whether dates outside any sane window keep a file back.
        maintenance_is_error: Whether a maintenance type that does not fit the kind of file does.
        itin: Whether taxpayer numbers may stand for SSNs.
        pseudo_ssn: What stands for the SSN of people who have none.
        sources: Where elements come from, by loop and element, where the profile says so.
    """

    envelope: ExpectedEnvelope
    spelling: ExpectedSpelling = ExpectedSpelling()
    actions: frozenset[str]
    members: Mapping[str, frozenset[str]]
    sponsor: tuple[str, str]
    payer: tuple[str, str]
    brokers: Mapping[str, ExpectedBroker] | None = None
    master_policy: Presence
    master_policies: frozenset[str] = frozenset()
    header_dates: frozenset[str] | None = None
    totals: frozenset[str] = frozenset()
    most_members: int = 10_000
    references: Mapping[str, ExpectedReference] = field(default_factory=dict)
    categories: Mapping[tuple[str, str], ExpectedReference] = field(default_factory=dict)
    dates: tuple[ExpectedDate, ...] | None = None
    codes: ExpectedCodes | None = None
    income: str | None = None
    policy_at_member: Presence = Presence.OPTIONAL
    policy_at_coverage: Presence = Presence.OPTIONAL
    policies: frozenset[str] | None = None
    ssn_of_subscribers: Presence = Presence.OPTIONAL
    ssn_of_dependents: Presence = Presence.OPTIONAL
    employment_of_dependents: bool = False
    lines: Mapping[str, ExpectedLine]
    end_is_covered: bool = True
    as_of: str = ""
    days_back: int | None = None
    days_ahead: int | None = None
    dates_are_errors: bool = False
    maintenance_is_error: bool = True
    itin: bool = False
    pseudo_ssn: str | None = None
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)
