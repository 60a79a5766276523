"""How a version of a coverage reads as a payroll row."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sandbox.plansource.benefits.blemishes import Blemish
from sandbox.plansource.benefits.catalogue import BENEFITS, LEVELS, PLANS
from sandbox.plansource.benefits.model import DECLINE, Amounts, Coverage
from sandbox.plansource.benefits.people import FREQUENCIES
from sandbox.plansource.lifecycle import is_terminated
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.vocabulary import REASONS

CURRENT = "CA"
PREVIOUS = "PA"
_MARKERS = {0: CURRENT, 1: PREVIOUS}
_REASON_TEXTS = {one.id: one.description for one in REASONS}


class Entry(NamedTuple):
    """One row to be: a version, its mark, and what was spoilt about it."""

    record: Record
    version: Coverage
    marker: str | None
    blemish: Blemish | None = None


def entries_of(vendor: PlanSource, record: Record) -> list[Entry]:
    """Return one employee's rows in the order of entry, and what was added by hand after its model."""
    versions = vendor.enrollments.of(record["id"])
    found: list[Entry] = []
    seen: Counter[tuple[str, int]] = Counter()
    for one in reversed(versions):
        own = (one.benefit, one.plan_year)
        found.append(Entry(record, one, _MARKERS.get(seen[own])))
        seen[own] += 1
    found.reverse()
    blemishes = vendor.enrollments.blemishes.get(record["id"])
    return [one for entry in found for one in _spoilt(entry, blemishes)] if blemishes else found


def _spoilt(entry: Entry, blemishes: list[Blemish]) -> Iterator[Entry]:
    version = entry.version
    own = [
        one
        for one in blemishes
        if (one.benefit, one.plan_year) == (version.benefit, version.plan_year) and entry.marker == CURRENT
    ]
    changed = [one for one in own if not one.added]
    yield entry._replace(blemish=changed[-1]) if changed else entry
    for one in own:
        if one.added:
            yield entry._replace(blemish=one)


def row(vendor: PlanSource, entry: Entry) -> dict[str, Any]:
    """Return the row's members."""
    version = entry.version
    reason = version.termination_reason_id
    shown = {
        **_of_subscriber(vendor, entry.record),
        **_of_plan(version.benefit, version.plan, version.level),
        **_of_amounts(version.amounts),
        "org_plan_year_starts": f"{version.plan_year}/01/01",
        "org_plan_year_ends": f"{version.plan_year}/12/31",
        "original_effective_date": f"{version.original_effective_date}T00:00:00.000Z",
        "change_effective_date": f"{version.change_effective_date}T00:00:00.000Z",
        "termination_date": version.termination_date and version.termination_date.replace("-", "/"),
        "termination_reason": reason and _REASON_TEXTS[reason],
        "current": entry.marker,
        "created_at": version.created_at,
        "updated_at": version.updated_at,
        "changed_fields": [],
    }
    if entry.blemish is not None:
        shown |= {"updated_at": entry.blemish.updated_at, **entry.blemish.members}
    return shown


def money(cents: int) -> str:
    """Spell an amount as the vendor does: no more decimals than needed, but one."""
    return f"{cents // 100}.{cents % 100:02}".removesuffix("0")


def _of_subscriber(vendor: PlanSource, record: Record) -> dict[str, Any]:
    ssn = record.get("ssn")
    return {
        "id": record["id"],
        "subscriber_code": record.get("subscriber_code"),
        "first_name": record.get("first_name"),
        "middle_name": record.get("middle_name"),
        "last_name": record.get("last_name"),
        "ssn": ssn and f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}",
        "subscriber_status": "Terminated" if is_terminated(record) else "Active",
        "organization_id": vendor.organization.id,
        "benefit_company": record.get("benefit_company"),
        "test_employee": bool(record.get("test_employee")),
    }


@lru_cache(maxsize=1024)
def _of_plan(benefit: str, plan: str, level: str) -> dict[str, Any]:
    """Return the members that say what is held; shared, so never changed."""
    terms = BENEFITS[benefit]
    chosen = None if plan == DECLINE else PLANS[plan]
    return {
        "benefit_name": terms.name,
        "benefit_lookup_code": terms.code,
        "plan_name": chosen.name if chosen else LEVELS[DECLINE].name,
        "coverage_level": LEVELS[level].name,
        "tax_treatment": "pretax" if terms.pretax else "posttax",
        "plan_payroll_mapping_code": chosen and chosen.mapping_code,
        "plan_group_number": chosen and chosen.group_number,
        "plan_partner_code_1": chosen and chosen.partner_code_1,
        "plan_partner_code_2": chosen and chosen.partner_code_2,
    }


@lru_cache(maxsize=262_144)
def _of_amounts(amounts: Amounts) -> dict[str, Any]:
    """Return the members that are amounts; shared, so never changed."""
    return {
        "subscriber_pay_frequency": FREQUENCIES[amounts.paydays],
        "subscriber_total_paydays": amounts.paydays,
        "subscriber_premium": money(amounts.pretax + amounts.posttax),
        "org_premium": money(amounts.org),
        "subscriber_pretax_premium": money(amounts.pretax),
        "subscriber_posttax_premium": money(amounts.posttax),
        "imputed_income": money(amounts.imputed),
        "dp_sub_imputed_income": money(amounts.dp_sub),
        "dp_org_imputed_income": money(amounts.dp_org),
        "volume": money(amounts.volume),
        "subscriber_fsa_amount": money(amounts.subscriber_fsa),
        "org_fsa_amount": money(amounts.org_fsa),
    }
