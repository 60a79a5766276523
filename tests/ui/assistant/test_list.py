"""The list of refused records: by cause, chosen, sent again, put aside."""

import re

import pytest

from tests.ui.auth_manager import STRANGER

CAUSE = "/assistant?integration=demographic_export&field=zip_code&rule=zip_code"
TOKEN = "a-token-of-the-tests-1"
GOOD_ZIP = "83702"


def chosen(*numbers, token=TOKEN, **more):
    return {"token": token, "scope": "chosen", "rejection": [str(one) for one in numbers], **more}


def test_records_are_grouped_by_cause_with_their_number(vera, world):
    text = vera.get("/assistant").text
    assert re.search(r"\d+ zip_code zip_code zip_code must be a ZIP code", text)


def test_a_cause_leads_to_its_records(vera, world):
    person, number = world.take()
    assert world.company.number(person) in vera.get(f"{CAUSE}&q={world.company.number(person)}").text
    assert f"/assistant/rejections/{number}" in vera.get(CAUSE).answer.text


def test_the_list_can_be_narrowed_to_one_run(vera, world):
    another = vera.get("/assistant?run=20260101-000000000000").text
    this = vera.get(f"/assistant?run={world.run.reference_id}&status=open").text
    assert ("No refused record fits" in another, "No refused record fits" in this) == (True, False)


def test_what_is_typed_into_the_filter_is_shown_as_text(vera, world):
    page = vera.get("/assistant?q=<script>alert(1)</script>")
    assert ("<script>alert" in page.answer.text, page.status) == (False, 200)


def test_somebody_with_other_dags_sees_nothing(people, world):
    assert "Nothing is refused" in people(STRANGER).get("/assistant").text


def test_a_viewer_can_choose_nothing(vera, world):
    assert "Resubmit" not in vera.get(CAUSE).text.replace("Resubmissions", "")


# Sending again


def test_chosen_records_are_sent_again_and_both_ways_linked(uma, world):
    (one, first), (_, second) = world.take(), world.take()
    number = world.resubmission_at(uma.post("/assistant/resubmit", chosen(first, second)))
    world.company.edit(one, zipcode=GOOD_ZIP)
    world.carry_out(number)
    page = uma.get(f"/assistant/resubmissions/{number}")
    assert (world.status(first), world.status(second)) == ("resolved", "repeated")
    assert ("refused again" in page.text, f"/assistant/rejections/{first}" in page.answer.text) == (
        True,
        True,
    )
    assert f"/assistant/resubmissions/{number}" in uma.get(f"/assistant/rejections/{first}").answer.text


def test_a_second_click_is_the_same_resubmission(uma, world):
    _, number = world.take()
    form = chosen(number, token="a-token-of-the-tests-2")
    numbers = [world.resubmission_at(uma.post("/assistant/resubmit", form)) for _ in range(2)]
    assert numbers[0] == numbers[1]


def test_a_resubmission_starts_its_run_in_airflow_as_the_person(uma, world, server):
    _, number = world.take()
    form = chosen(number, token="a-token-of-the-tests-3")
    resubmission = world.resubmission_at(uma.post("/assistant/resubmit", form))
    run = server.get(
        f"/api/v2/dags/resubmit_records/dagRuns/resubmission__{resubmission}", headers=uma.header
    ).json()
    assert (run["triggering_user_name"], run["conf"]) == ("uma", {"resubmission": resubmission})


def test_all_of_a_list_are_those_that_it_showed(uma, world):
    page = uma.get(CAUSE)
    shown = page.fields("/assistant/resubmit")
    later, _ = world.take()
    world.company.edit(later, zipcode="12")
    world.company.run("refused after the list was shown", include=[world.company.number(later)])
    number = world.resubmission_at(uma.post("/assistant/resubmit", {**shown, "scope": "all"}))
    with world.ledger() as ledger:
        assert later not in ledger.resubmissions.source_ids(number)


@pytest.mark.parametrize(
    "form", [{}, {"token": "a-token-of-the-tests-5", "scope": "chosen"}, {"token": "short", "rejection": "1"}]
)
def test_a_form_that_names_nothing_sends_nothing(uma, world, form):
    assert uma.post("/assistant/resubmit", {"rejection": [], **form}).status == 422


def test_a_viewer_sends_nothing_again(vera, world):
    _, number = world.take()
    page = vera.post("/assistant/resubmit", chosen(number, token="a-token-of-the-tests-4"))
    assert (page.status, world.status(number)) == (403, "open")


# Putting aside


def test_a_dismissed_record_says_who_and_why(uma, vera, world):
    _, number = world.take()
    uma.post(f"/assistant/rejections/{number}/dismiss", {"reason": "left before the plan year"})
    assert "left before the plan year" in vera.get(f"/assistant/rejections/{number}").text
    assert (world.status(number), world.audited(number)) == ("dismissed", [("uma", "dismissed", None)])


def test_a_dismissed_record_can_be_taken_up_again(uma, world):
    _, number = world.take()
    uma.post(f"/assistant/rejections/{number}/dismiss", {"reason": "by mistake"})
    uma.post(f"/assistant/rejections/{number}/reopen")
    assert world.status(number) == "open"


@pytest.mark.parametrize(
    "reason", ["", "  ", "SSN is 955-12-3456", "born 1990-05-17", "born 5/17/90", "955123456"]
)
def test_a_reason_is_needed_and_holds_nothing_personal(uma, world, reason):
    person, number = world.take()
    page = uma.post(f"/assistant/rejections/{number}/dismiss", {"reason": reason})
    assert (page.status, world.status(number)) == (422, "open")
    world.spare.append(person)


def test_what_a_run_has_settled_cannot_be_dismissed(uma, world):
    person, number = world.take()
    world.company.edit(person, zipcode=GOOD_ZIP)
    world.company.run("put right", include=[world.company.number(person)])
    assert uma.post(f"/assistant/rejections/{number}/dismiss", {"reason": "too late"}).status == 409
