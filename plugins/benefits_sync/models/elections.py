"""People and what they have elected, as a carrier file is built from them: two frames of canonical text.

`FieldKind` says how a field is spelled, as for the subscriber's members. Members keep PlanSource's own names,
except a termination's reason, which is its lookup code and not the vendor's number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import pandas as pd

from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, FieldKind

SELF: Final = "self"
"""The relationship of a subscriber to themselves; those of dependents are PlanSource's codes."""

PLAN_YEARS: Final = ("previous", "current", "next")
"""How PlanSource names plan years, by its own clock."""

_TEXT, _DATE, _DECIMAL, _BOOLEAN = FieldKind.TEXT, FieldKind.DATE, FieldKind.DECIMAL, FieldKind.BOOLEAN

_SUBSCRIBER_MEMBERS: Final = (
    *(name for name, kind in SUBSCRIBER_FIELDS.items() if kind is _TEXT),
    "birthdate", "hire_date", "original_hire_date", "seniority_date", "termination_date",
    "employment_status_starts_on", "employment_status_ends_on", "benefits_start_date", "benefits_end_date",
    "medicare_effective_date", "medicare_termination_date", "hours_per_week", "pay_rate", "current_salary",
    "is_voluntary_termination", "fmla", "test_employee",
)  # fmt: skip

DEPENDENT_ONLY: Final[Mapping[str, FieldKind]] = {
    "lives_at_home": _BOOLEAN,
    "qmcso": _TEXT,
    "qmcso_benefits": _TEXT,
    "verified": _BOOLEAN,
    "verification_expires_on": _DATE,
}
"""Members that only dependents have."""

PERSON_FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(
    {"person": _TEXT, "subscriber_code": _TEXT, "relationship_code": _TEXT}
    | {name: SUBSCRIBER_FIELDS[name] for name in _SUBSCRIBER_MEMBERS}
    | {"termination_reason": _TEXT}
    | dict(DEPENDENT_ONLY)
)
"""Every field of a person, a subscriber or a dependent, with its kind.

PlanSource may mask an SSN; after `benefits_sync.domain.carriers.ssns` it is nine digits or None.
"""

DEPENDENT_FIELDS: Final = (
    "ssn", "first_name", "middle_name", "last_name", "name_suffix", "birthdate", "gender", "address_1",
    "address_2", "city", "state", "zip_code", "country", "is_smoker", "medicare_plan", "medicare_reason",
    "medicare_effective_date", "medicare_termination_date", "termination_date", "anthem_member_code",
    *DEPENDENT_ONLY, *(f"udef_{number}" for number in range(1, 11)),
)  # fmt: skip
"""Members that PlanSource keeps of a dependent; all others of `PERSON_FIELDS` are the subscriber's alone."""

ELECTION_FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(
    {
        "person": _TEXT,
        "subscriber_code": _TEXT,
        "coverage_id": _TEXT,
        "dependent_coverage_id": _TEXT,
        "benefit_lookup_code": _TEXT,
        "org_benefit_name": _TEXT,
        "org_plan_name": _TEXT,
        "coverage_level_name": _TEXT,
        "plan_year_starts_on": _DATE,
        "plan_year_ends_on": _DATE,
        "original_effective_date": _DATE,
        "change_effective_date": _DATE,
        "election_effective_date": _DATE,
        "carrier_effective_date": _DATE,
        "signature_date": _DATE,
        "termination_date": _DATE,
        "termination_reason": _TEXT,
        "subscriber_premium": _DECIMAL,
        "org_premium": _DECIMAL,
        "billing_premium": _DECIMAL,
        "volume": _DECIMAL,
        "subscriber_fsa_amount": _DECIMAL,
        "org_fsa_amount": _DECIMAL,
        "waived": _BOOLEAN,
        "waiting_for_eoi": _BOOLEAN,
        "had_prior_coverage": _TEXT,
        "pcp_code": _TEXT,
        "pcp_name": _TEXT,
        "pcp_existing_patient": _TEXT,
    }
)
"""Every field of one person's coverage, with its kind; amounts are the subscriber's None on dependents."""


def person_of(subscriber_code: str, dependent_id: str | None = None) -> str:
    """Return the reference of a person: the subscriber's code, and the dependent's number behind a slash."""
    return subscriber_code if dependent_id is None else f"{subscriber_code}/{dependent_id}"


@dataclass(frozen=True, slots=True)
class ElectionsRead:
    """Everyone's people and elections.

    ``withheld`` are members that were asked for and that no record has, by the list they belong to:
    ``subscribers``, ``dependents``, ``coverages`` or ``dependent_coverages``. ``uncoded`` are PlanSource's
    numbers of subscribers who have coverages and no subscriber code: they are in neither frame.
    """

    people: pd.DataFrame = field(repr=False)
    elections: pd.DataFrame = field(repr=False)
    withheld: dict[str, tuple[str, ...]]
    uncoded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldSsns:
    """The SSNs that the HR system shows in clear.

    ``employees`` has the columns ``subscriber_code`` and ``ssn``; ``dependents`` those and ``relationship``,
    ``first_name`` and ``birthdate``. ``withheld`` are fields asked for that did not come back.
    """

    employees: pd.DataFrame = field(repr=False)
    dependents: pd.DataFrame = field(repr=False)
    withheld: tuple[str, ...] = ()
