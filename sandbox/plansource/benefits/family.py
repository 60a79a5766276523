"""Invented dependents, as employees enter them in the portal."""

from datetime import date, timedelta
from random import Random

from sandbox.company.names import FEMALE, MALE
from sandbox.plansource.benefits.people import PARTNER
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import show_date

_CHANCES = {"M": (0.75, "spouse", 0.55), "D": (0.0, "spouse", 0.4), "S": (0.08, PARTNER, 0.15)}
"""By marital status: the chance of somebody to cover, the relationship, and the chance of children."""


def ensure_family(vendor: PlanSource, record: Record, rng: Random) -> None:
    """Give an employee who has entered nobody a family, by chance."""
    if vendor.dependents_of(record):
        return
    paired, relationship, parental = _CHANCES.get(record.get("marital_status", "S"), _CHANCES["S"])
    if rng.random() < paired:
        add_relative(vendor, record, relationship, rng)
    if rng.random() < parental:
        for _ in range(rng.randint(1, 3)):
            add_relative(vendor, record, "child", rng)


def add_relative(
    vendor: PlanSource, record: Record, relationship: str, rng: Random, born: date | None = None
) -> Record:
    """Enter an invented dependent of an employee; a child is a minor, or was born on the day given."""
    gender = rng.choice("FM")
    days = rng.randrange(200, 17 * 365) if relationship.endswith("child") else rng.randrange(22, 60) * 365
    birthdate = born or vendor.sandbox.clock.today() - timedelta(days=days)
    members = {
        "first_name": rng.choice(FEMALE if gender == "F" else MALE),
        "last_name": record.get("last_name", ""),
        "birthdate": show_date(birthdate),
        "gender": gender,
        "relationship_code": relationship,
    }
    return vendor.add_dependent(record, members)
