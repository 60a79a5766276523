"""What a write says about amounts: stored as sent, or computed where it asks for that."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.core.wire import Json
from sandbox.plansource.benefits.elections import covered_by
from sandbox.plansource.benefits.model import Amounts, Benefit, Coverage, Pricing, Request
from sandbox.plansource.benefits.pricing import (
    ElectionError,
    Offer,
    chosen_volume,
    priced,
    salary_volume,
)
from sandbox.plansource.coverage.parameters import WriteParameters
from sandbox.plansource.errors import unusable
from sandbox.plansource.fields import FieldKind
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_value

_TOTAL = "subscriber_premium"
_MEMBERS = {
    "subscriber_pretax_premium": "pretax",
    "subscriber_posttax_premium": "posttax",
    "org_premium": "org",
    "imputed_income": "imputed",
    "dp_sub_imputed_income": "dp_sub",
    "dp_org_imputed_income": "dp_org",
    "volume": "volume",
    "subscriber_fsa_amount": "subscriber_fsa",
    "org_fsa_amount": "org_fsa",
}
AMOUNT_MEMBERS = frozenset({_TOTAL, *_MEMBERS} | {f"req_{name}" for name in (_TOTAL, *_MEMBERS)})
"""The members of a coverage that are amounts, in force or requested."""


def cents(name: str, raw: Json) -> int:
    """Read an amount of dollars as cents, half a cent rounded up; nothing is zero."""
    text = read_value(FieldKind.DECIMAL, name, raw)
    amount = Decimal(str(text or 0))
    if amount < 0:
        raise unusable(name, "must be greater than or equal to 0")
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def stored(held: Amounts, row: Mapping[str, Any], benefit: Benefit, prefix: str = "") -> Amounts:
    """Return the amounts held with those of the row in their place.

    A total premium without its parts is all before or all after tax, as the benefit is.
    """
    sent = {
        member: cents(prefix + name, row[prefix + name])
        for name, member in _MEMBERS.items()
        if prefix + name in row
    }
    total = prefix + _TOTAL
    if total in row and not sent.keys() & {"pretax", "posttax"}:
        premium = cents(total, row[total])
        if premium != held.pretax + held.posttax:
            sent |= {"pretax": 0, "posttax": 0, ("pretax" if benefit.pretax else "posttax"): premium}
    return replace(held, **sent)


def fill(
    vendor: PlanSource, offer: Offer, version: Coverage, row: Mapping[str, Any], params: WriteParameters
) -> None:
    """Set what is in force and what waits for evidence on a version that is being written."""
    benefit, request = offer.benefit, version.request
    live = stored(version.amounts, row, benefit)
    asked = stored(request.amounts if request else live, row, benefit, "req_")
    if params.recalculate_volume:
        live, asked = _volumes(vendor, offer, live, asked)
    if params.validate_volume:
        _check_volumes(benefit, offer.record, live, asked)
    if params.recalculate:
        live, asked = (priced(offer, one.volume, one) for one in (live, asked))
    version.amounts = live
    if benefit.volume is None or asked.volume <= live.volume:
        version.request = None
    elif request is None:
        version.request = Request(version.plan, version.level, asked)
    else:
        version.request = replace(request, plan=version.plan, level=version.level, amounts=asked)


def offer_of(vendor: PlanSource, benefit: Benefit, record: Record, version: Coverage) -> Offer:
    """Return what a version is priced as."""
    covered = covered_by(vendor, version)
    return Offer(benefit, version.plan, version.level, version.plan_year, record, covered)


def _volumes(vendor: PlanSource, offer: Offer, live: Amounts, asked: Amounts) -> tuple[Amounts, Amounts]:
    """Return the volume that follows the salary; of a chosen one, what needs no evidence is in force."""
    benefit = offer.benefit
    if benefit.pricing is Pricing.SALARY_VOLUME:
        volume = salary_volume(benefit, offer.record)
        return replace(live, volume=volume), replace(asked, volume=volume)
    guaranteed = benefit.volume.guaranteed if benefit.volume else None
    if guaranteed is None:
        return live, asked
    wanted = max(live.volume, asked.volume)
    held = vendor.enrollments.current(offer.record["id"], benefit.code, offer.year)
    free = max(guaranteed * 100, held.amounts.volume if held else 0)
    return replace(live, volume=min(wanted, free)), replace(asked, volume=wanted)


def _check_volumes(benefit: Benefit, record: Record, live: Amounts, asked: Amounts) -> None:
    if benefit.pricing is Pricing.SALARY_VOLUME and live.volume != salary_volume(benefit, record):
        raise ElectionError(f"{benefit.code} takes the volume that follows the salary")
    if benefit.pricing is Pricing.CHOSEN_VOLUME:
        for volume in {live.volume, asked.volume}:
            chosen_volume(benefit, volume)
