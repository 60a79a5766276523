"""Which members of people a carrier's files need, and which of them each digest covers."""

from collections.abc import Mapping
from typing import Final

from benefits_sync.domain.carriers.identity import id_members
from benefits_sync.domain.carriers.member_dates import DATE_MEMBERS
from benefits_sync.domain.carriers.personal_data import (
    ADDRESS_MEMBERS,
    CONTACT_MEMBERS,
    MEDICARE_MEMBERS,
    NAME_MEMBERS,
)
from benefits_sync.mapping.carriers.grammar import CarrierProfile

_STANDING: Final = (
    "employment_status",
    "employment_level",
    "fmla",
    "termination_reason",
    "is_voluntary_termination",
    "test_employee",
)
_INCOME: Final = ("current_salary", "pay_rate", "hours_per_week")
_HIRE: Final = ("hire_date", "original_hire_date", "seniority_date")


def grouping_members(profile: CarrierProfile) -> tuple[str, ...]:
    """Return the subscriber members that a profile makes groups, policies and structure of."""
    named = [rule.source for rule in profile.structure if rule.source]
    named += [name for rule in profile.identifiers.policy.rules for name in rule.when]
    if profile.file.grouping.group:
        named.append(profile.file.grouping.group)
    return tuple(dict.fromkeys(named))


def members_needed(profile: CarrierProfile) -> tuple[str, ...]:
    """Return every member of people that files of a carrier need."""
    parts = (
        NAME_MEMBERS, ("ssn", "birthdate", "marital_status"), ADDRESS_MEMBERS, CONTACT_MEMBERS,
        MEDICARE_MEMBERS, DATE_MEMBERS, _STANDING, _INCOME, id_members(profile.identifiers),
        grouping_members(profile),
    )  # fmt: skip
    return tuple(dict.fromkeys(name for part in parts for name in part))


def digested_members(profile: CarrierProfile) -> Mapping[str, tuple[str, ...]]:
    """Return the members that each digest of a person covers: all that a file of the carrier tells."""
    income = _INCOME if profile.coverages.income else ()
    ids = tuple(name for name in id_members(profile.identifiers) if name != "ssn")
    return {
        "identity": ("ssn", "birthdate"),
        "name": (*NAME_MEMBERS, *ids),
        "address": (*ADDRESS_MEMBERS, *CONTACT_MEMBERS),
        "personnel": (
            *("marital_status", "relationship_code"),
            *MEDICARE_MEMBERS,
            *_HIRE,
            *income,
            *(name for name in grouping_members(profile) if name not in ids),
        ),
    }
