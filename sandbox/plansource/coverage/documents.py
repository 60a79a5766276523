"""How coverages, their lines and dependents read: every member of the API, nulls included."""

from functools import lru_cache
from typing import Any

from sandbox.plansource.benefits.catalogue import BENEFITS, LEVELS, PLANS
from sandbox.plansource.benefits.model import Amounts, Benefit, Coverage, Extras, Pricing
from sandbox.plansource.benefits.payroll_rows import money
from sandbox.plansource.coverage.catalogue_ids import plan_id
from sandbox.plansource.coverage.parts import DependentPart, LinePart
from sandbox.plansource.documents import self_link
from sandbox.plansource.fields import COVERAGE_EXTRAS, DEPENDENT_COVERAGE_EXTRAS, LINE_EXTRAS, FieldKind
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

_TYPE_NAMES = {
    Pricing.TIER: "Tiered",
    Pricing.CHOSEN_VOLUME: "Volume",
    Pricing.SALARY_VOLUME: "Salary-Based Volume",
    Pricing.ACCOUNT: "Account",
}
_LIFE = frozenset({"basic_subscriber_life", "basic_add", "subscriber_life"})
"""The benefits that are paid to a beneficiary."""


def _blank(extras: dict[str, FieldKind]) -> dict[str, Any]:
    return {name: "0.0" if kind is FieldKind.DECIMAL else None for name, kind in extras.items()}


_COVERAGE: dict[str, Any] = {
    **_blank(COVERAGE_EXTRAS),
    "deny_pend_permanently_amount": None,
    "waiting_for_doc_requests": False,
    "beneficiary_optional_admin": False,
    "req_dependent_ids": [],
    "gi_dependent_ids": [],
    "gi_org_plan_id": None,
    "gi_coverage_level_id": None,
    "gi_subscriber_election_amount": "0.0",
    "increments": 0,
    "req_increments": "0.0",
    "gi_increments": 0,
    "survey_data": [],
}
_LINE: dict[str, Any] = {**_blank(LINE_EXTRAS), "increments": 0, "req_increments": "0.0"}
_DEPENDENT: dict[str, Any] = _blank(DEPENDENT_COVERAGE_EXTRAS)


def coverage(vendor: PlanSource, version: Coverage) -> dict[str, Any]:
    """Return the document of a coverage."""
    owner = _owner(vendor, version)
    change, asked = _day(version.change_effective_date), version.request
    return {
        **_COVERAGE,
        "links": [self_link(f"/admin/coverage/{version.id}")],
        "id": version.id,
        "subscriber_id": version.subscriber_id,
        "first_name": owner.get("first_name"),
        "last_name": owner.get("last_name"),
        **_terms(version.benefit, version.plan, version.level, version.plan_year),
        **_requested_terms(*((asked.plan, asked.level) if asked else (version.plan, version.level))),
        **_live(version.amounts),
        **_requested(asked.amounts if asked else version.amounts),
        "waiting_for_eoi": asked is not None,
        "payment_change_effective_date": change,
        "election_effective_date": change,
        "carrier_effective_date": change,
        "signature_date": _day(version.created_at[:10]),
        **_validity(version.original_effective_date, version.change_effective_date),
        **_end(version.termination_date, version.termination_reason_id),
        **(version.extras or {}),
    }


def line(vendor: PlanSource, part: LinePart) -> dict[str, Any]:
    """Return the document of a line; what waits for evidence is the last line's."""
    version, item = part.version, part.item
    owner, asked = _owner(vendor, version), item.volume
    if version.request is not None and item is version.lines[-1]:
        asked += version.request.amounts.volume - version.amounts.volume
    return {
        **_LINE,
        "links": [self_link(f"/admin/coverage/line/{item.id}")],
        "id": item.id,
        "coverage_line_id": item.id,
        "coverage_id": version.id,
        "subscriber_id": version.subscriber_id,
        "first_name": owner.get("first_name"),
        "last_name": owner.get("last_name"),
        **_terms(version.benefit, version.plan, version.level, version.plan_year),
        **_requested_terms(version.plan, version.level),
        "pretax": BENEFITS[version.benefit].pretax,
        "subscriber_premium": money(item.premium),
        "org_premium": "0.0",
        "imputed_income": "0.0",
        "volume": money(item.volume),
        "req_volume": money(asked),
        "req_subscriber_premium": money(item.premium),
        "req_org_premium": "0.0",
        "election_effective_date": _day(part.changed),
        "carrier_effective_date": _day(part.changed),
        **_validity(part.original, part.changed),
        **_line_end(part),
        **(item.extras or {}),
    }


