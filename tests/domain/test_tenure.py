"""The calendar changes classes and exclusions by itself: people are read again on the day it does."""

from datetime import date, timedelta
from itertools import product

import pytest

from benefits_sync.domain.tenure import MOST_DAYS_AHEAD, next_turns
from benefits_sync.mapping import map_frame
from benefits_sync.mapping.grammar import Mapping
from tests.domain.company import MAPPING, TODAY, exported, frame, person, plan, source_frame, written

PART_TIME = "Part-Time"


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


def turn(**facts: str | None) -> str | None:
    """Return the next day on which something turns for one person of the invented company."""
    return next_turns(MAPPING, source_frame([person(1, **facts)]), TODAY)[0]


@pytest.mark.parametrize(
    ("because", "facts", "expected"),
    [
        ("a year of part-time service is 65 days away", {"hireDate": day(-300)}, day(65)),
        ("it is reached tomorrow", {"hireDate": day(-364)}, day(1)),
        ("it is reached today, and today is planned already", {"hireDate": day(-365)}, None),
        ("it begins with a hire to come", {"hireDate": day(35)}, day(400)),
        ("a full-timer earns nothing", {"hireDate": day(-300), "employmentHistoryStatus": "Full-Time"}, None),
        ("an excluded person earns nothing by it", {"hireDate": day(-300), "customEin": "84-7654321"}, None),
        ("a hire beyond the horizon comes within it", {"hireDate": day(61)}, day(1)),
        ("without a date nothing is reckoned", {"hireDate": None}, None),
        ("what is no date is not reckoned with", {"hireDate": "soon"}, None),
        ("the end of time is out of reach", {"hireDate": "9999-12-31"}, None),
    ],
)  # fmt: skip
def test_the_next_turn_is_the_day_on_which_the_outcome_changes(because, facts, expected):
    assert turn(**{"employmentHistoryStatus": PART_TIME} | facts) == expected, because


def test_a_turn_further_ahead_is_left_to_a_later_run():
    long = _mapping([{"name": "old", "when": {"hireDate": {"tenure_at_least_days": 401}}, "value": "OLD"}])
    rows = source_frame([person(1, hireDate=day(0)), person(2, hireDate=day(-1))])
    assert next_turns(long, rows, TODAY).tolist() == [None, day(MOST_DAYS_AHEAD)]


def test_a_date_that_was_withheld_turns_nothing():
    rows = source_frame([person(1, employmentHistoryStatus=PART_TIME)]).drop(columns="hireDate")
    assert next_turns(MAPPING, rows, TODAY).tolist() == [None]


def test_nobody_has_no_turns():
    assert next_turns(MAPPING, source_frame([]), TODAY).tolist() == []


def _mapping(rules: list[dict]) -> Mapping:
    """Return a mapping with one rule table; its scope leaves out hires more than five days ahead."""
    fields = {
        "subscriber_code": {"from": "employeeNumber", "required": True},
        "org_class": {"rules": "class", "unlisted": "leave_out"},
    }
    return Mapping.model_validate(
        {
            "name": "turning",
            "version": 1,
            "source": "bamboohr.employee",
            "target": "plansource.subscriber",
            "key": "subscriber_code",
            "scope": [{"reason": "future_hire", "when": {"hireDate": {"more_than_days_ahead": 5}}}],
            "fields": fields,
            "rules": {"class": rules},
        },
        by_alias=True,
    )


SINCE = {"hireDate": {"tenure_at_least_days": 3, "tenure_below_days": 7}}
TURNING = _mapping(
    [
        {"name": "boss", "when": {"department": "Board"}, "value": "X"},
        {"name": "fresh", "when": {"hireDate": {"tenure_below_days": 3}}, "value": "A"},
        {"name": "tried", "when": SINCE, "value": "B"},
        {"name": "same", "when": {"hireDate": {"tenure_below_days": 9}}, "value": "B"},
        {"name": "nothing", "when": {"hireDate": {"tenure_below_days": 12}}, "value": None},
        {
            "name": "two_fields",
            "when": {"department": "Finance", "dateOfBirth": {"tenure_at_least_days": 5}},
            "value": "C",
        },
    ]
)


def test_turns_are_those_that_mapping_every_single_day_would_show():
    offsets, departments = range(-20, 20), ("Board", "Finance", "Sales")
    rows = source_frame(
        person(at, hireDate=day(hired), dateOfBirth=day(-hired), department=department)
        for at, (hired, department) in enumerate(product(offsets, departments))
    )

    def outcome(on: date) -> list[tuple[str | None, str | None]]:
        mapped = map_frame(TURNING, rows, on)
        return list(zip(mapped.exclusions, mapped.payload["org_class"], strict=True))

    today = outcome(TODAY)
    expected: list[str | None] = [None] * len(rows)
    for ahead in range(40, 0, -1):
        then = outcome(TODAY + timedelta(days=ahead))
        turned = [before != after for before, after in zip(today, then, strict=True)]
        expected = [day(ahead) if yes else known for yes, known in zip(turned, expected, strict=True)]
    assert next_turns(TURNING, rows, TODAY).tolist() == expected


def test_a_plan_keeps_the_day_of_a_tenure():
    outcome = plan([person(1, employmentHistoryStatus=PART_TIME, hireDate=day(-300))])
    assert outcome.schedule.to_dict("records") == [
        {"source_id": "1", "record_key": "E10001", "kind": "tenure", "effective_date": day(65)}
    ]


def test_on_that_day_the_class_is_written():
    rows = [person(1, employmentHistoryStatus=PART_TIME, hireDate=day(-300))]
    outcome = plan(rows, exported(rows), as_of=TODAY + timedelta(days=65))
    assert (written(outcome), outcome.schedule.empty) == ({"org_class": "PT-1Y"}, True)


def test_a_day_that_is_kept_anyway_is_kept_once():
    rows = [person(1, hireDate=day(61), status="Inactive")]
    assert plan(rows).schedule[["kind", "effective_date"]].to_numpy().tolist() == [["hire", day(1)]]


def test_a_tenure_does_not_replace_changes_of_other_days():
    future = frame(
        [{"source_id": "1", "kind": kind, "effective_date": day(10)} for kind in ("job", "pay")],
        ["source_id", "kind", "effective_date"],
    )
    rows = [person(1, employmentHistoryStatus=PART_TIME, hireDate=day(-300))]
    assert plan(rows, future=future).schedule["kind"].tolist() == ["job", "pay", "tenure"]
