"""The command line as a whole: exit codes, plain sentences, a quick start."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import TEXT_KEY
from tests.connections import define_connection

QUICK = """
import sys
from benefits_sync.cli.app import main
sys.argv = ["benefits", "runs"]
try:
    main()
except SystemExit:
    print(sorted(name for name in ("airflow", "sqlalchemy") if name in sys.modules))
"""


def test_help_names_every_command(benefits):
    out = benefits("--help").out
    commands = (
        "runs",
        "summary",
        "rejections",
        "explain",
        "ledger",
        "roles",
        "x12",
        "purge",
        "check-mappings",
        "keygen",
    )
    assert [command for command in commands if command not in out] == []


def test_a_command_that_does_not_exist_is_a_usage_error(benefits):
    assert benefits("fly").code == 2


def test_a_ledger_without_its_key_says_what_to_set(benefits, ledger_url, monkeypatch):
    monkeypatch.delenv("BENEFITS_KEY")
    answer = benefits("runs")
    assert (answer.code, answer.err[:23]) == (2, "error: set BENEFITS_KEY")


def test_a_key_that_is_none_is_refused_without_being_shown(benefits, ledger_url, monkeypatch):
    monkeypatch.setenv("BENEFITS_KEY", "hunter2")
    answer = benefits("runs")
    assert (answer.code, "hunter2" in answer.err) == (2, False)


def test_a_ledger_that_was_not_upgraded_says_what_to_run(benefits, ledger_url, tmp_path):
    answer = benefits("runs", "--ledger", f"sqlite:///{tmp_path / 'new.db'}")
    assert (answer.code, "run benefits ledger upgrade" in answer.err) == (2, True)


def test_a_database_that_does_not_answer_exits_with_1(benefits, ledger_url):
    answer = benefits("runs", "--ledger", "postgresql://benefits@127.0.0.1:1/ledger")
    assert (answer.code, "does not answer" in answer.err, "Traceback" in answer.err) == (1, True, False)


def test_the_option_wins_over_the_environment(benefits, ledger_url, monkeypatch):
    monkeypatch.setenv("BENEFITS_LEDGER_URL", "mysql://elsewhere")
    assert benefits("runs", "--ledger", ledger_url).code == 0


def test_airflow_is_not_imported_when_the_ledger_is_named(ledger_url):
    said = subprocess.check_output([sys.executable, "-c", QUICK], text=True)
    assert said == "no runs yet\n['sqlalchemy']\n"


@pytest.fixture
def only_airflow(ledger_url, monkeypatch):
    """Leave only Airflow's connection to name the ledger."""
    monkeypatch.delenv("BENEFITS_LEDGER_URL")
    monkeypatch.delenv("BENEFITS_KEY")
    return Path(ledger_url.removeprefix("sqlite:///"))


def test_the_airflow_connection_names_the_ledger_when_nothing_else_does(benefits, only_airflow, monkeypatch):
    extra = {"dialect": "sqlite", "secret_key": TEXT_KEY}
    fields = {"conn_type": "benefits_ledger", "schema": str(only_airflow), "extra": extra}
    define_connection(monkeypatch, "benefits_ledger", **fields)
    answer = benefits("runs")
    assert (answer.code, answer.out) == (0, "no runs yet\n")


def test_a_wrong_airflow_connection_names_the_way_round_it(benefits, only_airflow, monkeypatch):
    define_connection(monkeypatch, "benefits_ledger", conn_type="http")
    answer = benefits("runs")
    assert (answer.code, "or give --ledger URL and BENEFITS_KEY" in answer.err) == (2, True)
