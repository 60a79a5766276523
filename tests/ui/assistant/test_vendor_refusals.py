"""What PlanSource itself refuses while the export writes: seen on the page, mended there, sent again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from benefits_sync.clients.plansource import refusals
from benefits_sync.models.writes import UNSETTLED_RULE
from benefits_sync.store.corrections import SourceRecord
from benefits_sync.ui.assistant.elsewhere import ELSEWHERE
from tests.ui.assistant.conftest import EXPORT, REFUSED, Page, World

SAID = {
    refusals.REFUSED: "The moon is in the wrong phase",
    refusals.REQUIRED: "Missing required attribute: email",
    refusals.LIST_VALUE: "Invalid value for location.  The valid values are BOI, DEN.",
    refusals.DATE_FORMAT: "Birthdate is not a valid YYYY-MM-DD date format.",
    refusals.STATE: "State must be a valid State abbreviation.",
    refusals.TAKEN: "Email has already been taken",
    refusals.FORMAT: "Zip code is invalid",
    refusals.NOT_FOUND: "Employee not found",
    refusals.TERMINATED: "Cannot perform action as the employee is terminated",
    refusals.NOT_TERMINATED: "Cannot perform action as the employee is not terminated",
}
"""PlanSource's words for each rule by which a refusal is known."""

ANSWERS = {
    **{rule: {"kind": "status", "status": 422, "text": text} for rule, text in SAID.items()},
    refusals.NOT_KEPT: {"kind": "unkept"},
    UNSETTLED_RULE: {"kind": "html"},
}
"""How PlanSource answers a change of a person, by rule."""


Refused = tuple[str, str, int]
"""A rule, a person whose new name PlanSource refused by it, and the rejection's number."""


def answered(world: World, person: str, rule: str) -> int:
    """Let PlanSource answer a change of somebody's name; return the number of the rejection."""
    world.company.edit(person, firstName="Wanda")
    fault = {"vendor": "plansource", "method": "PUT", "route": "/subscriber/"}
    world.company.sandbox.faults({**fault, **ANSWERS[rule]})
    world.company.run(f"answered {person} with {rule}")
    world.company.sandbox.faults()
    return world.rejection(person, rule)


@pytest.fixture(params=ANSWERS)
def refused(request: Any, world: World) -> Refused:
    rule = request.param
    person = world.company.ordinary()[REFUSED + list(ANSWERS).index(rule)]
    return rule, person, answered(world, person, rule)


def sent_as_it_is(olga: Any, page: Page) -> Page:
    answer: Page = olga.post("/assistant/resubmit", page.fields("/assistant/resubmit"))
    return answer


def test_every_rule_of_the_client_has_its_case() -> None:
    public = {name: value for name, value in vars(refusals).items() if name.isupper() and name[0] != "_"}
    assert set(ANSWERS) == {UNSETTLED_RULE, *(value for value in public.values() if isinstance(value, str))}


def test_it_is_seen_on_the_page_and_accepted_once_plansource_takes_it(refused, olga, world) -> None:
    rule, person, number = refused
    page = olga.post(f"/assistant/rejections/{number}/look")
    world.carry_out(world.resubmission_at(sent_as_it_is(olga, page)))
    name = world.company.subscriber(world.company.number(person))["first_name"]
    assert (page.cause[1], world.status(number), name) == (rule, "resolved", "Wanda")
    assert rule not in ELSEWHERE or ELSEWHERE[rule] in page.notices


def test_a_correction_of_a_field_that_cannot_help_may_still_be_withdrawn(olga, world) -> None:
    person = world.company.ordinary()[REFUSED + len(ANSWERS)]
    number, place = world.company.number(person), SourceRecord(EXPORT, person, None)
    with world.ledger() as ledger:
        digest = ledger.corrections.digest(place, "employeeNumber", number)
        values = [("employeeNumber", number, digest)]
        ledger.corrections.make(place, number, values, [], ("uma", datetime.now(UTC)))
    page = olga.get(f"/assistant/rejections/{answered(world, person, refusals.NOT_FOUND)}")
    assert (page.has_form("/withdraw"), ELSEWHERE[refusals.NOT_FOUND] in page.notices) == (True, True)
