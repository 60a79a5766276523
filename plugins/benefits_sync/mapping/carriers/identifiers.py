"""Which identifiers of a person go into a file, and which references and dates beside them."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from benefits_sync.mapping.carriers.codes import (
    Code,
    MemberDate,
    Reference,
    shaped,
)
from benefits_sync.mapping.carriers.fields import GroupingField
from benefits_sync.mapping.carriers.legal import (
    CATEGORY_REFERENCES,
    COVERAGE_REFERENCES,
    MEMBER_REFERENCES,
    POLICY_NUMBER,
)
from benefits_sync.mapping.carriers.policies import Policy
from benefits_sync.mapping.conditions import Entry


class IdSource(StrEnum):
    """Where the identifier of a subscriber comes from."""

    SSN = "ssn"
    EMPLOYEE_NUMBER = "employee_number"
    SUBSCRIBER_CODE = "subscriber_code"
    CARRIER_ID = "carrier_id"


class SsnRule(StrEnum):
    """Whether a person's SSN goes into NM109, and what a missing or invalid one means."""

    REQUIRED = "required"
    IF_VALID = "if_valid"
    PSEUDO = "pseudo"
    NEVER = "never"


class SsnRules(Entry):
    """SSNs in NM109.

    ``required`` refuses the person whose SSN is missing, ``if_valid`` leaves it out, ``pseudo`` sends
    ``pseudo`` instead. ``itin`` lets taxpayer numbers (area 900 to 999) pass.
    """

    subscriber: SsnRule = SsnRule.IF_VALID
    dependents: SsnRule = SsnRule.IF_VALID
    pseudo: Annotated[Code, shaped("[0-9]{9}", "nine digits")] | None = None
    itin: bool = False

    @model_validator(mode="after")
    def _has_its_pseudo_number(self) -> Self:
        used = SsnRule.PSEUDO in (self.subscriber, self.dependents)
        if used != (self.pseudo is not None):
            raise ValueError(
                "`pseudo` holds the nine digits that people without an SSN get, and goes with it"
            )
        return self


class Identifiers(Entry):
    """How people are identified.

    ``subscriber`` is REF*0F of a whole family: the first source that holds a value. With ``prior`` people
    whose family has another one by now carry the old one too (REF*Q4).
    """

    subscriber: tuple[IdSource, ...] = Field(default=(IdSource.SSN,), min_length=1)
    prior: bool = False
    ssn: SsnRules = SsnRules()
    policy: Policy

    @model_validator(mode="after")
    def _each_source_once(self) -> Self:
        if len(set(self.subscriber)) < len(self.subscriber):
            raise ValueError("each source of the `subscriber` identifier stands once")
        return self


class StructureAt(StrEnum):
    """Where a reference of the carrier's structure stands."""

    MEMBER = "member"
    COVERAGE = "coverage"
    CATEGORY = "category"

    @property
    def references(self) -> frozenset[str]:
        """The qualifiers that are legal there."""
        return {
            StructureAt.MEMBER: MEMBER_REFERENCES,
            StructureAt.COVERAGE: COVERAGE_REFERENCES - {POLICY_NUMBER},
            StructureAt.CATEGORY: CATEGORY_REFERENCES,
        }[self]


class Structure(Entry):
    """One reference that tells class, division, location or sub-group.

    ``category`` is the name of a reporting category (2750). With ``values``, a text that is not listed
    refuses the family.
    """

    reference: Code
    at: StructureAt = StructureAt.MEMBER
    source: GroupingField | None = Field(default=None, alias="from")
    constant: Reference | None = None
    values: dict[Code, Reference] = Field(default_factory=dict)
    category: str | None = Field(default=None, min_length=1, max_length=60)
    on_dependents: bool = False
    required: bool = False
    max_length: int = Field(default=50, ge=1, le=50)

    @model_validator(mode="after")
    def _is_legal_there(self) -> Self:
        legal = self.at.references
        if self.reference not in legal:
            codes = ", ".join(sorted(legal))
            raise ValueError(f"`{self.reference}` is not a reference of a {self.at}; it is one of {codes}")
        if (self.source is None) == (self.constant is None):
            raise ValueError("a reference has either `from` or `constant`")
        if (self.at is StructureAt.CATEGORY) != (self.category is not None):
            raise ValueError("`category`, a name, goes with `at: category`")
        longest = max(map(len, (*self.values.values(), self.constant or "")), default=0)
        if longest > self.max_length:
            raise ValueError(f"a value has {longest} characters; `max_length` is {self.max_length}")
        return self


class DateSource(StrEnum):
    """Where a date of a person comes from."""

    HIRE = "hire_date"
    ORIGINAL_HIRE = "original_hire_date"
    REHIRE = "rehire_date"
    SENIORITY = "seniority_date"
    LAST_DAY_WORKED = "last_day_worked"
    TERMINATION = "termination_date"
    RETIREMENT = "retirement_date"
    ELIGIBILITY_BEGIN = "eligibility_begin"
    ELIGIBILITY_END = "eligibility_end"
    EVENT = "event_date"
    SIGNATURE = "signature_date"
    COBRA_EVENT = "cobra_event_date"
    COBRA_BEGIN = "cobra_begin"
    COBRA_END = "cobra_end"
    LEAVE_BEGIN = "leave_begin"
    LEAVE_END = "leave_end"
    MEDICARE_BEGIN = "medicare_effective_date"
    MEDICARE_END = "medicare_termination_date"


class MemberTime(Entry):
    """One DTP of a member: which date, and on whose records it stands."""

    qualifier: MemberDate
    source: DateSource = Field(alias="from")
    of: Literal["subscriber", "dependents", "both"] = "subscriber"
    when: Literal["always", "addition", "change", "termination"] = "always"
