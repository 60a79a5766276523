"""An installation under ``dag.test()``: the real DAG, ledger and artifacts, and the vendors' stand-ins."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.models.asset_state_store import AssetStateStoreModel
from airflow.models.dagrun import DagRun
from airflow.sdk import DAG
from airflow.utils.session import create_session
from sqlalchemy import delete, select

from benefits_sync.models.runs import RunSummary
from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.migrate import upgrade
from sandbox.core.journal import Effect
from sandbox.server import Running, running
from tests.pipeline.site import Sandbox

ROOT = Path(__file__).parents[2]
FORM = {
    "delta": False,
    "dry_run": False,
    "include_employees": None,
    "lookback_days": None,
    "run_name": None,
}
"""The whole form: ``dag.test()`` leaves what it is given in the DAG for the next run."""

PLAN = {
    "reference_id": "20261120-0a1b2c3d4e5f",
    "plan_id": "2b9b3777edc4",
    "asks": [],
    "counts": {"read": 9, "terminated": 7},
    "chunks": [[0, 9]],
}


@dataclass
class Installation:
    """What one test works with."""

    dag: DAG
    vendors: Running
    ledger_url: str
    key: str

    def run(self, **form: Any) -> DagRun:
        """Run the DAG in this process, from its form to its end."""
        return self.dag.test(run_conf=FORM | form)

    def ledger(self) -> Ledger:
        return Ledger.open(self.ledger_url, parse_key(self.key))

    def summary(self, run: DagRun) -> RunSummary | None:
        with self.ledger() as ledger:
            return ledger.runs.of_airflow_run(run.dag_id, run.run_id)

    def written(self) -> list[str]:
        """Return what the vendor's own journal says was changed."""
        entries = self.vendors.sandbox.journal.select("plansource")
        return [touch.key for entry in entries for touch in entry.records if touch.effect is not Effect.NONE]

    def faults(self, *rules: dict[str, object]) -> None:
        self.vendors.sandbox.faults.replace(rules)


def connections(vendors: Running | Sandbox, folder: Path, key: str) -> dict[str, dict[str, Any]]:
    bamboohr, plansource = vendors.credentials["bamboohr"], vendors.credentials["plansource"]
    return {
        "bamboohr_default": {
            "conn_type": "bamboohr",
            "host": vendors.url,
            "password": bamboohr["api_key"],
            "extra": {"company_domain": bamboohr["company"]},
        },
        "plansource_default": {
            "conn_type": "plansource",
            "host": vendors.url,
            "login": plansource["client_id"],
            "password": plansource["client_secret"],
            "extra": {"logged_in_user": plansource["logged_in_user"]},
        },
        "benefits_ledger": {
            "conn_type": "benefits_ledger",
            "schema": str(folder / "ledger.db"),
            "extra": {"dialect": "sqlite", "secret_key": key},
        },
        "benefits_artifacts": {
            "conn_type": "benefits_artifacts",
            "host": str(folder / "artifacts"),
            "password": key,
        },
    }


@pytest.fixture(scope="session")
def dag(airflow_db: None) -> DAG:
    return DagBag(ROOT / "dags").dags["demographic_export"]


@contextmanager
def installed(dag: DAG, folder: Path) -> Iterator[Installation]:
    """Set up a company of 30 that PlanSource does not know yet."""
    key = generate_key()
    url = f"sqlite:///{folder / 'ledger.db'}"
    upgrade(url)
    forget_watermarks()
    with running(employees=30, seed=7) as vendors, pytest.MonkeyPatch.context() as environment:
        for name, fields in connections(vendors, folder, key).items():
            environment.setenv(f"AIRFLOW_CONN_{name.upper()}", json.dumps(fields))
        yield Installation(dag, vendors, url, key)


@pytest.fixture
def installation(dag: DAG, tmp_path: Path) -> Iterator[Installation]:
    with installed(dag, tmp_path) as one:
        yield one


def forget_watermarks() -> None:
    with create_session() as session:
        session.execute(delete(AssetStateStoreModel))


def watermarks() -> list[datetime]:
    """Return what the asset state store of Airflow holds."""
    with create_session() as session:
        kept = session.scalars(select(AssetStateStoreModel.value)).all()
    return [datetime.fromisoformat(json.loads(value)) for value in kept]


def states(run: DagRun) -> dict[str, str]:
    return {task.task_id: str(task.state) for task in run.get_task_instances()}


def context(handed_on: dict[str, object], *, user: str | None = "dana") -> dict[str, Any]:
    """Return as much of a task's context as the operators ask for."""
    ti = SimpleNamespace(id="ti", xcom_pull=lambda task_ids, **_: handed_on.get(task_ids))
    run = SimpleNamespace(dag_id="demographic_export", run_id="manual__1", triggering_user_name=user)
    return {"ti": ti, "task_instance": ti, "dag_run": run, "params": {}}
