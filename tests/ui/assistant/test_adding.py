"""Values that the mapping lacks: added on the page, used by the next run, listed for an engineer."""

import pytest

from tests.ui.auth_manager import STRANGER


def unlisted(world, **fields):
    """Let a run refuse somebody for a value that the mapping does not know; return person and rejection."""
    person = world.spare.pop()
    world.company.edit(person, zipcode="83702")
    world.company.drill(person, **fields)
    world.company.run(f"unlisted {person}", include=[world.company.number(person)])
    return person, world.rejection(person, rule="unlisted")


def add(person, number, target, source="", **more):
    form = {"source_value": source, "target_value": target, **more}
    return person.post(f"/assistant/rejections/{number}/add", form)


def listed(person):
    return person.get("/assistant/additions").text


def test_a_plain_value_is_filled_in_and_the_targets_values_are_offered(uma, world):
    _, number = unlisted(world, location="Bend")
    page = uma.get(f"/assistant/rejections/{number}")
    assert (page.fields("/add")["source_value"], '<option value="BOI">' in page.answer.text) == ("Bend", True)


def test_a_personal_value_is_not_filled_in(olga, world):
    _, number = unlisted(world, maritalStatus="Widowed")
    page = olga.get(f"/assistant/rejections/{number}")
    assert (page.fields("/add")["source_value"], "Widowed" in page.answer.text) == ("", False)


def test_an_added_value_holds_for_everybody_who_has_it(uma, world):
    person, number = unlisted(world, maritalStatus="Separated")
    assert add(uma, number, "M", "Separated").status == 303
    form = {"token": "a-token-for-additions-1", "scope": "chosen", "rejection": str(number)}
    summary = world.carry_out(world.resubmission_at(uma.post("/assistant/resubmit", form)))
    assert summary.status == "Completed"
    assert world.company.subscriber(world.company.number(person))["marital_status"] == "M"


def test_the_added_values_are_listed_for_an_engineer_and_can_be_withdrawn(uma, world):
    _, number = unlisted(world, location="Salem")
    add(uma, number, "BOI")
    page = uma.get("/assistant/additions")
    with world.ledger() as ledger:
        mine = next(one for one in ledger.additions.list() if one.source_value == "Salem")
    assert '"Salem": "BOI"' in page.text
    uma.post(f"/assistant/additions/{mine.id}/withdraw")
    assert "Salem" not in listed(uma)


@pytest.mark.parametrize(
    ("target", "more", "why"),
    [
        ("MARS", {}, "The target does not list MARS"),
        ("", {}, "Give the value for the target"),
        ("955-12-3456", {}, "looks like an SSN"),
    ],
)
def test_a_value_that_the_target_cannot_take_is_refused(uma, world, target, more, why):
    _, number = unlisted(world, location=f"Nowhere {target[:2]}")
    page = add(uma, number, target, **more)
    assert (page.status, why in page.text, "Nowhere" in listed(uma)) == (422, True, False)


def test_it_may_be_said_that_nothing_is_sent(uma, world):
    _, number = unlisted(world, location="Nowhere at all")
    add(uma, number, "", nothing="1")
    assert "Nowhere at all nothing is sent" in listed(uma)


def test_a_value_listed_by_the_target_since_the_run_is_taken(uma, world):
    _, number = unlisted(world, location="Eugene")
    lists = {"location": ["BOI", "DEN", "AUS", "BOS", "REM", "EUG"]}
    world.company.sandbox.call("PUT", "plansource/configuration", {"lists": lists})
    assert add(uma, number, "EUG").status == 303


def test_nobody_with_other_dags_sees_what_was_added(people, uma, world):
    _, number = unlisted(world, location="Portland")
    add(uma, number, "BOI")
    assert "Portland" not in listed(people(STRANGER))


def test_a_refusal_that_no_lookup_can_mend_takes_no_value(uma, world):
    _, number = world.take()
    assert add(uma, number, "BOI", "Bend").status == 422
