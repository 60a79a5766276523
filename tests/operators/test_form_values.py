"""Values written in a file, compared with the form of the DAG that is to get them."""

import pytest

from benefits_sync.errors import ConfigurationError
from benefits_sync.operators.form_values import form_of, form_problems, typed_values
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def form():
    return form_of("demographic_export", ROOT / "dags" / "demographic_export.py")


def problems(form, **texts):
    return list(form_problems("demographic_export", form, texts, ("form",)))


def test_the_form_is_that_of_the_dag_file(form):
    assert {"delta", "include_employees", "lookback_days", "run_name", "dry_run"} <= set(form)


def test_a_dag_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "broken.py").write_text("from airflow.sdk import DAG, nothing_like_it\n")
    with pytest.raises(ConfigurationError, match="the DAG broken cannot be read"):
        form_of("broken", tmp_path / "broken.py")


def test_texts_become_what_their_fields_hold(form):
    texts = {"delta": "false", "lookback_days": "7", "include_employees": "10001", "run_name": None}
    assert typed_values(form, texts) == {
        "delta": False,
        "lookback_days": 7,
        "include_employees": "10001",
        "run_name": None,
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [("delta", "true"), ("lookback_days", "31"), ("lookback_days", None), ("include_employees", "E1,E2")],
)
def test_a_value_that_fits_is_no_problem(form, name, text):
    assert problems(form, **{name: text}) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("delta", "yes"),
        ("delta", None),
        ("lookback_days", "32"),
        ("lookback_days", "a week"),
        ("lookback_days", "7.5"),
        ("include_employees", "E1;E2"),
        ("run_name", "x" * 201),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_the_form_says(form, name, text):
    (problem,) = problems(form, **{name: text})
    says = form.get_param(name).description
    assert problem.message == f"`{name}` is not what the form of demographic_export takes; it says: {says}"


def test_the_value_itself_is_not_repeated(form):
    (problem,) = problems(form, include_employees="911-22-3333")
    assert "911" not in problem.message


def test_a_field_that_the_form_lacks_is_told_with_the_nearest_there_is(form):
    (problem,) = problems(form, lookback_day="7")
    assert (problem.message, problem.suggestion) == (
        "`lookback_day` is not in the form of demographic_export",
        "lookback_days",
    )
