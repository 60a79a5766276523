"""What files tell of people, counted in words: one new hire, two new hires."""

from collections.abc import Mapping
from typing import Final

from benefits_sync.mapping.carriers.members import Event
from benefits_sync.models.carriers import FileKind
from benefits_sync.ui.carriers.wording import words

_OF_ONE: Final[Mapping[str, str]] = {
    Event.OPEN_ENROLLMENT: "open-enrollment choice",
    Event.DEPENDENT_ADDED: "added dependent",
    Event.PRODUCT_ADDED: "added product",
    Event.PLAN_CHANGE: "change of plan",
    Event.LEVEL_CHANGE: "change of level",
    Event.PRODUCT_WAIVED: "waived product",
    Event.AGED_OUT: "dependent aged out",
    Event.BENEFITS_ENDED: "end of benefits",
    Event.MEMBER_REINSTATED: "reinstated member",
    Event.COVERAGE_REINSTATED: "reinstated coverage",
    Event.COBRA_ELECTED: "COBRA election",
    Event.COBRA_PAID: "COBRA payment",
    Event.IDENTITY_CORRECTED: "corrected identity",
    Event.ADDRESS_CHANGED: "change of address",
    Event.PERSONNEL_CHANGED: "change of personnel data",
    FileKind.FULL: "unchanged",
    FileKind.AUDIT: "as the carrier should know them",
}
"""Events whose name alone does not say it. Who is in a file without an event has the file's kind."""

_OF_SEVERAL: Final[Mapping[str, str]] = {
    Event.PLAN_CHANGE: "changes of plan",
    Event.LEVEL_CHANGE: "changes of level",
    Event.AGED_OUT: "dependents aged out",
    Event.BENEFITS_ENDED: "ends of benefits",
    Event.IDENTITY_CORRECTED: "corrected identities",
    Event.ADDRESS_CHANGED: "changes of address",
    Event.PERSONNEL_CHANGED: "changes of personnel data",
    FileKind.FULL: "unchanged",
    FileKind.AUDIT: "as the carrier should know them",
}
"""Those that do not only take an *s*."""


def event_title(event: str) -> str:
    """Return what a file tells of one person."""
    of_one = _OF_ONE.get(event, words(event))
    return of_one[:1].upper() + of_one[1:]


def event_count(event: str, number: int) -> str:
    """Return what a file tells of so many people."""
    of_one = _OF_ONE.get(event, words(event).lower())
    return of_one if number == 1 else _OF_SEVERAL.get(event, f"{of_one}s")
