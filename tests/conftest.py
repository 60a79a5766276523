"""What every test shares: folders in memory, an Airflow home, and the rule for real services in CI."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IN_MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30
"""Bytes that have to be free there."""

SERVICE_FIXTURES = {
    "sshd",
    "gpg",
    "postgres_url",
    "redis_url",
    "chromium_path",
    "local_airflow",
    "start_stack",
    "stack",
}

pytest_plugins = [
    "tests.services.servers",
    "tests.services.sshd",
    "tests.services.gpg",
    "tests.services.carrier_api",
    "tests.services.stack",
]


def _scratch_in_memory() -> None:
    """Keep what tests write off the disk where there is room in memory.

    Each commit to a database on a disk is waited for. What a killed process had written survives it in memory
    as well as on a disk; no test cuts the power.
    """
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def _airflow_of_our_own() -> Path:
    """Point Airflow at an empty home before anything imports it; it reads its settings on import."""
    home = Path(tempfile.mkdtemp(prefix="benefits-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("AIRFLOW_")]:
        del os.environ[name]
    os.environ |= {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
    }
    return home


_scratch_in_memory()
AIRFLOW_HOME = _airflow_of_our_own()


@pytest.fixture(scope="session")
def airflow_db() -> None:
    """Airflow's metadata database, empty and up to date; ``dag.test()`` and the like need it."""
    from airflow.utils.db import initdb  # noqa: PLC0415 - Airflow reads its settings on import

    initdb()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a real service, and begin with the files that take longest.

    Workers take a file at a time. With the short ones at the end, all workers end at about the same time.
    """
    for item in items:
        if SERVICE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("service")
    marks: dict[Path, set[str]] = {}
    for item in items:
        marks.setdefault(item.path, set()).update(mark.name for mark in item.iter_markers())
    items.sort(key=lambda item: _urgency(marks[item.path]))


def _urgency(marks: set[str]) -> int:
    """Return when a file comes, by its tests' marks: whole Airflows first, then what else is slow."""
    return 2 - ("slow" in marks) - ({"slow", "service"} <= marks)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turn the skip of a service test into a failure where CI promises that the service is there."""
    report = yield
    if os.environ.get("CI") and report.skipped and item.get_closest_marker("service"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: a service test may not be skipped in CI ({reason})"
    return report
