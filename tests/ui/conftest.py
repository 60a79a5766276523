"""Airflow's own API application with our pages mounted, and people of several roles who look at them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from airflow.api_fastapi.app import create_app, purge_cached_app
from airflow.dag_processing.bundles.manager import DagBundlesManager
from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
from airflow.utils.session import create_session
from fastapi.testclient import TestClient

from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.migrate import upgrade
from benefits_sync.ui.app import PREFIX, app
from tests.ui.auth_manager import STRANGER, FencedAuthManager

ROLES = {"vera": "viewer", "uma": "user", "olga": "op", STRANGER: "user"}
PASSWORD = "pass"
Browse = Callable[..., TestClient]


@pytest.fixture(scope="module")
def server(airflow_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application as the API server serves it."""
    passwords = tmp_path_factory.mktemp("ui") / "passwords.json"
    passwords.write_text(json.dumps(dict.fromkeys(ROLES, PASSWORD)))
    with pytest.MonkeyPatch.context() as environment:
        users = ",".join(f"{name}:{role}" for name, role in ROLES.items())
        environment.setenv("AIRFLOW__CORE__AUTH_MANAGER", f"{FencedAuthManager.__module__}.FencedAuthManager")
        environment.setenv("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS", users)
        environment.setenv("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE", str(passwords))
        environment.setenv("AIRFLOW__API__SECRET_KEY", "a secret of the tests for forms")
        environment.setenv("AIRFLOW__API_AUTH__JWT_SECRET", "a secret of the tests, long enough to sign with")
        know_the_dag()
        whole = create_app()
        whole.mount(PREFIX, app)
        # Airflow ends its list of routes with the pages of its own UI, which answer everything.
        whole.router.routes.insert(0, whole.router.routes.pop())
        with TestClient(whole, follow_redirects=False) as client:
            yield client
        purge_cached_app()


def know_the_dag() -> None:
    """Put the DAGs into the metadata database, as the DAG processor does."""
    bundles = DagBundlesManager()
    bundles.sync_bundles_to_db()
    bag = DagBag(Path(__file__).parents[2] / "dags", bundle_name="dags-folder", bundle_path=None)
    with create_session() as session:
        sync_bag_to_db(bag, "dags-folder", None, session=session)


@pytest.fixture
def token(server: TestClient) -> Callable[[str], dict[str, str]]:
    """Sign somebody in and return the header that says so."""

    def header(user: str) -> dict[str, str]:
        answer = server.post("/auth/token", json={"username": user, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return header


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """The ledger that the pages' own connection leads to."""
    key, file = generate_key(), tmp_path / "ledger.db"
    fields = {
        "conn_type": "benefits_ledger",
        "schema": str(file),
        "extra": {"dialect": "sqlite", "secret_key": key},
    }
    monkeypatch.setenv("AIRFLOW_CONN_BENEFITS_LEDGER", json.dumps(fields))
    upgrade(f"sqlite:///{file}")
    with Ledger.open(f"sqlite:///{file}", parse_key(key)) as opened:
        yield opened
