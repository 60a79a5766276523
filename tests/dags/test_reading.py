"""What the reading of DAG files loads: Airflow does it over and over, and once for each task."""

import json
import subprocess
import sys

import pytest

from tests.dags.conftest import ROOT
from tests.dags.test_house_rules import FILES

HEAVY = ("aiohttp", "paramiko", "requests", "slack_sdk", "fastapi", "benefits_sync.ui")
"""What only a task needs that reaches somebody, and what only the API server needs."""
PROVIDERS = tuple(f"airflow.providers.{name}.hooks" for name in ("sftp", "ssh", "http", "slack", "smtp"))
READING = """
import json, runpy, sys
import airflow.dag_processing.processor, airflow.sdk
before = set(sys.modules)
for file in sys.argv[1:]:
    runpy.run_path(file)
print("LOADED" + json.dumps(sorted(set(sys.modules) - before)))
"""


@pytest.fixture(scope="module")
def loaded():
    """The modules that all DAG files load together, Airflow's own aside."""
    files = [str(ROOT / "dags" / f"{name}.py") for name in FILES]
    command = [sys.executable, "-c", READING, *files]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(json.loads(answer.stdout.rpartition("LOADED")[2]))


@pytest.mark.parametrize("name", [*HEAVY, *PROVIDERS])
def test_no_dag_file_loads_what_only_some_tasks_need(loaded, name):
    assert name not in loaded


def test_the_reading_was_seen(loaded):
    assert {"benefits_sync.clients.transport", "benefits_sync.hooks.plansource"} <= loaded
