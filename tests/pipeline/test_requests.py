"""What a run may be asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.pipeline.integration import NoOptions
from benefits_sync.pipeline.requests import RunRequest, person_numbers

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WATERMARK = datetime(2026, 11, 20, 11, tzinfo=UTC)
OVERLAP = timedelta(minutes=5)
FACTS = {"dag_id": "d", "airflow_run_id": "r", "user": "u", "run_name": "n", "watermark": WATERMARK}


def request(**form: object) -> RunRequest:
    return RunRequest.from_form(form, NoOptions, **FACTS)


def test_a_delta_run_reads_from_the_watermark_less_an_overlap() -> None:
    assert request().since(NOW, OVERLAP) == WATERMARK - OVERLAP


def test_a_run_with_delta_off_reads_everyone() -> None:
    assert request(delta=False).since(NOW, OVERLAP) is None


def test_the_first_run_ever_reads_everyone() -> None:
    first = RunRequest.from_form({}, NoOptions, **{**FACTS, "watermark": None})
    assert first.since(NOW, OVERLAP) is None


def test_a_lookback_replaces_the_watermark() -> None:
    assert request(lookback_days=3).since(NOW, OVERLAP) == NOW - timedelta(days=3)


@pytest.mark.parametrize("days", [0, 32, -1, "soon"])
def test_a_lookback_outside_1_to_31_days_is_refused_by_name(days: object) -> None:
    with pytest.raises(ParameterError, match="lookback_days"):
        request(lookback_days=days)


def test_employees_are_split_at_commas_and_named_once() -> None:
    assert person_numbers(" E1 ,E2,E1, ") == ("E1", "E2")


def test_an_entry_that_is_no_person_number_is_refused_by_its_place_not_its_text() -> None:
    with pytest.raises(ParameterError, match="entry 2 is not") as refused:
        person_numbers("E1,911 22 3333")
    assert "911" not in str(refused.value)


def test_what_has_the_shape_of_an_ssn_is_refused_and_not_repeated() -> None:
    with pytest.raises(ParameterError, match="entry 2 is not") as refused:
        person_numbers("E1,911-22-3333")
    assert "911" not in str(refused.value)


def test_a_refused_parameter_does_not_show_its_value() -> None:
    with pytest.raises(ParameterError) as refused:
        request(lookback_days="911-22-3333")
    assert "911" not in str(refused.value)


def test_a_request_goes_on_from_what_is_kept_of_the_watermark() -> None:
    kept = (WATERMARK + timedelta(minutes=30)).isoformat()
    assert request().going_on_from(kept).watermark == WATERMARK + timedelta(minutes=30)


def test_a_request_without_a_watermark_goes_on_from_the_start() -> None:
    assert request().going_on_from(None).watermark is None
