"""What the form of a deductions import asks, and what it comes to on a day."""

from datetime import date
from types import SimpleNamespace

import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.integrations.deduction_options import DeductionOptions, resolve_plan_year
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
