"""Columns: each distinct source value is worked out once, however many people have it."""

import numpy as np
import pandas as pd

from benefits_sync.mapping.coded import Coded
from benefits_sync.mapping.columns import derive
from benefits_sync.mapping.derivation import Derivation
from benefits_sync.mapping.transforms import Facts
from tests.mapping.conftest import TODAY


def column(mapping, member, **values):
    """Derive one member of a frame with these columns."""
    return derive(mapping, member, Coded(pd.DataFrame(values, dtype=object)), Facts(TODAY))


def worked_out(monkeypatch):
    """Note every value that is worked out."""
    seen = []
    one, many = Derivation.of_value, Derivation.of_values

    def noted(self, *key):
        seen.append(key)
        return one(self, *key)

    def all_noted(self, values):
        seen.extend((value,) for value in values)
        return many(self, values)

    monkeypatch.setattr(Derivation, "of_value", noted)
    monkeypatch.setattr(Derivation, "of_values", all_noted)
    return seen


def test_a_value_that_many_people_have_is_worked_out_once(demographic_export, monkeypatch):
    seen = worked_out(monkeypatch)
    column(demographic_export, "city", city=["Boise", None, "Boise", "Denver", None])
    assert sorted(seen, key=str) == [("Boise",), ("Denver",), (None,)]


def test_a_value_with_its_companions_is_worked_out_once_for_each_combination(demographic_export, monkeypatch):
    seen = worked_out(monkeypatch)
    rate = ["10.00 USD"] * 3
    column(
        demographic_export,
        "current_salary",
        payRate=rate,
        payPer=["Hour", "Hour", None],
        standardHoursPerWeek=["40"] * 3,
    )
    assert seen == [("10.00 USD", "Hour", "40"), ("10.00 USD", None, "40")]


def test_an_issue_is_told_for_each_row_that_has_the_value(demographic_export):
    derived = column(demographic_export, "state", state=["Idaho", "Atlantis", None, "Atlantis"])
    broken = [(issue.position, issue.rule) for issue in derived.issues()]
    assert broken == [(1, "state_code"), (2, "required"), (3, "state_code")]


def test_some_rows_of_a_column_keep_their_values(demographic_export):
    derived = column(demographic_export, "city", city=["Boise", None, "Denver"])
    assert derived.of(np.array([2, 1])).values.tolist() == ["Denver", None]


def test_the_first_source_field_with_a_value_counts(demographic_export):
    derived = column(
        demographic_export,
        "email",
        workEmail=["a@b.test", None, None],
        homeEmail=["x@y.test", "x@y.test", None],
    )
    assert derived.values.tolist() == ["a@b.test", "x@y.test", None]


def test_a_broken_value_among_many_leaves_the_others_as_they_are(demographic_export):
    numbers = [f"{number:09}" for number in range(123_450_001, 123_452_001)]
    derived = column(demographic_export, "ssn", ssn=[*numbers[:1_500], "12-34", *numbers[1_500:]])
    assert derived.values.tolist() == [*numbers[:1_500], None, *numbers[1_500:]]
