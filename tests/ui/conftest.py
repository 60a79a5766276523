"""Airflow's own API application with our pages mounted, and people of several roles who look at them."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from airflow.api_fastapi.app import create_app, purge_cached_app
from airflow.dag_processing.bundles.manager import DagBundlesManager
from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.models.log import Log
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from fastapi.testclient import TestClient
from sqlalchemy import delete, select, update

from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.app import PREFIX, app
from scripts.storage import Storage
from tests.connections import connected_ledger, define_connection
from tests.store.samples import EXPORT
from tests.ui.auth_manager import STRANGER, FencedAuthManager

ROLES = {"vera": "viewer", "uma": "user", "olga": "op", STRANGER: "user"}
PASSWORD = "pass"
DATA_KEY = generate_key()
StartRun = Callable[..., str]


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
    with connected_ledger(monkeypatch, Storage(tmp_path, DATA_KEY)) as opened:
        yield opened


@pytest.fixture
def artifacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ArtifactStore:
    """The artifacts that the pages' own connection leads to."""
    fields = Storage(tmp_path, DATA_KEY).connections()["benefits_artifacts"]
    define_connection(monkeypatch, "benefits_artifacts", **fields)
    return ArtifactStore(fields["host"], parse_key(DATA_KEY))


@pytest.fixture
def airflow_run(server: TestClient, token: Callable[[str], dict[str, str]]) -> Iterator[StartRun]:
    """Trigger runs through Airflow's own API and put them into a state; they are gone after the test."""
    begun = datetime.now(UTC)

    def start(run_id: str, state: str = "queued", user: str = "uma", **conf: object) -> str:
        body = {"dag_run_id": run_id, "logical_date": None, "conf": conf}
        answer = server.post(f"/api/v2/dags/{EXPORT}/dagRuns", json=body, headers=token(user))
        assert answer.status_code == 200, answer.text
        with create_session() as session:
            found = session.scalars(select(DagRun).where(DagRun.run_id == run_id)).one()
            found.state = DagRunState(state)
        return run_id

    yield start
    with create_session() as session:
        session.execute(delete(DagRun).where(DagRun.dag_id == EXPORT))
        session.execute(delete(Log).where(Log.dttm >= begun))


@pytest.fixture
def scheduled(server: TestClient) -> Iterator[None]:
    """Let the export's schedule run; it is paused again after the test."""
    pausing = update(DagModel).where(DagModel.dag_id == EXPORT)
    with create_session() as session:
        session.execute(pausing.values(is_paused=False))
    yield
    with create_session() as session:
        session.execute(pausing.values(is_paused=True))
