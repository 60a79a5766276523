"""Conditions over whole columns say what they say of each value by itself."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from benefits_sync.mapping.coded import Coded
from benefits_sync.mapping.conditions import Condition

TODAY = date(2026, 3, 9)
VALUES = ["Boise", None, "30", "29.99 USD", "2025-12-09", "2026-05-09T00:00", "soon", "30", None]


def condition(**operators: object) -> Condition:
    return Condition.model_validate(operators)


@pytest.mark.parametrize(
    "operators",
    [
        {"equals": "Boise"},
        {"in": ["Boise", "soon"]},
        {"not_in": ["Boise"]},
        {"at_least": "30"},
        {"below": "30", "not_in": ["29"]},
        {"present": "true"},
        {"absent": "true"},
        {"tenure_at_least_days": 90},
        {"tenure_below_days": 90},
        {"tenure_at_least_days": 30, "tenure_below_days": 90},
        {"more_than_days_ahead": 60},
        {"more_than_days_ahead": 60, "not_in": ["2026-05-09T00:00"]},
    ],
)
def test_a_column_matches_where_its_values_do(operators):
    source = Coded(pd.DataFrame({"field": VALUES}, dtype=object))
    asked = condition(**operators)
    assert source.matching({"field": asked}, TODAY).tolist() == [asked.matches(one, TODAY) for one in VALUES]


def test_each_row_may_be_asked_about_a_day_of_its_own():
    source = Coded(pd.DataFrame({"hired": ["2026-01-01", "2026-02-01"]}, dtype=object))
    rows = np.array([1, 0, 1])
    days = np.array([(TODAY + timedelta(days=ahead)).toordinal() for ahead in (0, 0, 60)])
    when = {"hired": condition(tenure_at_least_days=60)}
    assert source.matching(when, days, rows).tolist() == [False, True, True]


def test_all_conditions_of_a_rule_have_to_hold():
    source = Coded(
        pd.DataFrame({"city": ["Boise", "Boise", None], "hours": ["40", "20", "40"]}, dtype=object)
    )
    when = {"city": condition(equals="Boise"), "hours": condition(at_least="30")}
    assert source.matching(when, TODAY).tolist() == [True, False, False]


def test_a_column_that_the_source_did_not_return_counts_as_empty():
    source = Coded(pd.DataFrame({"city": ["Boise"]}, dtype=object))
    assert source.matching({"hours": condition(absent="true")}, TODAY).tolist() == [True]
