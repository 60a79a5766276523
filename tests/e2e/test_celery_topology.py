"""The production topology, natively: Celery, Redis, PostgreSQL for Airflow and for the ledger."""

import psycopg2
import pytest

from benefits_sync.models.runs import RunSummary
from scripts.runs import DAG_ID, export
from tests.services.sockets import listening

pytestmark = [pytest.mark.slow, pytest.mark.service]
EMPLOYEES = 150


@pytest.fixture
def stack(start_stack, postgres_url, postgres_database, redis_url):
    running = start_stack(
        EMPLOYEES,
        ledger_server=postgres_database,
        executor="CeleryExecutor",
        database=postgres_url,
        broker=redis_url,
    )
    running.airflow.wait_for_dag(DAG_ID)
    return running


def run(stack) -> RunSummary:
    return export(stack, EMPLOYEES, run_name="through Celery", delta=False)


def test_an_export_runs_on_a_celery_worker_with_its_ledger_in_postgresql(stack, postgres_database):
    summary = run(stack)
    subscribers = stack.sandbox.control("GET", "plansource/subscribers")
    with psycopg2.connect(postgres_database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT reference_id FROM runs")
        kept = cursor.fetchall()
    worker = stack.processes.log("worker").read_text()
    assert summary.counts.balanced
    assert summary.counts.created == len(subscribers) > 0
    assert kept == [(summary.reference_id,)]
    assert worker.count("Task execute_workload") >= 5
    assert set().union(*listening(stack.folder).values()) == {"127.0.0.1"}
