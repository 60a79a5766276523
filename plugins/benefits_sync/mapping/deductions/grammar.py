"""The grammar of a mapping from payroll rows to deduction lines, as models.

``include/mappings/README.md`` explains it to its authors.
"""

from collections.abc import Mapping as Lookup
from enum import StrEnum
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from benefits_sync.mapping.deductions.codes import Code, CodeRules
from benefits_sync.mapping.deductions.guards import DeductionGuards
from benefits_sync.mapping.deductions.schedules import PaySchedule, PlanYears
from benefits_sync.mapping.grammar import RunSettings
from benefits_sync.mapping.versioned import VersionedLookups
from benefits_sync.models.deductions import (
    LINE_AMOUNTS,
    LINE_FIELDS,
    LINE_KEY,
    PAYROLL_AMOUNTS,
    PAYROLL_FIELDS,
    LineKind,
)

_PERSONAL_SOURCES = frozenset(
    {*PAYROLL_AMOUNTS, "plan_name", "coverage_level", "tax_treatment", "termination_reason"}
)
_CODE_FIELD = "_code"


class Remainder(StrEnum):
    """The pay date that takes the cents which equal amounts leave over."""

    LAST = "last"
    FIRST = "first"
    NONE = "none"


class DomesticPartner(StrEnum):
    """What becomes of a domestic partner's premium that is partly before and partly after tax."""

    BOTH = "both"
    POSTTAX_ONLY = "posttax_only"
    REJECT = "reject"


class DeductionSettings(RunSettings):
    """What holds for a whole mapping of deductions.

    ``remainder`` says which pay date takes the cents that equal amounts leave over; with ``none`` all amounts
    of a year are equal and the year is off by some cents. ``domestic_partner`` is for payrolls that cannot
    take both parts of a premium of a domestic partner.
    """

    remainder: Remainder = Remainder.LAST
    domestic_partner: DomesticPartner = DomesticPartner.BOTH


class DeductionMapping(VersionedLookups):
    """One mapping file of deductions."""

    source: Literal["plansource.payroll"]
    target: str = Field(pattern=r"^[a-z]+\.[A-Za-z_]+$")
    settings: DeductionSettings = DeductionSettings()
    plan_years: PlanYears = PlanYears()
    pay_schedules: dict[str, PaySchedule] = Field(min_length=1)
    accounts: dict[str, Literal[LineKind.PRETAX, LineKind.POSTTAX]] = Field(default_factory=dict)
    ignored_benefits: tuple[str, ...] = ()
    codes: CodeRules
    lookups: dict[str, dict[str, Code | None]] = Field(default_factory=dict)
    guards: DeductionGuards = DeductionGuards()

    @property
    def key(self) -> str:
        """The payload column that identifies a line."""
        return LINE_KEY

    @property
    def source_key(self) -> str:
        """The source column that identifies a person."""
        return "source_id"

    @property
    def target_fields(self) -> tuple[str, ...]:
        """The fields of a line."""
        return tuple(LINE_FIELDS)

    @property
    def source_fields(self) -> tuple[str, ...]:
        """The fields of a payroll row."""
        return tuple(PAYROLL_FIELDS)

    @property
    def sensitive_targets(self) -> tuple[str, ...]:
        """Fields of a line whose values are personal."""
        return LINE_AMOUNTS

    @property
    def sensitive_sources(self) -> tuple[str, ...]:
        """Fields of a payroll row whose values are personal: money and coverage."""
        return tuple(name for name in PAYROLL_FIELDS if name in _PERSONAL_SOURCES)

    def sources_of_issue(self, field: str) -> tuple[str, ...]:
        """Return the fields of a payroll row that, corrected, can put a rejected field right."""
        kind = field.removesuffix(_CODE_FIELD)
        return self.codes.of(kind).members if field in CODE_FIELDS else (field,)

    def lookup_of_issue(self, field: str) -> str | None:
        """Return the code table, by benefit lookup code, where a rejected field's value can be added."""
        kind = field.removesuffix(_CODE_FIELD)
        return self.codes.of(kind).lookup if field in CODE_FIELDS else None

    def looked_up(self, field: str, record: Lookup[str, str | None]) -> str | None:
        """Return the value of a payroll row by which a code is looked up."""
        return record.get("benefit_lookup_code") if field in CODE_FIELDS else None

    def members_of_lookup(self, lookup: str) -> tuple[str, ...]:
        """Return the lists of the target that a code table's codes must be in: payroll has none."""
        return ()

    def known_values(self, alias: str) -> tuple[str, ...]:
        """Return the values of a payroll row's field that the mapping names."""
        return tuple(self.pay_schedules) if alias == "subscriber_pay_frequency" else ()

    def addition_problem(self, lookup: str, target_value: str | None) -> str | None:
        """Return what is wrong with a code that a table is to give, or None."""
        try:
            TypeAdapter(Code | None).validate_python(target_value)
        except ValidationError:
            return "a code is any text without a bar (|)"
        return None


CODE_FIELDS = tuple(f"{kind.value}{_CODE_FIELD}" for kind in LineKind)
"""How issues call the code of each kind: ``pretax_code`` and so on."""


def code_field(kind: LineKind) -> str:
    """Return how issues call the code of a kind."""
    return f"{kind.value}{_CODE_FIELD}"
