"""The one list of sensitive fields, and the only ways a value of theirs may be shown.

Sensitive are SSN and other government ids, birth date, pay, contact and home address data, what a person has
elected and what it costs, and who belongs to the family. The list names the fields of both vendors; a mapping
adds its own with ``sensitive: true``.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

MASK: Final = "•••"

PERSONAL_VALUES: Final = "Benefits personal values"
"""Name of the right to see them unmasked; Airflow's auth manager grants or withholds it."""

SENSITIVE_FIELDS: Final = frozenset(
    {
        # BambooHR
        "ssn", "sin", "nin", "nationalId", "dateOfBirth", "birthday", "age", "gender", "maritalStatus",
        "ethnicity", "address1", "address2", "city", "zipcode", "homeEmail", "homePhone", "mobilePhone",
        "payRate", "overtimeRate", "bonusAmount", "commissionAmount",
        # PlanSource
        "birthdate", "marital_status", "address_1", "address_2", "zip_code", "county", "email", "email2",
        "home_phone", "cell_phone", "pay_rate", "current_salary", "is_smoker", "medicare_reason",
        "medicare_plan", "medicare_effective_date", "medicare_termination_date",
        # PlanSource's dependents and coverages
        "relationship_code", "lives_at_home", "qmcso", "qmcso_benefits", "verified",
        "verification_expires_on", "coverage_level_name", "subscriber_premium", "org_premium",
        "billing_premium", "volume", "subscriber_fsa_amount", "org_fsa_amount", "waived",
        "waiting_for_eoi", "had_prior_coverage", "pcp_code", "pcp_name", "pcp_existing_patient",
    }
)  # fmt: skip

NAME_FIELDS: Final = frozenset(
    {
        "firstName",
        "middleName",
        "lastName",
        "preferredName",
        "first_name",
        "middle_name",
        "last_name",
        "name_suffix",
    }
)


def is_sensitive(field: str, declared: Iterable[str] = ()) -> bool:
    """Tell whether values of this field are personal: by our list, a name, or the mapping's declaration."""
    return field in SENSITIVE_FIELDS or field in NAME_FIELDS or field in frozenset(declared)


def mask(field: str, value: object, declared: Iterable[str] = ()) -> str:
    """Show a value for a person's eyes: wholly masked when sensitive (even the last four of an SSN are)."""
    if value is None:
        return ""
    return MASK if is_sensitive(field, declared) else str(value)


def masked(record: Mapping[str, object], declared: Iterable[str] = ()) -> dict[str, str]:
    """Mask each value of a record by its field's name."""
    return {field: mask(field, value, declared) for field, value in record.items()}


@lru_cache(maxsize=8)
def _seeded(key: bytes) -> hashlib.blake2b:
    """Return a digest of nothing: to copy one takes a third of the time of making one with its key."""
    return hashlib.blake2b(key=key, digest_size=16)


def keyed_digest(key: bytes, *parts: bytes) -> str:
    """Return a 32-character keyed blake2b digest: a stolen ledger cannot be searched for known SSNs."""
    digest = _seeded(key[:64]).copy()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
