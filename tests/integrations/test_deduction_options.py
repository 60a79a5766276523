"""What the form of a deductions import asks, and what it comes to on a day."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.integrations.deduction_options import (
    DeductionOptions,
    lines_of_plan_year,
    resolve_plan_year,
    same_plan_year,
)
from benefits_sync.mapping.deductions.schedules import PlanYears
from benefits_sync.pipeline.requests import RunRequest

FACTS = {"dag_id": "d", "airflow_run_id": "r", "user": "u", "run_name": "n"}


def asked(**form: object) -> dict[str, object]:
    return dict(RunRequest.from_form(form, DeductionOptions, **FACTS).options)


def resolved(day: str, plan_year: str = "current", starts: str = "01-01") -> tuple[object, object]:
    mapping = SimpleNamespace(plan_years=PlanYears(starts=starts))
    options = resolve_plan_year(mapping, {"plan_year": plan_year}, date.fromisoformat(day))
    return options["plan_year_starts"], options["plan_year_ends"]


def test_an_empty_form_asks_for_the_current_plan_year() -> None:
    assert asked() == {
        "plan_year": "current",
        "deduction_start_date": None,
        "plan_year_start_date": None,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan_year", "last"),
        ("deduction_start_date", "2026-02-30"),
        ("deduction_start_date", "tomorrow"),
        ("plan_year_start_date", "2026-13-01"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name_and_not_quoted(name: str, value: str) -> None:
    with pytest.raises(ParameterError, match=name) as refused:
        asked(**{name: value})
    assert value not in str(refused.value)


@pytest.mark.parametrize(
    ("plan_year", "year"),
    [
        ("previous", ("2025-01-01", "2025-12-31")),
        ("current", ("2026-01-01", "2026-12-31")),
        ("next", ("2027-01-01", "2027-12-31")),
    ],
)
def test_a_plan_year_is_meant_as_seen_from_the_day(plan_year: str, year: tuple[str, str]) -> None:
    assert resolved("2026-03-04", plan_year) == year


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-06-30", ("2025-07-01", "2026-06-30")), ("2026-07-01", ("2026-07-01", "2027-06-30"))],
)
def test_a_plan_year_begins_when_the_mapping_says(day: str, year: tuple[str, str]) -> None:
    assert resolved(day, starts="07-01") == year


@pytest.mark.parametrize("starts", ["01-01", "07-01"])
@pytest.mark.parametrize("choice", ["previous", "current", "next"])
def test_a_form_for_the_same_plan_year_comes_to_the_same_days(choice: str, starts: str) -> None:
    mapping, today = SimpleNamespace(plan_years=PlanYears(starts=starts)), date(2026, 11, 20)
    options = resolve_plan_year(mapping, {"plan_year": choice}, today)
    assert same_plan_year(mapping, options, today) == {"plan_year": choice}


def test_a_plan_year_of_long_ago_cannot_be_asked_for_again() -> None:
    mapping = SimpleNamespace(plan_years=PlanYears(starts="01-01"))
    with pytest.raises(ParameterError, match="starting 2024-01-01 is neither the previous"):
        same_plan_year(mapping, {"plan_year_starts": "2024-01-01"}, date(2026, 11, 20))


def test_a_line_is_of_the_plan_year_that_its_key_names() -> None:
    keys = pd.Series(["E1|2026-01-01|medical|MED|2026-01-01", "E1|2025-01-01|medical|MED|2026-01-01"])
    assert lines_of_plan_year(keys, {"plan_year_starts": "2026-01-01"}).tolist() == [True, False]
