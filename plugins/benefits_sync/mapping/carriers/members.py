"""What a carrier calls events, relationships and states of people."""

from enum import StrEnum
from typing import Final

from pydantic import Field, field_validator

from benefits_sync.mapping.carriers.codes import (
    BenefitStatus,
    Code,
    EmploymentStatus,
    MemberType,
    Reason,
    Relationship,
)
from benefits_sync.mapping.conditions import Entry


class Event(StrEnum):
    """What happened to a person."""

    NEW_HIRE = "new_hire"
    REHIRE = "rehire"
    OPEN_ENROLLMENT = "open_enrollment"
    BIRTH = "birth"
    ADOPTION = "adoption"
    MARRIAGE = "marriage"
    DEPENDENT_ADDED = "dependent_added"
    PRODUCT_ADDED = "product_added"
    PLAN_CHANGE = "plan_change"
    LEVEL_CHANGE = "level_change"
    PRODUCT_WAIVED = "product_waived"
    TERMINATION = "termination"
    RESIGNATION = "resignation"
    DISMISSAL = "dismissal"
    LAYOFF = "layoff"
    RETIREMENT = "retirement"
    DEATH = "death"
    DIVORCE = "divorce"
    LEGAL_SEPARATION = "legal_separation"
    AGED_OUT = "aged_out"
    BENEFITS_ENDED = "benefits_ended"
    NONPAYMENT = "nonpayment"
    PAID_LEAVE = "paid_leave"
    UNPAID_LEAVE = "unpaid_leave"
    MEMBER_REINSTATED = "member_reinstated"
    COVERAGE_REINSTATED = "coverage_reinstated"
    COBRA_ELECTED = "cobra_elected"
    COBRA_PAID = "cobra_paid"
    IDENTITY_CORRECTED = "identity_corrected"
    ADDRESS_CHANGED = "address_changed"
    PERSONNEL_CHANGED = "personnel_changed"


class EventCodes(Entry):
    """Maintenance type and reason of one event (INS03, INS04)."""

    type: MemberType
    reason: Reason | None = None


def _codes(text: str) -> EventCodes:
    kind, reason = text.split("/")
    return EventCodes(type=kind, reason=reason)


USUAL_EVENTS: Final = {
    Event.NEW_HIRE: _codes("021/28"),
    Event.REHIRE: _codes("021/28"),
    Event.OPEN_ENROLLMENT: _codes("001/29"),
    Event.BIRTH: _codes("021/02"),
    Event.ADOPTION: _codes("021/05"),
    Event.MARRIAGE: _codes("021/32"),
    Event.DEPENDENT_ADDED: _codes("021/29"),
    Event.PRODUCT_ADDED: _codes("001/29"),
    Event.PLAN_CHANGE: _codes("001/22"),
    Event.LEVEL_CHANGE: _codes("001/22"),
    Event.PRODUCT_WAIVED: _codes("001/14"),
    Event.TERMINATION: _codes("024/08"),
    Event.RESIGNATION: _codes("024/16"),
    Event.DISMISSAL: _codes("024/17"),
    Event.LAYOFF: _codes("024/40"),
    Event.RETIREMENT: _codes("024/04"),
    Event.DEATH: _codes("024/03"),
    Event.DIVORCE: _codes("024/01"),
    Event.LEGAL_SEPARATION: _codes("024/31"),
    Event.AGED_OUT: _codes("024/07"),
    Event.BENEFITS_ENDED: _codes("024/07"),
    Event.NONPAYMENT: _codes("024/59"),
    Event.PAID_LEAVE: _codes("001/37"),
    Event.UNPAID_LEAVE: _codes("001/38"),
    Event.MEMBER_REINSTATED: _codes("025/41"),
    Event.COVERAGE_REINSTATED: _codes("025/41"),
    Event.COBRA_ELECTED: _codes("021/09"),
    Event.COBRA_PAID: _codes("021/10"),
    Event.IDENTITY_CORRECTED: _codes("001/25"),
    Event.ADDRESS_CHANGED: _codes("001/43"),
    Event.PERSONNEL_CHANGED: _codes("001/33"),
}
"""The codes of each event where a profile states none."""


class Coverage(StrEnum):
    """In what right a person is covered."""

    ACTIVE = "active"
    COBRA = "cobra"
    SURVIVOR = "survivor"
    TEFRA = "tefra"


class Employment(StrEnum):
    """How a subscriber stands to the employer."""

    ACTIVE = "active"
    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    LEAVE = "leave"
    MILITARY = "military"
    MILITARY_OVERSEAS = "military_overseas"
    RETIRED = "retired"
    TERMINATED = "terminated"


def _usual_employment() -> dict[Employment, str]:
    codes = "AC FT PT L1 AU AO RT TE"
    return dict(zip(Employment, codes.split(), strict=True))


class MemberCodes(Entry):
    """The codes of people; an event or state that a profile leaves out has its usual codes.

    ``relationships`` are the dependents' own, as PlanSource's ``relationship_code`` spells them; another one
    refuses the person. ``student`` and ``disabled`` tell whether INS09 and INS10 are sent.
    """

    relationships: dict[Code, Relationship] = Field(min_length=1)
    events: dict[Event, EventCodes] = Field(default_factory=dict, validate_default=True)
    benefit_status: dict[Coverage, BenefitStatus] = Field(default_factory=dict, validate_default=True)
    employment_status: dict[Employment, EmploymentStatus] = Field(default_factory=dict, validate_default=True)
    employment_status_on_dependents: bool = False
    student: bool = False
    disabled: bool = True

    @field_validator("events")
    @classmethod
    def _all_events(cls, stated: dict[Event, EventCodes]) -> dict[Event, EventCodes]:
        return USUAL_EVENTS | stated

    @field_validator("benefit_status")
    @classmethod
    def _all_rights(cls, stated: dict[Coverage, str]) -> dict[Coverage, str]:
        return dict(zip(Coverage, "ACST", strict=True)) | stated

    @field_validator("employment_status")
    @classmethod
    def _all_employments(cls, stated: dict[Employment, str]) -> dict[Employment, str]:
        return _usual_employment() | stated
