"""Whether what was read of people and elections can be believed, before any carrier hears of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from benefits_sync.errors import RunError
from benefits_sync.models.elections import SELF, ElectionsRead, HeldSsns

MOST_POINTS_LOST: Final = 5.0
"""How far the rate of a filled field may fall from one accepted run to the next, in percent of people."""

_IDENTITY: Final = ("first_name", "last_name", "birthdate", "gender")
_COVERAGE: Final = (
    "benefit_lookup_code", "org_plan_name", "coverage_level_name", "plan_year_starts_on", "plan_year_ends_on",
    "original_effective_date", "change_effective_date", "termination_date", "termination_reason_id",
)  # fmt: skip

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "subscribers": (
        "subscriber_code", *_IDENTITY, "address_1", "city", "state", "zip_code", "hire_date",
        "termination_date", "test_employee",
    ),
    "dependents": ("id", "links", *_IDENTITY, "relationship_code", "termination_date"),
    "coverages": (
        "id", "subscriber_id", *_COVERAGE, "subscriber_premium", "org_premium", "volume", "waiting_for_eoi",
    ),
    "dependent_coverages": ("id", "coverage_id", "dependent_id", *_COVERAGE),
}  # fmt: skip
"""By list, the members without which no carrier file is right."""

_RATED: Final = {
    "subscribers": ("ssn", *_IDENTITY, "address_1", "city", "state", "zip_code", "hire_date"),
    "dependents": ("ssn", *_IDENTITY, "relationship_code"),
    "elections": ("org_plan_name", "coverage_level_name", "original_effective_date", "change_effective_date"),
}
"""Fields whose rate of being filled is compared with that of the last accepted run."""


def refuse_withheld(found: ElectionsRead, held: HeldSsns | None, fields: Sequence[str]) -> None:
    """Stop when a field did not come back: a permission that was lost looks like empty data.

    Args:
        found: What the benefits system answered.
        held: What the HR system answered; None where it is not asked, so that the other must show SSNs.
        fields: Subscriber members wanted besides those that every carrier file needs.

    Raises:
        RunError: Names the lists and fields.
    """
    wanted = {**_NEEDED, "subscribers": (*_NEEDED["subscribers"], *fields, *(() if held else ("ssn",)))}
    missing = {kind: sorted(set(wanted[kind]) & set(names)) for kind, names in found.withheld.items()}
    if held is not None:
        missing["SSNs of the HR system"] = sorted(held.withheld)
    complaints = (f"{kind}: {', '.join(names)}" for kind, names in missing.items() if names)
    _refuse(complaints, "fields asked for did not come back; have the API users' rights checked")


def refuse_empty(people: pd.DataFrame, elections: pd.DataFrame) -> None:
    """Stop when there is nobody, or nobody has elected or declined anything.

    Raises:
        RunError: Names the list.
    """
    frames = {"subscribers": people, "coverages": elections}
    _refuse((name for name, frame in frames.items() if frame.empty), "lists came back empty")


def refuse_fallen(before: Mapping[str, float], now: Mapping[str, float]) -> None:
    """Stop when a field is filled for many fewer people than in the last accepted run.

    Raises:
        RunError: Names the fields with both rates.
    """
    _refuse(_fallen(before, now), f"fields are filled less by more than {MOST_POINTS_LOST:g} points")


def fill_rates(people: pd.DataFrame, elections: pd.DataFrame) -> dict[str, float]:
    """Return how often each field that matters is filled, as ``subscribers.ssn``."""
    own = people["relationship_code"].eq(SELF)
    frames = {"subscribers": people[own], "dependents": people[~own], "elections": elections}
    return {
        f"{kind}.{name}": round(float(frames[kind][name].notna().mean()), 6)
        for kind, names in _RATED.items()
        for name in names
        if len(frames[kind])
    }


def _fallen(before: Mapping[str, float], now: Mapping[str, float]) -> Iterator[str]:
    for name, rate in sorted(before.items()):
        if name in now and (rate - now[name]) * 100 > MOST_POINTS_LOST:
            yield f"{name} for {now[name]:.1%}, before for {rate:.1%}"


def _refuse(complaints: Iterable[str], what: str) -> None:
    found = list(complaints)
    if found:
        raise RunError(f"no carrier file is built from what was read: {what}: {'; '.join(found)}")
