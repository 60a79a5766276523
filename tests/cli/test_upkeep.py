"""``benefits ledger``, ``purge`` and ``keygen``."""

from datetime import UTC, datetime

import pandas as pd
import pytest
import time_machine

from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import parse_key
from benefits_sync.store.tables import SCHEMA_REVISION
from tests.cli.conftest import TEXT_KEY


@pytest.fixture
def new_url(tmp_path):
    return f"sqlite:///{tmp_path / 'new.db'}"


def test_an_upgrade_creates_the_ledger(benefits, new_url):
    assert benefits("ledger", "upgrade", "--ledger", new_url).out == f"the ledger is at {SCHEMA_REVISION}\n"


def test_an_upgrade_needs_no_key(benefits, new_url, monkeypatch):
    monkeypatch.delenv("BENEFITS_KEY", raising=False)
    assert benefits("ledger", "upgrade", "--ledger", new_url, "--json").json == {"revision": SCHEMA_REVISION}


def test_a_ledger_behind_the_code_exits_with_1(benefits, new_url):
    answer = benefits("ledger", "current", "--ledger", new_url, "--json")
    assert (answer.code, answer.json) == (1, {"revision": None, "needed": SCHEMA_REVISION})


def test_a_current_ledger_exits_with_0(benefits, ledger_url):
    answer = benefits("ledger", "current")
    assert (answer.code, answer.out) == (
        0,
        f"the ledger is at {SCHEMA_REVISION}, this code needs {SCHEMA_REVISION}\n",
    )


def test_a_new_key_is_a_key(benefits):
    assert len(parse_key(benefits("keygen").out)) == 32


@time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False)
def test_a_purge_removes_what_is_older_than_the_days_given(benefits, tmp_path, monkeypatch):
    monkeypatch.setenv("BENEFITS_KEY", TEXT_KEY)
    store = ArtifactStore(tmp_path, parse_key(TEXT_KEY))
    for day in ("20261019", "20261021"):
        store.write_frame(store.folder("demographic_export", f"{day}-aa"), "plan", pd.DataFrame())
    answer = benefits("purge", "--older-than", "30", "--artifacts", str(tmp_path))
    assert answer.out == "artifacts of 1 run removed\n"


@time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False)
def test_a_purge_of_runs_keeps_carrier_files_for_years(benefits, tmp_path, monkeypatch):
    monkeypatch.setenv("BENEFITS_KEY", TEXT_KEY)
    vault = ArtifactStore(tmp_path, parse_key(TEXT_KEY)).vault
    for year in (2018, 2021):
        with vault.put("brightleaf_dental", "BLD.edi", datetime(year, 11, 20, tzinfo=UTC)) as file:
            file.write(b"ISA")
    purge = ("purge", "--older-than", "30", "--artifacts", str(tmp_path), "--json")
    answers = [benefits(*purge, *more).json["carrier_files"] for more in ((), (), ("--carrier-files", "30"))]
    assert answers == [1, 0, 1]


@pytest.mark.parametrize("days", [[], ["--older-than", "0"]])
def test_a_purge_of_everything_is_refused(benefits, tmp_path, days):
    assert benefits("purge", "--artifacts", str(tmp_path), *days).code == 2
