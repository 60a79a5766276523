"""Tests for the environment that a local Airflow gets."""

import pytest

from scripts.airflow_settings import ROOT, AirflowSettings
from scripts.local_secrets import Secrets


@pytest.fixture
def settings(tmp_path) -> AirflowSettings:
    return AirflowSettings(tmp_path, 18080)


def test_the_api_listens_on_the_loopback_address_only(settings):
    assert settings.env()["AIRFLOW__API__HOST"] == "127.0.0.1"


def test_tasks_find_the_api_on_the_port_that_was_chosen(settings):
    assert settings.env()["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:18080/execution/"


def test_sqlite_is_never_asked_for_more_than_four_tasks_at_once(settings):
    assert settings.env()["AIRFLOW__CORE__PARALLELISM"] == "4"


def test_the_callers_own_airflow_settings_do_not_leak_in(settings, monkeypatch):
    monkeypatch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "True")
    monkeypatch.setenv("AIRFLOW_CONN_BAMBOOHR_DEFAULT", "{}")
    environment = settings.env()
    assert (environment["AIRFLOW__CORE__LOAD_EXAMPLES"], "AIRFLOW_CONN_BAMBOOHR_DEFAULT" in environment) == (
        "False",
        False,
    )


def test_a_representation_shows_no_secret(tmp_path):
    secrets = Secrets.new()
    settings = AirflowSettings(tmp_path, 1, environment={"AIRFLOW_CONN_X": "hidden"}, secrets=secrets)
    assert [text for text in ("hidden", secrets.jwt_secret) if text in repr(settings)] == []


def test_the_log_ins_are_written_for_their_owner_only(settings):
    settings.write_passwords()
    assert settings.password_file.stat().st_mode & 0o077 == 0


def test_a_process_of_airflow_finds_the_executor_that_is_ours(settings):
    assert settings.env()["PYTHONPATH"] == str(ROOT)
