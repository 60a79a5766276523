"""Who is in a file, and the files of a person: for few, each look on record, never a name."""

import pytest

from benefits_sync.ui.carriers.people import PAGE_SIZE, PERSON
from tests.store.carriers.samples import S, person
from tests.ui.carriers.shelf import EMPLOYEE, PERSON_REF


@pytest.fixture
def delivered(shelf):
    return shelf.at(S.DELIVERED)


def test_the_people_of_a_file_stand_in_its_order(olga, delivered):
    text = olga.get(f"/carriers/files/{delivered.id}/people").text
    assert f"{EMPLOYEE} {PERSON_REF} Addition 0001 8 to 14" in text
    assert text.index(EMPLOYEE) < text.index("E10002")


def test_many_people_come_in_pages(olga, shelf):
    rows = [person(f"{number:012x}", f"E{number:05}") for number in range(PAGE_SIZE + 1)]
    second = olga.get(f"/carriers/files/{shelf.kept(people=rows).id}/people?page=2").text
    assert ("E00000" in second, f"E{PAGE_SIZE:05}" in second) == (False, True)


@pytest.mark.parametrize("searched", [EMPLOYEE, PERSON_REF, f" {EMPLOYEE} "])
def test_a_person_is_found_in_all_files_newest_first(olga, shelf, searched):
    first, second = shelf.at(S.DELIVERED, "first"), shelf.kept("second")
    text = olga.get(f"/carriers/people?q={searched}").text
    assert text.index(f"File {second.id} ") < text.index(f"File {first.id} ")


def test_an_employee_number_finds_the_dependents_too(olga, shelf):
    shelf.kept(people=[person("aaaaaaaaaaaa", "E7"), person("bbbbbbbbbbbb", "E7", 15, 21)])
    text = olga.get("/carriers/people?q=E7").text
    assert ("aaaaaaaaaaaa" in text, "bbbbbbbbbbbb" in text) == (True, True)


def test_what_was_said_of_a_person_stands_beside_it(olga, delivered, shelf):
    shelf.answered(delivered.id, S.FUNCTIONAL_PARTIAL, verdict="partly")
    assert "the plan is unknown to the carrier" in olga.get(f"/carriers/people?q={EMPLOYEE}").text


def test_somebody_left_out_of_every_file_is_found_by_what_was_said(olga, delivered, shelf):
    shelf.left_out(delivered)
    assert "The family is left out" in olga.get("/carriers/people?q=E10077").text


def test_nobody_is_found_by_a_part_of_a_number(olga, delivered):
    assert "No carrier file tells of this person" in olga.get("/carriers/people?q=E1000").text


@pytest.mark.parametrize("user", ["vera", "uma"])
@pytest.mark.parametrize("path", ["/carriers/files/1/people", f"/carriers/people?q={EMPLOYEE}"])
def test_people_are_for_whoever_may_see_personal_values(people, delivered, ledger, user, path):
    page = people(user).get(path)
    assert (page.status, PERSON_REF in page.text, ledger.audit.latest(5)) == (403, False, [])


def test_a_look_at_the_people_of_a_file_is_noted(olga, delivered, ledger):
    olga.get(f"/carriers/files/{delivered.id}/people")
    [entry] = ledger.audit.of_subject(f"carrier file {delivered.id}")
    assert (entry.user, entry.action, entry.field) == ("olga", "looked at", "people")


def test_a_look_at_the_files_of_a_person_is_noted_with_the_employee_number(olga, delivered, ledger):
    olga.get(f"/carriers/people?q={PERSON_REF}")
    [entry] = ledger.audit.of_record(EMPLOYEE)
    assert (entry.user, entry.action, entry.subject) == ("olga", "looked at", PERSON)


def test_what_was_typed_and_found_nobody_is_kept_nowhere(olga, delivered, ledger):
    olga.get("/carriers/people?q=955-12-3456")
    assert ledger.audit.latest(5) == []
