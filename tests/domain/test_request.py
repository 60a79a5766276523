"""What planning some people takes from the target."""

import pandas as pd

from benefits_sync.domain.request import keys_to_read
from tests.domain.company import exported, people, person, request


def test_a_changed_number_needs_the_old_record_too():
    asked = request([person(1, employeeNumber="E77777")], exported(people(1)))
    assert keys_to_read(asked.mapped.payload["subscriber_code"], asked.known) == ["E10001", "E77777"]


def test_a_record_without_a_key_needs_nothing():
    assert keys_to_read(pd.Series([None], dtype=object), exported([]).known()) == []


def test_a_column_that_did_not_come_back_counts_as_withheld():
    asked = request(people(1), withheld=("payRate",))
    assert asked.all_withheld == ("payRate",)
