"""What one carrier expects of its files, as plain values: a profile makes them, partner rules compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Presence(StrEnum):
    """Whether something stands in a file."""

    REQUIRED = "required"
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
class ExpectedLine:
    """One insurance line (HD03).

    Args:
        plans: Codes of HD04.
        levels: Codes of HD05.
        levels_on_dependents: Whether dependents carry a level too.
        child_age_limit: Age from which children are no longer covered.
    """

    plans: frozenset[str]
    levels: frozenset[str]
    levels_on_dependents: bool = True
    child_age_limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Everything about a carrier that a file can be held against.

    Args:
        envelope: Who sends to whom.
        actions: BGN08.
        members: Maintenance types (INS03) by BGN08.
        sponsor: N103 and N104 of N1*P5.
        payer: N103 and N104 of N1*IN.
        master_policy: Whether REF*38 stands in the header.
        master_policies: Its values; empty where any will do.
        header_dates: Qualifiers of the header's DTP; None where any will do.
        totals: Qualifiers of QTY.
        most_members: People in one transaction.
        references: REF of 2000 that a file may have, with whether they must be there.
        on_dependents: Those of them that dependents carry too.
        policy_at_member: REF*1L at 2000.
        policy_at_coverage: REF*1L at 2300.
        ssn_of_subscribers: NM108 34 on subscribers.
        ssn_of_dependents: NM108 34 on dependents.
        employment_of_dependents: INS08 on dependents.
        lines: Insurance lines by HD03.
        end_is_covered: Whether an end (DTP*349) is the last day covered, not the first one without coverage.
        dates_are_errors: Whether dates outside any sane window keep a file back.
        maintenance_is_error: Whether a maintenance type that does not fit the kind of file does.
        itin: Whether taxpayer numbers may stand for SSNs.
        pseudo_ssn: What stands for the SSN of people who have none.
    """

    envelope: ExpectedEnvelope
    actions: frozenset[str]
    members: Mapping[str, frozenset[str]]
    sponsor: tuple[str, str]
    payer: tuple[str, str]
    master_policy: Presence
    master_policies: frozenset[str] = frozenset()
    header_dates: frozenset[str] | None = None
    totals: frozenset[str] = frozenset()
    most_members: int = 10_000
    references: Mapping[str, Presence] = field(default_factory=dict)
    on_dependents: frozenset[str] = frozenset()
    policy_at_member: Presence = Presence.OPTIONAL
    policy_at_coverage: Presence = Presence.OPTIONAL
    ssn_of_subscribers: Presence = Presence.OPTIONAL
    ssn_of_dependents: Presence = Presence.OPTIONAL
    employment_of_dependents: bool = False
    lines: Mapping[str, ExpectedLine]
    end_is_covered: bool = True
    dates_are_errors: bool = False
    maintenance_is_error: bool = True
    itin: bool = False
    pseudo_ssn: str | None = None
