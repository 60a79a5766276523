"""Who is in a carrier file: found by segment, and through all files of a person."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from benefits_sync.models.carriers import FileState
from tests.store.carriers.samples import DENTAL, file, kept, person
from tests.store.samples import NOW

FAMILY = [person("a1", first=8, last=14), person("a2", first=15, last=20), person("b1", "E10002", 21, 30)]


@pytest.fixture
def people(ledger):
    return ledger.carriers.people


@pytest.fixture
def number(ledger):
    return kept(ledger, people=iter(FAMILY)).id


def test_the_people_of_a_file_come_back_in_its_order(people, number):
    assert people.of_file(number) == FAMILY


def test_a_part_of_the_people_can_be_read(people, number):
    assert people.of_file(number, offset=1, limit=1) == FAMILY[1:2]


def test_a_file_kept_again_has_its_people_once(ledger, people):
    new = file(ledger)
    first, again = (ledger.carriers.files.create(new, "airflow", NOW, FAMILY) for _ in range(2))
    assert (first, people.of_file(again.id)) == (again, FAMILY)


def test_a_file_whose_people_cannot_be_kept_is_not_kept(ledger):
    new = file(ledger)
    with pytest.raises(IntegrityError):
        ledger.carriers.files.create(new, "airflow", NOW, [*FAMILY, replace(FAMILY[0], person_ref=None)])
    assert ledger.carriers.files.of_run(new.run_id) == []


def test_more_people_than_one_trip_takes_are_all_kept(ledger, people):
    everyone = [person(f"p{at}", f"E{at}", at, at) for at in range(2_345)]
    assert people.of_file(kept(ledger, people=everyone).id) == everyone


def test_entries_are_counted_by_event(people, number):
    assert people.events(number) == {"addition": 3}


def test_the_history_of_an_employee_has_the_dependents_and_the_newest_file_first(ledger, people, number):
    later = kept(ledger, "run 2", FAMILY[:1], group="EAST").id
    found = [(one.file, one.person.person_ref, one.state) for one in people.history("E10001")]
    built = FileState.BUILT
    assert found == [(later, "a1", built), (number, "a1", built), (number, "a2", built)]


def test_the_history_of_one_person_is_found_by_the_reference(people, number):
    assert [(one.file, one.carrier) for one in people.history("a2")] == [(number, DENTAL)]


def test_a_long_history_is_read_in_parts(ledger, people, number):
    later = kept(ledger, "run 2", FAMILY[:1], group="EAST").id
    parts = [one.file for at in (0, 1) for one in people.history("a1", at, 1)]
    assert (parts, people.count("a1"), people.count("E10001")) == ([later, number], 2, 3)
