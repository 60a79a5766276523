"""Limits of guards: a share of the total, a floor for small companies, and exceptions for single fields."""

import pytest

from benefits_sync.mapping.guards import Guards, Limit, PointsLimit

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
