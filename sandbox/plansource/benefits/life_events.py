"""What happens in an employee's life between two open enrollments, and what is elected for it."""

from dataclasses import dataclass
from datetime import date
from random import Random

from sandbox.plansource.benefits.catalogue import LEVELS
from sandbox.plansource.benefits.elections import Election, When, decline, elect
from sandbox.plansource.benefits.family import add_relative
from sandbox.plansource.benefits.model import Coverage
from sandbox.plansource.benefits.people import (
    PARTNER,
    age_on,
    first_of_next_month,
    month_end,
    suited,
)
from sandbox.plansource.benefits.pricing import ElectionError, tier_of
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import show_date
from sandbox.plansource.vocabulary import REASON_IDS

TIERED = ("medical", "dental", "vision")


@dataclass(frozen=True, slots=True)
class Event:
    """What an event does to a family: who joins it, that the spouse leaves it, or that a child is too old."""

    joins: str | None = None
    parting: bool = False
    ageing: bool = False


EVENTS = {
    "marriage": Event(joins="spouse"),
    "domestic_partnership": Event(joins=PARTNER),
    "birth": Event(joins="child"),
    "divorce": Event(parting=True),
    "overage_child": Event(ageing=True),
}
AGE_LIMIT = 26
"""A child is covered until the end of the month of this birthday."""


def happen(
    vendor: PlanSource, record: Record, name: str, effective: date, benefits: tuple[str, ...] = TIERED
) -> list[Coverage]:
    """Let an event happen and the employee change every benefit held by tier, next year's elections too.

    Args:
        vendor: The state.
        record: The employee.
        name: The event, one of `EVENTS`.
        effective: When it happens, and the change takes effect.
        benefits: Which benefits are changed, where they are held.
    """
    if name not in EVENTS:
        raise ElectionError(f"there is no event {name!r}; there are {sorted(EVENTS)}")
    event = EVENTS[name]
    if event.joins:
        rng = Random(f"{vendor.sandbox.seed}:{record['id']}:{len(vendor.dependents_of(record))}")
        add_relative(vendor, record, event.joins, rng, effective if event.joins == "child" else None)
    if event.parting:
        _part(vendor, record, effective)
    if event.ageing:
        effective = _age_out(vendor, record, effective)
    held = [one for one in vendor.enrollments.currents(record["id"]) if _is_open(one, effective)]
    tiered = [one for one in held if one.benefit in benefits and _concerns(event, one)]
    changed = [_changed(vendor, record, one, event, effective) for one in tiered]
    lost = [one for one in held if one.benefit in _lost_benefits(vendor, record, event)]
    return changed + [decline(vendor, record, one.benefit, _when(one, effective)) for one in lost]


def _part(vendor: PlanSource, record: Record, effective: date) -> None:
    for one in suited(vendor.dependents_of(record), spouse=True, children=False):
        one["termination_date"] = show_date(effective)
        one["termination_reason_id"] = REASON_IDS["divorce"]


def _age_out(vendor: PlanSource, record: Record, day: date) -> date:
    """Let the children who are too old on a day leave, and return from when on they are not covered."""
    children = suited(vendor.dependents_of(record), spouse=False, children=True)
    grown = [one for one in children if (age_on(one, day) or 0) >= AGE_LIMIT]
    if not grown:
        raise ElectionError(f"the employee has no child who is {AGE_LIMIT} by {day}")
    for one in grown:
        one["termination_date"] = show_date(month_end(day))
        one["termination_reason_id"] = REASON_IDS["overage_child"]
    return first_of_next_month(day)


def _concerns(event: Event, version: Coverage) -> bool:
    return LEVELS[version.level].children or not event.ageing


def _lost_benefits(vendor: PlanSource, record: Record, event: Event) -> set[str]:
    """Return the benefits of dependents alone that have nobody left to cover."""
    childless = event.ageing and not suited(vendor.dependents_of(record), spouse=False, children=True)
    return ({"spouse_life"} if event.parting else set()) | ({"dependent_life"} if childless else set())


def _is_open(version: Coverage, effective: date) -> bool:
    return version.covers(effective.isoformat()) and version.plan_year >= effective.year


def _when(version: Coverage, effective: date) -> When:
    return When(version.plan_year, max(effective, date(version.plan_year, 1, 1)))


def _changed(
    vendor: PlanSource, record: Record, version: Coverage, event: Event, effective: date
) -> Coverage:
    level = LEVELS[version.level]
    spouse = (level.spouse or event.joins in {"spouse", PARTNER}) and not event.parting
    left = not event.ageing or suited(vendor.dependents_of(record), spouse=False, children=True)
    wanted = tier_of(spouse=spouse, children=(level.children or event.joins == "child") and bool(left))
    election = Election(version.benefit, version.plan, wanted)
    return elect(vendor, record, election, _when(version, effective))
