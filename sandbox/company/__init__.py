"""The invented company the sandbox serves: the same seed, size and date give the same people."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from random import Random

from sandbox.company import awkward
from sandbox.company.history import enter_person
from sandbox.company.model import Company, Person, Row, empty_company
from sandbox.company.people import FIRST_ID, Draft, draw_people, employment_fields
from sandbox.company.vocabulary import EMPLOYMENTS

__all__ = ["Company", "Person", "Row", "build_company"]

SPAN_OF_CONTROL = 12


def build_company(seed: int, size: int, today: date) -> Company:
    """Make up a company.

    Args:
        seed: Which company; the same seed gives the same people.
        size: How many employee records, leavers included.
        today: The company's present day, which its dates are reckoned from.

    Returns:
        The company, with the awkward people of `sandbox.company.awkward` from size 25 on.
    """
    with _collector_paused():
        return _build(seed, size, today)


def _build(seed: int, size: int, today: date) -> Company:
    rng = Random(f"{seed}/{size}/{today}")
    company = empty_company(seed, today)
    drafts = [_settle(draft, size) for draft in draw_people(rng, seed, size, today.toordinal())]
    managers = [draft.id for draft in drafts if _may_lead(draft)][: size // SPAN_OF_CONTROL + 1]
    for draft in drafts:
        enter_person(rng, company, draft, _supervisor(rng, draft.id, managers))
    if size >= awkward.SMALLEST:
        awkward.make_awkward(rng, company)
    return company


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking millions of objects that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _settle(draft: Draft, size: int) -> Draft:
    """Make the chief an executive, and the awkward ones active and employed in the way that suits them."""
    if draft.id == FIRST_ID:
        chief = next(kind for kind in EMPLOYMENTS if kind.level == "Executive")
        return _employed(draft, chief.status, chief.level)._replace(department="Executive")
    if size < awkward.SMALLEST or draft.id > awkward.LAST_AWKWARD:
        return draft
    return _employed(draft, awkward.EMPLOYED_AS.get(draft.id, "Full-Time"), "Staff")


def _employed(draft: Draft, status: str, level: str) -> Draft:
    department = draft.department if draft.department != "Executive" else "Operations"
    if (draft.employment.status, draft.employment.level) == (status, level) and draft.left is None:
        return draft._replace(department=department)
    kind = next(kind for kind in EMPLOYMENTS if (kind.status, kind.level) == (status, level))
    draft.fields.update(employment_fields(kind))
    draft.fields.pop("customUnion", None)
    return draft._replace(employment=kind, left=None, department=department)


def _may_lead(draft: Draft) -> bool:
    settled = draft.id == FIRST_ID or draft.id > awkward.LAST_AWKWARD
    return settled and draft.left is None and draft.employment.status == "Full-Time"


def _supervisor(rng: Random, person: int, managers: list[int]) -> int | None:
    """Choose somebody entered earlier, so that nobody ever leads their own superior."""
    if person == FIRST_ID or not managers:
        return None
    earlier = [manager for manager in managers[:1] if manager < person]
    chosen = rng.choice(managers)
    return chosen if chosen < person else next(iter(earlier), None)
