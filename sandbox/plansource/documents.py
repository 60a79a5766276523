"""How records are answered: every member, nulls included, with links and read-only extras."""

from enum import StrEnum
from typing import Any

import orjson

from sandbox.plansource.fields import BENEFICIARY_FIELDS, DEPENDENT_FIELDS, SUBSCRIBER_FIELDS
from sandbox.plansource.roster import Record


class SsnShown(StrEnum):
    """How reads of subscribers show social security numbers; the vendor does not say."""

    CLEAR = "clear"
    MASKED = "masked"
    ABSENT = "absent"


_SUBSCRIBER: dict[str, Any] = {
    "links": None,
    "id": None,
    **dict.fromkeys(SUBSCRIBER_FIELDS),
    "test_employee": False,
    "is_voluntary_termination": False,
    "hide_from_payroll": False,
    "ssn_exported": False,
    "exclude_from_batch_import": False,
    "attempted_logon_count": 0,
    "org_admin_enroll_reason_id": None,
    "is_aca_full_time_for_enrollment": None,
    "benefit_salaries": [],
}
_DEPENDENT: dict[str, Any] = {
    "links": None,
    "id": None,
    "public_id": None,
    **dict.fromkeys(DEPENDENT_FIELDS),
    "org_relationship_id": None,
    "enroll_in_medicare": False,
    "has_worksite_coverage": False,
}
_BENEFICIARY: dict[str, Any] = {
    "links": None,
    "id": None,
    **dict.fromkeys(BENEFICIARY_FIELDS),
    "primary_beneficiary": False,
    "original_effective_date": None,
    "change_effective_date": None,
    "termination_date": None,
}


def self_link(href: str) -> dict[str, str]:
    """Return the link of a resource to itself."""
    return {"href": href, "rel": "self"}


def subscriber_link(record: Record, *, custom: bool) -> dict[str, str]:
    """Return a subscriber's link, by code when the call was by code."""
    if custom and "subscriber_code" in record:
        return self_link(f"/admin/subscriber/{record['subscriber_code']}?is_custom_id=true")
    return self_link(f"/admin/subscriber/{record['id']}")


def subscriber(record: Record, plan_year: dict[str, Any], *, custom: bool, ssn: SsnShown) -> orjson.Fragment:
    """Return a subscriber's document, already serialised."""
    salary = record.get("current_salary")
    salaries = [] if salary is None else [{**plan_year, "benefit_salary": salary, "benefit_salary2": "0.0"}]
    document = {
        **_SUBSCRIBER,
        **record,
        "links": [subscriber_link(record, custom=custom)],
        "benefit_salaries": salaries,
    }
    if ssn is SsnShown.ABSENT:
        del document["ssn"]
    elif ssn is SsnShown.MASKED:
        document["ssn"] = _masked(document["ssn"])
    return orjson.Fragment(orjson.dumps(document))


def dependent(record: Record) -> dict[str, Any]:
    """Return a dependent's document; its SSN is masked."""
    owner = record["subscriber_id"]
    document = {
        **_DEPENDENT,
        **record,
        "links": [self_link(f"/admin/subscriber/{owner}/dependent/{record['id']}")],
    }
    document["ssn"] = _masked(document["ssn"])
    del document["subscriber_id"]
    return document


def _masked(ssn: str | None) -> str | None:
    return ssn and f"XXX-XX-{ssn[-4:]}"


def beneficiary(record: Record) -> dict[str, Any]:
    """Return a beneficiary's document."""
    link = self_link(f"/admin/coverage/{record['coverage_id']}/beneficiaries")
    document = {**_BENEFICIARY, **record, "links": [link]}
    del document["coverage_id"]
    return document
