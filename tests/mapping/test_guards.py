"""Limits of guards: a share of the total, a floor for small companies, and exceptions for single fields."""

import pytest

from benefits_sync.mapping.guards import Guards, Limit, PointsLimit, Share

TERMINATIONS = Guards().terminations


@pytest.mark.parametrize(
    ("count", "active", "exceeded"), [(5, 20, False), (6, 20, True), (20, 1_000, False), (21, 1_000, True)]
)
def test_terminations_may_be_five_or_two_percent_whichever_is_more(count, active, exceeded):
    assert TERMINATIONS.exceeded(count, active) is exceeded


def test_a_field_may_have_a_limit_of_its_own():
    limit = Limit(percent=10, fields={"udef_1": 50})
    assert (limit.exceeded(30, 100, "udef_1"), limit.exceeded(30, 100, "city")) == (False, True)


@pytest.mark.parametrize(("now", "exceeded"), [(0.95, False), (0.94, True), (1.0, False)])
def test_a_fill_rate_may_fall_by_five_points(now, exceeded):
    assert PointsLimit(points=5).exceeded(1.0, now) is exceeded


@pytest.mark.parametrize(
    ("guard", "floor", "percent"),
    [
        ("terminations", 5, 2), ("creates", 25, 10), ("roster_shrink", 0, 5), ("missing_from_target", 5, 0.5),
        ("field_changed", 10, 10), ("identity_changed", 3, 0.5), ("rejections", 3, 5),
    ],
)  # fmt: skip
def test_the_defaults_are_those_of_the_documents(guard, floor, percent):
    limit = getattr(Guards(), guard)
    assert (limit.floor, limit.percent) == (floor, percent)


def test_half_of_the_known_people_have_to_be_in_the_roster():
    assert Guards().roster_overlap.least(201) == 100.5


def test_a_file_that_moves_a_share_keeps_the_floor():
    guards = Guards.model_validate({"field_changed": {"percent": 20}, "creates": {"floor": 100}})
    assert (guards.field_changed, guards.creates) == (
        Limit(floor=10, percent=20),
        Limit(floor=100, percent=10),
    )


def test_a_file_may_ask_for_less_overlap():
    assert Guards.model_validate({"roster_overlap": {"percent": 20}}).roster_overlap == Share(percent=20)
