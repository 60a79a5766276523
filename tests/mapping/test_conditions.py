"""Operators of `when` conditions."""

from datetime import date

import pytest

from benefits_sync.mapping.conditions import Condition

TODAY = date(2026, 3, 9)


def condition(**operators: object) -> Condition:
    return Condition.model_validate(operators)


@pytest.mark.parametrize(
    ("operators", "value", "expected"),
    [
        ({"equals": "Boise"}, "Boise", True),
        ({"equals": "Boise"}, "boise", False),
        ({"in": ["Boise", "Denver"]}, "Denver", True),
        ({"in": ["Boise"]}, "Austin", False),
        ({"not_in": ["Boise"]}, "Austin", True),
        ({"not_in": ["Boise"]}, "Boise", False),
        ({"at_least": "30"}, "30", True),
        ({"at_least": "30"}, "9", False),  # as numbers, not as text
        ({"at_least": "30"}, "100.0", True),
        ({"below": "30"}, "29.99", True),
        ({"below": "30"}, "30", False),
        ({"at_least": "20", "below": "30"}, "25", True),
        ({"at_least": "30"}, "52000.00 USD", True),
        ({"below": "30"}, "few", False),
        ({"present": "true"}, "x", True),
        ({"absent": "true"}, "x", False),
        ({"tenure_at_least_days": 90}, "2025-12-09", True),
        ({"tenure_at_least_days": 90}, "2025-12-10", False),
        ({"tenure_below_days": 90}, "2025-12-10", True),
        ({"tenure_below_days": 90}, "2025-12-09", False),
        ({"tenure_at_least_days": 90}, "soon", False),
        ({"more_than_days_ahead": 60}, "2026-05-08", False),
        ({"more_than_days_ahead": 60}, "2026-05-09", True),
    ],
)
def test_a_value_matches_when_every_operator_holds(operators, value, expected):
    assert condition(**operators).matches(value, TODAY) is expected


@pytest.mark.parametrize(
    "operators",
    [
        {"equals": "x"}, {"in": ["x"]}, {"not_in": ["x"]}, {"below": "3"}, {"present": "true"},
        {"tenure_below_days": 3}, {"more_than_days_ahead": 3},
    ],
)  # fmt: skip
def test_an_empty_value_matches_nothing_but_absent(operators):
    assert not condition(**operators).matches(None, TODAY)


def test_absent_matches_an_empty_value():
    assert condition(absent="true").matches(None, TODAY)
