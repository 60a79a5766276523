"""What happens in an employee's life between two open enrollments, and what is elected for it."""

from dataclasses import dataclass
from datetime import date
from random import Random

from sandbox.plansource.benefits.catalogue import LEVELS
from sandbox.plansource.benefits.elections import Election, When, decline, elect
from sandbox.plansource.benefits.family import add_relative
from sandbox.plansource.benefits.model import Coverage
from sandbox.plansource.benefits.people import PARTNER, suited
from sandbox.plansource.benefits.pricing import ElectionError, tier_of
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import show_date
from sandbox.plansource.vocabulary import REASON_IDS

TIERED = ("medical", "dental", "vision")


@dataclass(frozen=True, slots=True)
class Event:
    """What an event does to a family: who joins it, or that the spouse or partner leaves it."""

    joins: str | None = None
    parting: bool = False


EVENTS = {
    "marriage": Event(joins="spouse"),
    "domestic_partnership": Event(joins=PARTNER),
    "birth": Event(joins="child"),
    "divorce": Event(parting=True),
}


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
    held = [one for one in vendor.enrollments.currents(record["id"]) if _is_open(one, effective)]
    changed = [_changed(vendor, record, one, event, effective) for one in held if one.benefit in benefits]
    if event.parting:
        lost = [one for one in held if one.benefit == "spouse_life"]
        changed += [decline(vendor, record, one.benefit, _when(one, effective)) for one in lost]
    return changed


def _part(vendor: PlanSource, record: Record, effective: date) -> None:
    for one in suited(vendor.dependents_of(record), spouse=True, children=False):
        one["termination_date"] = show_date(effective)
        one["termination_reason_id"] = REASON_IDS["divorce"]


def _is_open(version: Coverage, effective: date) -> bool:
    return version.covers(effective.isoformat()) and version.plan_year >= effective.year


def _when(version: Coverage, effective: date) -> When:
    return When(version.plan_year, max(effective, date(version.plan_year, 1, 1)))


def _changed(
    vendor: PlanSource, record: Record, version: Coverage, event: Event, effective: date
) -> Coverage:
    level = LEVELS[version.level]
    spouse = (level.spouse or event.joins in {"spouse", PARTNER}) and not event.parting
    wanted = tier_of(spouse=spouse, children=level.children or event.joins == "child")
    election = Election(version.benefit, version.plan, wanted)
    return elect(vendor, record, election, _when(version, effective))
