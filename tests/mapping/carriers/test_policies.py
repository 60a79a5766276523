"""A coverage goes under the number of the first rule that holds, else of its plan, else of the carrier."""

import pytest

from benefits_sync.mapping.carriers.policies import PolicyRule
from tests.mapping.carriers.profiles import LIFE, MEDICAL, VISION


@pytest.mark.parametrize(
    ("plan", "org_class", "location", "number"),
    [
        ("Gold PPO", "EXEC", "BOI", "70114-900"),
        ("Gold PPO", "EXEC", "AUS", "70114-002"),
        ("Gold PPO", "FT-SAL", "BOI", "70114-002"),
        ("Silver PPO", "EXEC", "BOI", "70114-001"),
    ],
)
def test_a_policy_goes_by_plan_class_and_location(plan, org_class, location, number):
    policies = MEDICAL.coverages.lines["medical"].policies
    subscriber = {"org_class": org_class, "location": location}
    assert MEDICAL.identifiers.policy.number(plan, policies, subscriber) == number


@pytest.mark.parametrize(
    ("division", "org_class", "number"),
    [("WEST", "EXEC", "V-100"), ("EAST", "EXEC", "V-900"), ("EAST", "PT", "V-200"), (None, None, "V-200")],
)
def test_a_person_goes_by_division_and_class(division, org_class, number):
    subscriber = {"division": division, "org_class": org_class}
    assert VISION.identifiers.policy.number(None, {}, subscriber) == number


def test_the_policy_of_a_plan_comes_before_that_of_the_carrier():
    policies = LIFE.coverages.lines["spouse_life"].policies
    assert LIFE.identifiers.policy.number("Voluntary Spouse Life", policies, {}) == "HS-55121"


def test_without_any_the_profile_has_no_number():
    assert MEDICAL.identifiers.policy.number(None, {}, {"org_class": "EXEC", "location": "BOI"}) is None


def rule(**stated: object) -> PolicyRule:
    """Return a rule as a file states it."""
    return PolicyRule.model_validate({"value": "X", **stated})


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ({"plans": ["A", "B"]}, {"plans": ["A"]}, True),
        ({"plans": ["A"]}, {"plans": ["A", "B"]}, False),
        ({"plans": ["A"]}, {"when": {"location": "BOI"}}, False),
        ({"when": {"location": ["BOI", "DEN"]}}, {"plans": ["A"], "when": {"location": "DEN"}}, True),
        ({"when": {"location": "BOI"}}, {"when": {"location": ["BOI", "DEN"]}}, False),
    ],
)
def test_a_rule_covers_another_that_is_narrower(wide, narrow, covered):
    assert rule(**wide).covers(rule(**narrow)) is covered
