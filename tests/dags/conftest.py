"""All DAGs, read once as Airflow reads them."""

from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def dag_bag() -> DagBag:
    """What Airflow finds in the folder of DAGs, errors included."""
    return DagBag(ROOT / "dags")


@pytest.fixture(scope="session")
def dags(dag_bag: DagBag) -> dict[str, DAG]:
    """DAG id -> DAG."""
    return dict(dag_bag.dags)
