"""An installation under ``dag.test()``: the real DAG, ledger and artifacts, and the vendors' stand-ins."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.models.asset_state_store import AssetStateStoreModel
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.providers.standard.operators import hitl
from airflow.sdk import DAG
from airflow.utils.session import create_session
from sqlalchemy import delete, select

from benefits_sync.models.runs import RunSummary
from benefits_sync.store.keys import generate_key
from benefits_sync.store.ledger import Ledger
from sandbox.core.journal import Effect
from sandbox.server import Running, running
from scripts.storage import Storage
from tests.connections import connected_ledger, define_connections, vendor_connections
from tests.ledgers import new_ledger

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
    storage: Storage

    def run(self, **form: Any) -> DagRun:
        """Run the DAG in this process, from its form to its end."""
        return self.dag.test(run_conf=FORM | form)

    def ledger(self) -> Ledger:
        return self.storage.open_ledger()

    def summary(self, run: DagRun) -> RunSummary | None:
        with self.ledger() as ledger:
            return ledger.runs.of_airflow_run(run.dag_id, run.run_id)

    def written(self) -> list[str]:
        """Return what the vendor's own journal says was changed."""
        entries = self.vendors.sandbox.journal.select("plansource")
        return [touch.key for entry in entries for touch in entry.records if touch.effect is not Effect.NONE]

    def faults(self, *rules: dict[str, object]) -> None:
        self.vendors.sandbox.faults.replace(rules)


@pytest.fixture(scope="session")
def dag(airflow_db: None) -> DAG:
    return DagBag(ROOT / "dags").dags["demographic_export"]


@contextmanager
def installed(dag: DAG, folder: Path) -> Iterator[Installation]:
    """Set up a company of 30 that PlanSource does not know yet."""
    storage = Storage(folder, generate_key())
    new_ledger(folder / "ledger.db")
    forget_watermarks()
    with running(employees=30, seed=7) as vendors, pytest.MonkeyPatch.context() as environment:
        define_connections(environment, vendor_connections(vendors) | storage.connections())
        yield Installation(dag, vendors, storage)


@pytest.fixture
def installation(dag: DAG, tmp_path: Path) -> Iterator[Installation]:
    with installed(dag, tmp_path) as one:
        yield one


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """The ledger that the operators' own connection leads to."""
    with connected_ledger(monkeypatch, Storage(tmp_path, generate_key())) as opened:
        yield opened


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Airflow was told to ask; the end-to-end tests answer real ones."""
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(hitl, "upsert_hitl_detail", lambda **question: asked.append(question))
    return asked


def forget_watermarks() -> None:
    with create_session() as session:
        session.execute(delete(AssetStateStoreModel))


def watermarks() -> list[datetime]:
    """Return what the asset state store of Airflow holds."""
    with create_session() as session:
        kept = session.scalars(select(AssetStateStoreModel.value)).all()
    return [datetime.fromisoformat(json.loads(value)) for value in kept]


def states(run: DagRun) -> dict[str, str]:
    return {ti.task_id: str(ti.state) for ti in run.get_task_instances()}


def instance(run: DagRun, task_id: str) -> TaskInstance:
    """The first instance of a task, which is its only one unless the task is mapped."""
    return next(ti for ti in run.get_task_instances() if ti.task_id == task_id)


def handed_on(run: DagRun, task_id: str) -> Any:
    """What a task has returned."""
    ti = instance(run, task_id)
    return ti.xcom_pull(task_ids=task_id, map_indexes=ti.map_index if ti.map_index >= 0 else None)


def context(
    returned: Mapping[str, object],
    *,
    dag_id: str = "demographic_export",
    user: str | None = "dana",
    map_index: int = -1,
) -> dict[str, Any]:
    """Return as much of a task's context as the operators ask for.

    A mapped task may ask for what others ``returned`` by its own map index only.
    """

    def xcom_pull(task_ids: str, map_indexes: int = -1) -> object:
        assert map_indexes == map_index
        return returned.get(task_ids)

    ti = SimpleNamespace(id="ti", map_index=map_index, xcom_pull=xcom_pull)
    run = SimpleNamespace(dag_id=dag_id, run_id="manual__1", triggering_user_name=user)
    return {"ti": ti, "task_instance": ti, "dag_run": run, "params": {}}


def answered(option: str, by: str | None) -> dict[str, Any]:
    """Return the event with which Airflow resumes a task once somebody answered it; nobody is a time-out."""
    return {
        "chosen_options": [option],
        "params_input": {},
        "responded_at": datetime(2026, 11, 20, tzinfo=UTC),
        "responded_by_user": {"id": by, "name": by} if by else None,
        "timedout": by is None,
    }
