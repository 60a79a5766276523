"""One refused record: what is shown of it, and how its source value is put right."""

import pytest

from tests.ui.assistant.conftest import BAD_ZIP
from tests.ui.auth_manager import STRANGER

GOOD_ZIP = "83702"


def page_of(person, number):
    return person.get(f"/assistant/rejections/{number}")


# What is shown


def test_the_page_says_what_is_wrong_and_which_source_field_it_comes_from(vera, world):
    _, number = world.take()
    text = page_of(vera, number).text
    assert "zip_code must be a ZIP code of five or nine digits; correct zipcode in the source" in text


def test_the_page_leads_to_the_run_that_refused_the_record(vera, world):
    _, number = world.take()
    with world.ledger() as ledger:
        run = ledger.refused.get(number).reference_id
    assert f'href="/benefits/runs/{run}"' in page_of(vera, number).answer.text


def test_a_viewer_is_offered_nothing_to_change(vera, world):
    _, number = world.take()
    page = page_of(vera, number)
    assert [page.has_form(f"/{what}") for what in ("check", "dismiss", "resubmit", "add")] == [False] * 4


@pytest.mark.parametrize("name", ["vera", "uma", "olga"])
def test_a_personal_value_is_not_on_the_page_until_somebody_asks_for_it(people, world, name):
    _, number = world.take()
    assert f'value="{BAD_ZIP}"' not in page_of(people(name), number).answer.text


def test_whoever_may_see_personal_values_sees_them_and_the_look_is_noted(olga, world):
    _, number = world.take()
    page = olga.post(f"/assistant/rejections/{number}/look")
    assert f'value="{BAD_ZIP}"' in page.answer.text
    assert world.audited(number) == [("olga", "looked at", "zipcode")]


@pytest.mark.parametrize("name", ["vera", "uma"])
def test_nobody_else_sees_them_and_nothing_is_noted(people, world, name):
    _, number = world.take()
    page = people(name).post(f"/assistant/rejections/{number}/look")
    assert (page.status, BAD_ZIP in page.text, world.audited(number)) == (403, False, [])


def test_a_value_that_the_rules_would_take_is_suggested(olga, world):
    person = world.spare.pop()
    world.company.edit(person, zipcode="83702 (home)")
    world.company.run("spelt oddly")
    page = olga.post(f"/assistant/rejections/{world.rejection(person)}/look")
    assert 'data-value="83702"' in page.answer.text


def test_a_rejection_of_a_hidden_dag_looks_like_one_that_does_not_exist(people, world):
    _, number = world.take()
    stranger = people(STRANGER)
    hidden, absent = page_of(stranger, number), page_of(stranger, 99_999)
    assert (hidden.status, hidden.text) == (404, absent.text.replace("99999", str(number)))


# Checking while typing


def test_what_is_typed_is_judged_by_the_same_rules(uma, world):
    _, number = world.take()
    verdicts = [uma.check(number, zipcode=value)["broken"] for value in ("8370", GOOD_ZIP)]
    assert ([fault["field"] for fault in verdicts[0]], verdicts[1]) == (["zip_code"], [])


def test_checking_keeps_nothing(uma, world):
    _, number = world.take()
    uma.check(number, zipcode=GOOD_ZIP)
    assert "Corrected to" not in page_of(uma, number).text


# Correcting


def test_a_correction_is_kept_sent_and_the_record_accepted(uma, world):
    person, number = world.take()
    resubmission = world.resubmission_at(uma.correct(number, zipcode=GOOD_ZIP, resubmit="1"))
    summary = world.carry_out(resubmission)
    assert (summary.status, summary.corrected, world.status(number)) == ("Completed", 1, "resolved")
    assert world.company.subscriber(world.company.number(person))["zip_code"] == GOOD_ZIP


def test_who_corrected_what_is_noted_without_the_value(uma, world):
    _, number = world.take()
    uma.correct(number, zipcode=GOOD_ZIP)
    assert world.audited(number) == [("uma", "corrected", "zipcode")]


def test_a_corrected_value_is_masked_like_the_one_it_replaces(uma, olga, world):
    _, number = world.take()
    uma.correct(number, zipcode=GOOD_ZIP)
    masked = page_of(uma, number)
    shown = olga.post(f"/assistant/rejections/{number}/look")
    assert ("Corrected to ••• hidden by uma" in masked.text, GOOD_ZIP in masked.answer.text) == (True, False)
    assert GOOD_ZIP in shown.text


def test_a_value_that_the_rules_refuse_is_not_kept(uma, world):
    _, number = world.take()
    page = uma.correct(number, zipcode="8370")
    assert (page.status, "the rules still refuse this" in page.text) == (422, True)
    assert "Corrected to" not in page_of(uma, number).text


def test_a_field_left_alone_is_no_correction(uma, world):
    _, number = world.take()
    page = uma.correct(number)
    assert (page.status, "Nothing was typed" in page.text) == (422, True)


def test_a_withdrawn_correction_leaves_the_source_in_force(uma, world):
    _, number = world.take()
    uma.correct(number, zipcode=GOOD_ZIP)
    fields = page_of(uma, number).fields("/withdraw")
    uma.post(f"/assistant/rejections/{number}/withdraw", fields)
    assert "Corrected to" not in page_of(uma, number).text


def test_a_correction_of_another_record_cannot_be_withdrawn_here(uma, world):
    (_, mine), (_, other) = world.take(), world.take()
    uma.correct(other, zipcode=GOOD_ZIP)
    fields = page_of(uma, other).fields("/withdraw")
    assert uma.post(f"/assistant/rejections/{mine}/withdraw", fields).status == 409
    assert "Corrected to" in page_of(uma, other).text


# Two people, or the source, change the same record


def test_an_edit_of_what_somebody_else_corrected_meanwhile_is_refused_with_both_versions(uma, olga, world):
    _, number = world.take()
    before = olga.post(f"/assistant/rejections/{number}/look")
    uma.correct(number, zipcode=GOOD_ZIP)
    page = olga.correct(number, before, zipcode="83713")
    assert (page.status, "83713" in page.text, f"{GOOD_ZIP} (corrected by uma)" in page.text) == (
        409,
        True,
        True,
    )


def test_a_second_look_at_both_versions_lets_the_edit_through(uma, olga, world):
    _, number = world.take()
    before = olga.post(f"/assistant/rejections/{number}/look")
    uma.correct(number, zipcode=GOOD_ZIP)
    refused = olga.correct(number, before, zipcode="83713")
    assert olga.correct(number, refused, zipcode="83713").status == 303


def test_an_edit_of_what_the_source_has_put_right_meanwhile_is_refused(uma, world):
    person, number = world.take()
    before = page_of(uma, number)
    world.company.edit(person, zipcode="83713")
    world.company.run("put right in the source")
    page = uma.correct(number, before, zipcode=GOOD_ZIP)
    assert (page.status, "The rejection is resolved by run" in page.text) == (409, True)


def test_a_record_whose_files_were_removed_says_so_and_can_still_be_dismissed(uma, world, folder):
    _, number = world.take()
    with world.ledger() as ledger:
        run = ledger.refused.get(number).reference_id
    file = next((folder / "artifacts").rglob(f"{run}/source.parquet"))
    aside = file.rename(file.with_suffix(".aside"))
    page = page_of(uma, number)
    aside.rename(file)
    assert ("It cannot be corrected here at present" in page.text, page.has_form("/dismiss")) == (True, True)
