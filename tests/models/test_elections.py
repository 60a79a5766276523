"""What people and elections are made of."""

from benefits_sync.mapping.carriers.fields import GROUPING_FIELDS
from benefits_sync.models.elections import DEPENDENT_FIELDS, PERSON_FIELDS, person_of


def test_a_subscriber_is_named_by_the_code():
    assert person_of("E10001") == "E10001"


def test_a_dependent_is_named_by_the_subscribers_code_and_a_number():
    assert person_of("E10001", "7710031") == "E10001/7710031"


def test_all_that_a_carriers_groups_are_made_of_is_told_of_a_person():
    assert set(PERSON_FIELDS) >= GROUPING_FIELDS


def test_what_is_kept_of_a_dependent_is_told_of_a_person():
    assert set(PERSON_FIELDS) >= set(DEPENDENT_FIELDS)
