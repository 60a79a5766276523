"""Serves Airflow's own API application with our pages mounted, in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from airflow.api_fastapi.app import cached_app
from airflow.dag_processing.bundles.manager import DagBundlesManager
from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
from airflow.utils.session import create_session
from fastapi.testclient import TestClient

from benefits_sync.ui.app import PREFIX, app


@contextmanager
def serving() -> Iterator[TestClient]:
    """Serve the application as the API server does, under the auth manager of the moment."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AIRFLOW__API_AUTH__JWT_SECRET", "a secret of the tests, long enough to sign with")
        know_the_dags()
        whole = cached_app(apps="all")  # with the words of the API server, and of pages that start runs
        whole.mount(PREFIX, app)
        # Airflow ends its list of routes with the pages of its own UI, which answer everything.
        whole.router.routes.insert(0, whole.router.routes.pop())
        with TestClient(whole, follow_redirects=False) as client:
            yield client


def know_the_dags() -> None:
    """Put the DAGs into the metadata database, as the DAG processor does."""
    bundles = DagBundlesManager()
    bundles.sync_bundles_to_db()
    bag = DagBag(Path(__file__).parents[2] / "dags", bundle_name="dags-folder", bundle_path=None)
    with create_session() as session:
        sync_bag_to_db(bag, "dags-folder", None, session=session)
