"""What Airflow executes of the plugins folder: one file, once, and next to nothing with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOADED = """
import gc, json, sys
sys.argv = ["airflow", COMMAND]
from airflow import plugins_manager
before = set(sys.modules)
plugins, errors = plugins_manager._get_plugins()
new = set(sys.modules) - before
light = sorted(name for name in ("pandas", "sqlalchemy.dialects.postgresql", "aiohttp") if name in new)
import benefits_sync.clients.transport, benefits_sync.errors, benefits_sync.store.ledger
classes = [kind for kind in gc.get_objects() if isinstance(kind, type) and kind.__name__ == "RunError"]
from_folder = [name for name in new if FOLDER in str(getattr(sys.modules.get(name), "__file__", ""))]
print("RESULT" + json.dumps({
    "plugins": [plugin.name for plugin in plugins if plugin.name == "benefits_sync"],
    "errors": {str(file): str(error) for file, error in errors.items()},
    "executed": sorted(from_folder),
    "heavy": light,
    "RunError": len(classes),
}))
"""


def loaded(tmp_path, command):
    """Load the plugins in a fresh process that believes to be one of Airflow's, and say what came of it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")}
    environment |= {
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }
    code = LOADED.replace("COMMAND", repr(command)).replace("FOLDER", repr(str(ROOT / "plugins")))
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return json.loads(answer.stdout.rpartition("RESULT")[2])


@pytest.fixture(scope="module")
def in_a_task(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("task"), "scheduler")


@pytest.fixture(scope="module")
def in_the_server(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("server"), "api-server")


def test_airflow_takes_our_plugin_without_an_error(in_a_task):
    assert (in_a_task["plugins"], in_a_task["errors"]) == (["benefits_sync"], {})


def test_the_plugin_file_is_all_that_is_executed_of_the_folder(in_a_task):
    assert in_a_task["executed"] == ["benefits_sync_plugin"]


def test_the_plugin_brings_nothing_heavy_into_every_process(in_a_task):
    assert in_a_task["heavy"] == []


def test_there_is_one_class_of_each_error(in_a_task):
    assert in_a_task["RunError"] == 1


def test_the_pages_are_brought_into_the_server_only(in_the_server):
    assert "benefits_sync.ui.app" in in_the_server["executed"]


def test_there_is_one_class_of_each_error_in_the_server_too(in_the_server):
    assert (in_the_server["errors"], in_the_server["RunError"]) == ({}, 1)
