"""``benefits reconciliation``."""

import pandas as pd
import pytest

from benefits_sync.domain.deductions.differences import DIFFERENCE_COLUMNS
from benefits_sync.pipeline.reconciliation import NUMBERS, REPORT, CodeNumbers, Reconciled
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import parse_key
from tests.cli.conftest import TEXT_KEY
from tests.store.samples import EXPORT, begin

FOUND = Reconciled(
    compared=1234,
    counts={"missing": 7, "amount": 1},
    codes={
        "DEN125": CodeNumbers(counts={"amount": 1}, per_pay=None),
        "MED125": CodeNumbers(counts={"missing": 7}, per_pay="336.70"),
    },
    correctable=8,
    for_a_person=0,
    left={"amount": 1, "missing": 7},
)
LINE = dict.fromkeys(DIFFERENCE_COLUMNS) | {
    "employee": "E10007",
    "code": "DEN125",
    "difference": "amount",
    "wanted": "12.34",
    "held": "43.21",
    "per_pay": "-30.87",
    "correctable": "yes",
}


@pytest.fixture
def run(ledger, tmp_path, monkeypatch):
    monkeypatch.setenv("BENEFITS_ARTIFACTS_ROOT", str(tmp_path / "artifacts"))
    reference_id = begin(ledger)
    store = ArtifactStore(str(tmp_path / "artifacts"), parse_key(TEXT_KEY))
    folder = store.folder(EXPORT, reference_id)
    store.write_json(folder, NUMBERS, FOUND.model_dump(mode="json"))
    store.write_frame(folder, REPORT, pd.DataFrame([LINE], dtype=object))
    return reference_id


def row(text, code):
    """Return what stands behind a code in the table."""
    (line,) = (line.split() for line in text.splitlines() if line.split()[:1] == [code])
    return line[1:]


def test_differences_are_counted_by_code_and_kind_with_the_companys_sum(benefits, run):
    assert row(benefits("reconciliation", run).out, "MED125") == ["7", "0", "336.70"]


def test_a_sum_of_few_people_is_not_shown(benefits, run):
    assert row(benefits("reconciliation", run).out, "DEN125") == ["0", "1", "of", "few"]


def test_what_was_compared_and_what_is_left_is_said(benefits, run):
    out = benefits("reconciliation", run).out
    assert ("1234" in out, "missing: 7" in out) == (True, True)


def test_as_json_it_is_the_numbers(benefits, run):
    assert Reconciled.model_validate(benefits("reconciliation", run, "--json").json) == FOUND


def test_lines_are_named_by_employee_and_code(benefits, run):
    assert row(benefits("reconciliation", run, "--lines").out, "E10007")[:2] == ["DEN125", "amount"]


@pytest.mark.parametrize("words", [(), ("--lines",), ("--json",), ("--lines", "--json")])
def test_no_amount_of_a_person_is_shown(benefits, run, words):
    out = benefits("reconciliation", run, *words).out
    assert [amount for amount in ("12.34", "43.21", "30.87") if amount in out] == []


def test_a_run_that_is_no_reconciliation_has_none(benefits, run, ledger):
    other = begin(ledger, "another")
    answer = benefits("reconciliation", other)
    assert (answer.code, "there is no artifact reconciliation" in answer.err) == (1, True)
