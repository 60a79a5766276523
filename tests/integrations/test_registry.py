"""From an integration to its DAG."""

import pytest
from airflow.dag_processing.dagbag import DagBag

from benefits_sync.errors import ParameterError
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.integrations.registry import DAG_IDS, dag_id_of
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def run_by():
    """Integration -> the DAGs whose tasks hold its declaration."""
    found: dict[str, set[str]] = {}
    for dag_id, dag in DagBag(ROOT / "dags").dags.items():
        for task in dag.tasks:
            declared = (
                task.partial_kwargs.get("integration")
                if task.is_mapped
                else getattr(task, "integration", None)
            )
            if declared is not None:
                found.setdefault(declared.name, set()).add(dag_id)
    return found


def test_the_integrations_are_those_that_a_dag_runs(run_by):
    assert run_by.keys() == DAG_IDS.keys()


def test_an_integration_leads_to_the_dag_that_runs_it(run_by):
    assert [name for name, dag_ids in run_by.items() if DAG_IDS[name] not in dag_ids] == []


def test_every_payroll_target_is_an_integration():
    assert PAYROLL_TARGETS.keys() <= DAG_IDS.keys()


def test_an_unknown_integration_is_named_with_those_there_are():
    with pytest.raises(ParameterError, match="no integration 'demographics'; there are demographic_export, "):
        dag_id_of("demographics")
