"""Other ways to write a value that a rule refuses."""

import pytest

from benefits_sync.mapping.suggestions import nearest, respelled


@pytest.mark.parametrize(
    ("value", "better"),
    [
        ("  Boise ", "Boise"),
        ("New  York", "New York"),
        ("955.12.3456", "955123456"),
        ("3/9/1990", "1990-03-09"),
        ("03-09-1990", "1990-03-09"),
        ("idaho", "Idaho"),
    ],
)
def test_a_value_is_respelled_the_way_its_rule_may_ask_for(value, better):
    assert better in respelled(value)


def test_the_value_itself_is_no_suggestion():
    assert "Boise" not in respelled("Boise")


def test_a_day_that_does_not_exist_is_not_suggested():
    assert not [one for one in respelled("02/31/1990") if "-" in one]


def test_the_nearest_known_value_comes_first():
    assert nearest("biweekley", ["Weekly", "Biweekly", "Monthly"])[0] == "Biweekly"


def test_nothing_is_near_to_something_else_altogether():
    assert nearest("Quux", ["Weekly", "Biweekly"]) == []
