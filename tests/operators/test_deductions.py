"""The deductions import as Airflow runs it: the real DAG from its form to its watermark."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.models.asset import AssetEvent
from airflow.models.asset_state_store import AssetStateStoreModel
from airflow.models.dagrun import DagRun
from airflow.sdk import DAG
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from sqlalchemy import select

from benefits_sync.models.runs import RunStatus
from tests.operators.conftest import ROOT, Installation, installed, states

FORM = {
    "plan_year": "current",
    "deduction_start_date": None,
    "plan_year_start_date": None,
    "delta": True,
    "include_employees": None,
    "lookback_days": None,
    "run_name": None,
    "resubmission": None,
    "dry_run": False,
}
"""The whole form: ``dag.test()`` leaves what it is given in the DAG for the next run."""


def at_plansource(company: Installation, what: str, **body: str) -> None:
    url = f"{company.vendors.url}/__sandbox/plansource/{what}"
    request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
    urllib.request.urlopen(request, timeout=60).close()


@pytest.fixture(scope="module")
def company(dag: DAG, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """People who were exported to PlanSource and have elected there."""
    with installed(dag, tmp_path_factory.mktemp("site")) as found:
        found.run()
        at_plansource(found, "elect_everyone")
        yield found


@pytest.fixture(scope="module")
def imports(airflow_db: None) -> DAG:
    return DagBag(ROOT / "dags").dags["deductions_import"]


def start(imports: DAG, **form: Any) -> DagRun:
    return imports.test(run_conf=FORM | form)


def announced(run: DagRun) -> list[dict[str, Any]]:
    """Return what the events of a run carry; they start the reconciliation."""
    with create_session() as session:
        return list(session.scalars(select(AssetEvent.extra).where(AssetEvent.source_run_id == run.run_id)))


def watermarks() -> set[str]:
    with create_session() as session:
        return set(session.scalars(select(AssetStateStoreModel.key)))


def test_without_its_day_the_first_import_fails_where_it_reads(company: Installation, imports: DAG) -> None:
    run = start(imports)
    summary = company.summary(run)
    assert summary is not None
    assert (
        states(run)["extract_elections"],
        "needs a deduction start date; enter" in str(summary.failure),
    ) == (
        "failed",
        True,
    )


def test_the_day_that_it_names_begins_the_plan_year(company: Installation, imports: DAG) -> None:
    named = str(company.summary(start(imports)).failure).partition("enter ")[2][:10]
    run = start(imports, deduction_start_date=named)
    summary = company.summary(run)
    assert (run.state, summary.counts.created > 0, f"watermark.{named[:4]}-01-01" in watermarks()) == (
        DagRunState.SUCCESS,
        True,
        True,
    )


def test_the_nightly_run_goes_on_from_there(company: Installation, imports: DAG) -> None:
    run = start(imports)
    summary = company.summary(run)
    assert (run.state, summary.since is not None, summary.counts.written) == (DagRunState.SUCCESS, True, 0)
    assert announced(run) == [summary.counts.model_dump()]


def test_an_import_that_refused_a_record_is_red_and_announced(company: Installation, imports: DAG) -> None:
    (person, *_), wrong = company.written(), {"benefit": "medical", "defect": "unknown_frequency"}
    at_plansource(company, "payroll_rows", subscriber_code=person, **wrong)
    run = start(imports, include_employees=person)
    summary = company.summary(run)
    assert (run.state, summary.status, announced(run)) == (
        DagRunState.FAILED,
        RunStatus.COMPLETED_WITH_ERRORS,
        [summary.counts.model_dump()],
    )
