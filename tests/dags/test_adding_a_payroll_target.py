"""A payroll target is added by a declaration, a mapping file and a line in the registry, nothing else."""

import json
import shutil
import subprocess
import sys

import pytest

from benefits_sync.mapping.deductions import load_deduction_mapping
from tests.dags.conftest import ROOT

IMPORT, RECONCILIATION = "deductions_import_service", "deductions_reconciliation_service"
MAPPING = f"extends: deductions_import.yaml\nname: {IMPORT}\nversion: 1\ntarget: payroll.service\n"
ASSET = "x-benefits://payroll-service/deductions"


@pytest.fixture(scope="module")
def facts():
    """What a process finds in which the target was registered."""
    command = [sys.executable, "-m", "tests.dags.invented_target"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(answer.stdout.rpartition("FACTS")[2])


def test_it_has_an_import_and_a_reconciliation(facts):
    assert (facts["errors"], {IMPORT, RECONCILIATION} <= set(facts["dags"])) == ({}, True)


def test_the_dags_of_the_others_are_as_they_were(facts, dags):
    assert set(facts["dags"]) - {IMPORT, RECONCILIATION} == set(dags)


def test_pages_and_commands_find_its_dag(facts):
    assert facts["run_by"] == IMPORT


def test_its_lines_go_to_its_writer(facts):
    assert facts["writes_there"]


def test_its_tasks_take_slots_of_the_pool_it_names(facts):
    pools = ["default_pool", "payroll_service", "plansource"]
    assert facts["pools"] == {IMPORT: pools, RECONCILIATION: pools}


def test_its_reconciliation_follows_its_import(facts):
    assert facts["announces"] == facts["waits_for"] == [ASSET]


def test_its_mapping_says_what_differs(tmp_path):
    shutil.copy(ROOT / "include" / "mappings" / "deductions_import.yaml", tmp_path)
    (tmp_path / f"{IMPORT}.yaml").write_text(MAPPING)
    assert load_deduction_mapping(tmp_path / f"{IMPORT}.yaml").target == "payroll.service"