def dependent(vendor: PlanSource, part: DependentPart) -> dict[str, Any]:
    """Return the document of a dependent coverage; two of its dates are date-times."""
    version, item = part.version, part.item
    person = vendor.dependents[item.dependent_id]
    change = _day(item.change_effective_date)
    return {
        **_DEPENDENT,
        "links": [self_link(f"/admin/coverage/dependent/{item.id}")],
        "id": item.id,
        "coverage_id": version.id,
        "dependent_id": item.dependent_id,
        "subscriber_id": version.subscriber_id,
        "organization_id": vendor.organization.id,
        "first_name": person.get("first_name"),
        "last_name": person.get("last_name"),
        **_terms(version.benefit, version.plan, version.level, version.plan_year),
        "election_effective_date": change,
        "carrier_effective_date": change,
        "original_effective_date": f"{item.original_effective_date}T00:00:00.000Z",
        "change_effective_date": f"{item.change_effective_date}T00:00:00.000Z",
        **_end(item.termination_date, item.termination_reason_id),
        **(item.extras or {}),
    }


def with_extras(before: Extras | None, changes: Extras) -> Extras | None:
    """Return what is noted after a write; a cleared member shows its default again."""
    kept: Extras = {name: value for name, value in ((before or {}) | changes).items() if value is not None}
    return kept or None


def _owner(vendor: PlanSource, version: Coverage) -> Record:
    return vendor.roster.find(str(version.subscriber_id), custom=False)


def _day(day: str) -> str:
    return day.replace("-", "/")


def _validity(original: str, change: str) -> dict[str, str]:
    return {"original_effective_date": _day(original), "change_effective_date": _day(change)}


def _end(day: str | None, reason: int | None) -> dict[str, Any]:
    return {"termination_date": day and _day(day), "termination_reason_id": reason}


def _line_end(part: LinePart) -> dict[str, Any]:
    ended = part.item if part.item.termination_date else part.version
    return _end(ended.termination_date, ended.termination_reason_id)


@lru_cache(maxsize=4096)
def _terms(benefit: str, plan: str, level: str, year: int) -> dict[str, Any]:
    """Return the members that say what is held; shared, so never changed."""
    terms = BENEFITS[benefit]
    return {
        "org_benefit_id": terms.id,
        "org_benefit_name": terms.name,
        "benefit_lookup_code": terms.code,
        "org_plan_id": plan_id(plan),
        "org_plan_name": _plan_name(plan),
        "coverage_level_id": LEVELS[level].id,
        "coverage_level_name": LEVELS[level].name,
        "coverage_type_name": _TYPE_NAMES[terms.pricing],
        "benefit_class": None,
        "plan_year_starts_on": f"{year}/01/01",
        "plan_year_ends_on": f"{year}/12/31",
        "beneficiary_required": "Optional" if benefit in _LIFE else "Not Applicable",
        "gi_volume": money(_guaranteed(terms)),
    }


@lru_cache(maxsize=256)
def _requested_terms(plan: str, level: str) -> dict[str, Any]:
    return {
        "req_org_plan_id": plan_id(plan),
        "req_org_plan_name": _plan_name(plan),
        "req_coverage_level_id": LEVELS[level].id,
        "req_coverage_level_name": LEVELS[level].name,
    }


def _plan_name(plan: str) -> str:
    return PLANS[plan].name if plan in PLANS else LEVELS[plan].name


def _guaranteed(terms: Benefit) -> int:
    return (terms.volume.guaranteed or 0) * 100 if terms.volume else 0


@lru_cache(maxsize=262_144)
def _live(amounts: Amounts) -> dict[str, Any]:
    """Return the members that are amounts in force; shared, so never changed."""
    org = money(amounts.org)
    return {
        **_premiums(amounts),
        "subscriber_pretax_premium": money(amounts.pretax),
        "subscriber_posttax_premium": money(amounts.posttax),
        "billing_premium": money(_monthly(amounts)),
        "bookkeeping_values": {
            "cost_org_base_amount": org,
            "cost_org_match_amount": "0.0",
            "org_annual_base_amount": money(amounts.org * amounts.paydays + amounts.org_fsa),
            "org_annual_match_amount": "0.0",
        },
    }


@lru_cache(maxsize=262_144)
def _requested(amounts: Amounts) -> dict[str, Any]:
    asked = _premiums(amounts) | {"billing_premium": money(_monthly(amounts))}
    return {f"req_{name}": value for name, value in asked.items()}


def _premiums(amounts: Amounts) -> dict[str, str]:
    return {
        "subscriber_premium": money(amounts.pretax + amounts.posttax),
        "org_premium": money(amounts.org),
        "imputed_income": money(amounts.imputed),
        "dp_sub_imputed_income": money(amounts.dp_sub),
        "dp_org_imputed_income": money(amounts.dp_org),
        "volume": money(amounts.volume),
        "subscriber_election_amount": money(amounts.subscriber_fsa),
        "subscriber_fsa_amount": money(amounts.subscriber_fsa),
        "org_fsa_amount": money(amounts.org_fsa),
    }


def _monthly(amounts: Amounts) -> int:
    """Return what a carrier bills a month, half a cent rounded up."""
    yearly = (amounts.pretax + amounts.posttax + amounts.org) * amounts.paydays
    return (yearly + 6) // 12
