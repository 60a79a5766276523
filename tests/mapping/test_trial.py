"""What would become of one record if some of its values were others."""

import pandas as pd
import pytest

from benefits_sync.mapping.records import MappingContext, map_records
from benefits_sync.mapping.trial import Bench
from tests.mapping.conftest import EMPLOYEE, TODAY


@pytest.fixture
def bench(demographic_export):
    row = {**EMPLOYEE, "source_id": "1", "zipcode": "837", "middleName": None}
    frame = pd.DataFrame([row], dtype=object)
    return Bench(map_records, demographic_export, frame, MappingContext(TODAY))


def rules(bench):
    return [(one.field, one.rule) for one in bench.attempt().broken]


def test_the_record_as_it_is_breaks_its_rule(bench):
    assert rules(bench) == [("zip_code", "zip_code")]


def test_another_value_mends_it(bench):
    assert rules(bench.with_values({"zipcode": "83702"})) == []


def test_another_value_may_break_another_rule(bench):
    assert rules(bench.with_values({"zipcode": "83702", "ssn": None})) == [("ssn", "required")]


def test_trying_a_value_leaves_the_record_as_it_was(bench):
    bench.with_values({"zipcode": "83702"})
    assert bench.record["zipcode"] == "837"


def test_a_field_that_the_source_left_empty_can_be_filled(bench):
    assert bench.with_values({"middleName": "Ann"}).attempt().made["middle_name"] == ["Ann"]


def test_a_value_that_leaves_the_person_out_says_so(bench):
    assert bench.with_values({"customTestEmployee": "yes"}).attempt().exclusion == "test_employee"


def test_no_message_holds_a_value(bench):
    broken = bench.with_values({"ssn": "955-12-345"}).attempt().broken
    assert not any("955" in one.message for one in broken)


def test_no_value_is_in_the_representation(bench):
    assert "837" not in repr(bench) + repr(bench.attempt())
