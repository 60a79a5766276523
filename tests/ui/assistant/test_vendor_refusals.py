"""What PlanSource itself refuses while the export writes: seen on the page, mended there, sent again."""

from typing import Any

import pytest

from tests.ui.assistant.conftest import REFUSED, Page, World

ANSWERS = {
    "vendor.refused": {"kind": "status", "status": 422},
    "not.kept": {"kind": "unkept"},
}
"""How PlanSource answers a change of a person, by the rule by which the refusal is known."""


@pytest.fixture(params=ANSWERS)
def refused(request: Any, world: World) -> tuple[str, str, int]:
    """Return a rule, a person whose new name PlanSource refused by it, and the rejection's number."""
    rule = request.param
    person = world.company.ordinary()[REFUSED + list(ANSWERS).index(rule)]
    world.company.edit(person, firstName="Wanda")
    fault = {"vendor": "plansource", "method": "PUT", "route": "/subscriber/"}
    world.company.sandbox.faults({**fault, **ANSWERS[rule]})
    world.company.run(f"answered with {rule}")
    world.company.sandbox.faults()
    return rule, person, world.rejection(person, rule)


def sent_as_it_is(olga: Any, page: Page) -> Page:
    answer: Page = olga.post("/assistant/resubmit", page.fields("/assistant/resubmit"))
    return answer


def test_it_is_seen_on_the_page_and_accepted_once_plansource_takes_it(refused, olga, world) -> None:
    rule, person, number = refused
    page = olga.post(f"/assistant/rejections/{number}/look")
    world.carry_out(world.resubmission_at(sent_as_it_is(olga, page)))
    name = world.company.subscriber(world.company.number(person))["first_name"]
    assert (rule in page.text, "PlanSource" in page.text, world.status(number), name) == (
        True,
        True,
        "resolved",
        "Wanda",
    )
