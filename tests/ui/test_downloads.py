"""A run's files: whole, as CSV, to whoever may have them, and never without a note of who took them."""

import pandas as pd
import pytest

from benefits_sync.store.audit import AuditEntry
from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.downloads import ROWS_AT_ONCE
from tests.store.samples import EXPORT, begin
from tests.ui.routes import REFERENCE_ID, RUN

CANARY = "987-65-4321"
SOURCE = pd.DataFrame({"employeeNumber": ["E1", "E2"], "ssn": [CANARY, None]}, dtype=object)


@pytest.fixture
def files(ledger, artifacts):
    """A run with a source of two people and an error file about one of them."""
    begin(ledger, RUN)
    folder = artifacts.folder(EXPORT, REFERENCE_ID)
    artifacts.write_frame(folder, "source", SOURCE)
    artifacts.write_csv(folder, "errors", pd.DataFrame({"record_key": ["E2"], "ssn": [CANARY]}, dtype=object))
    return artifacts, folder


@pytest.fixture
def differences(files):
    """What a reconciliation leaves: the report itself, and the file in which its amounts are masked."""
    artifacts, folder = files
    report = pd.DataFrame({"employee": ["E2"], "code": ["MED125"], "per_pay": ["-48.10"]}, dtype=object)
    artifacts.write_frame(folder, "differences", report)
    artifacts.write_csv(folder, "differences", report, ("per_pay",))


@pytest.fixture
def get(server, files, token):
    def download(kind, user="olga"):
        return server.get(f"{PREFIX}/runs/{REFERENCE_ID}/files/{kind}", headers=token(user))

    return download


def test_the_source_comes_in_clear(get):
    assert get("source").text == f"employeeNumber,ssn\nE1,{CANARY}\nE2,\n"


def test_a_large_source_comes_whole(get, files):
    artifacts, folder = files
    number = 2 * ROWS_AT_ONCE + 1
    artifacts.write_frame(folder, "source", pd.DataFrame({"a": ["x"] * number}, dtype=object))
    assert get("source").text.splitlines() == ["a", *["x"] * number]


def test_the_errors_come_masked_to_whoever_sees_the_run(get):
    answer = get("errors", "vera")
    assert (answer.status_code, CANARY in answer.text, "E2" in answer.text) == (200, False, True)


def test_differences_come_masked_to_whoever_sees_the_run(get, differences):
    answer = get("differences", "vera")
    assert (answer.status_code, "E2,MED125" in answer.text, "48.10" in answer.text) == (200, True, False)


def test_differences_come_with_amounts_to_whoever_may_see_those(get, differences):
    assert get("differences/clear").text == "employee,code,per_pay\nE2,MED125,-48.10\n"


def test_differences_do_not_come_with_amounts_to_others(get, differences):
    answer = get("differences/clear", "vera")
    assert (answer.status_code, "48.10" in answer.text) == (403, False)


def test_differences_with_amounts_have_a_name_of_their_own(get, differences):
    saved = get("differences/clear").headers["content-disposition"]
    assert saved == f'attachment; filename="{EXPORT}-{REFERENCE_ID}-differences-clear.csv"'


def test_a_browser_saves_the_file_under_the_runs_name(get):
    name = f'attachment; filename="{EXPORT}-{REFERENCE_ID}-source.csv"'
    assert get("source").headers["content-disposition"] == name


def test_no_cache_keeps_a_file(get):
    assert get("source").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("kind", "user", "noted"),
    [
        ("source", "olga", "source file"),
        ("errors", "vera", "errors file"),
        ("differences", "vera", "differences file"),
        ("differences/clear", "olga", "differences-clear file"),
    ],
)
def test_each_download_is_noted(get, ledger, differences, kind, user, noted):
    get(kind, user)
    (entry,) = ledger.audit.latest(5)
    assert entry == AuditEntry(entry.at, user, "downloaded", noted, REFERENCE_ID)


@pytest.mark.parametrize("kind", ["source", "differences/clear"])
def test_a_refused_download_is_no_download(get, ledger, differences, kind):
    assert (get(kind, "vera").status_code, ledger.audit.latest(5)) == (403, [])


def test_nobody_gets_a_file_when_the_note_cannot_be_kept(get, ledger, monkeypatch):
    with ledger._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    answer = get("source")
    assert (answer.status_code, CANARY in answer.text) == (500, False)


@pytest.mark.parametrize("kind", ["source", "output", "differences/clear"])
def test_a_purged_file_is_said_to_be_gone(get, files, artifacts, kind):
    (artifacts._root / files[1] / "source.parquet").unlink()
    answer = get(kind)
    assert (answer.status_code, "removed on a schedule" in answer.json()["detail"]) == (410, True)


@pytest.mark.parametrize("kind", ["plan", "extract", "output/clear", "..%2Fsummary"])
def test_no_other_artifact_can_be_had(get, kind):
    assert get(kind).status_code in {404, 422}
