"""Airflow's own API application with our pages mounted, and people of several roles who look at them."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import jwt
import pandas as pd
import pytest
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.models.log import Log
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import delete, select, update

from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.carriers.guards import DAG_ID as CARRIER_EDI
from benefits_sync.ui.csrf import HEADER, token_for
from scripts.storage import Storage
from tests.authenticating import authenticated_by
from tests.connections import connected_ledger, define_connection
from tests.store.samples import EXPORT, NOW, begin, rejections
from tests.ui.auth_manager import STRANGER, FencedAuthManager
from tests.ui.carriers.shelf import Shelf
from tests.ui.person import Person
from tests.ui.routes import READING, REFERENCE_ID, RUN
from tests.ui.serving import serving

ROLES = {"vera": "viewer", "uma": "user", "olga": "op", STRANGER: "user"}
PASSWORD = "pass"
DATA_KEY = generate_key()
REJECTED = ("E1", "1", "ssn", "required", "is required", None)
StartRun = Callable[..., str]


@pytest.fixture(scope="module")
def server(airflow_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application as the API server serves it, without the runs that other tests left in this process."""
    with create_session() as session:
        session.execute(delete(DagRun))
    passwords = tmp_path_factory.mktemp("ui") / "passwords.json"
    passwords.write_text(json.dumps(dict.fromkeys(ROLES, PASSWORD)))
    settings = {
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(
            f"{name}:{role}" for name, role in ROLES.items()
        ),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
    }
    with authenticated_by(FencedAuthManager, **settings), serving() as client:
        yield client


@pytest.fixture
def token(server: TestClient) -> Callable[[str], dict[str, str]]:
    """Sign somebody in and return the header that says so."""

    @cache
    def header(user: str) -> dict[str, str]:
        answer = server.post("/auth/token", json={"username": user, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return header


@pytest.fixture
def kind_of_person() -> type[Person]:
    """Return what a person can do; those of a folder of tests may have more forms to fill in."""
    return Person


@pytest.fixture
def people(
    server: TestClient, token: Callable[[str], dict[str, str]], kind_of_person: type[Person]
) -> Callable[[str], Person]:
    """Sign people in: vera may look, uma may act, olga may see personal values too."""
    return lambda name: kind_of_person(server, token(name), name)


@pytest.fixture
def vera(people: Callable[[str], Person]) -> Person:
    return people("vera")


@pytest.fixture
def uma(people: Callable[[str], Person]) -> Person:
    return people("uma")


@pytest.fixture
def olga(people: Callable[[str], Person]) -> Person:
    return people("olga")


def form_token(header: dict[str, str]) -> str:
    """Return the token of a form on a page that was shown to whoever the header signs in."""
    signed_in = header["Authorization"].removeprefix("Bearer ")
    return token_for(jwt.decode(signed_in, options={"verify_signature": False})["sub"])


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
def begun(ledger: Ledger, artifacts: ArtifactStore) -> Ledger:
    """What the routes' addresses name: a run with files, a rejection, a carrier file, and the like."""
    assert begin(ledger, RUN) == REFERENCE_ID
    folder, frame = artifacts.folder(EXPORT, REFERENCE_ID), pd.DataFrame({"employee": ["E1"]}, dtype=object)
    artifacts.write_frame(folder, "source", frame)
    artifacts.write_frame(folder, "differences", frame)
    artifacts.write_csv(folder, "output", frame)
    ledger.rejections.replace(REFERENCE_ID, EXPORT, rejections(REJECTED), NOW)
    ledger.additions.add(EXPORT, "states", ("Ohio", "OH"), "uma", NOW)
    ledger.resubmissions.request(EXPORT, [1], "token", "uma", NOW)
    shelf = Shelf(ledger, artifacts)
    shelf.answered(shelf.kept().id, None)
    return ledger


@pytest.fixture
def ask(server: TestClient, begun: Ledger, token: Callable[[str], dict[str, str]]) -> Callable[..., Response]:
    """Ask a route as somebody with a page of ours open, so that only their rights decide."""

    def asked(user: str, method: str, url: str) -> Response:
        header = token(user)
        form = {} if method in READING else {HEADER: form_token(header), "Sec-Fetch-Site": "same-origin"}
        return server.request(method, url, headers={**header, **form})

    return asked


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


@pytest.fixture
def dag_is_on(server: TestClient) -> Iterator[None]:
    """Turn the DAG of carrier files on; Airflow creates DAGs paused. Its runs are gone after the test."""
    mine = update(DagModel).where(DagModel.dag_id == CARRIER_EDI)
    with create_session() as session:
        session.execute(mine.values(is_paused=False))
    yield
    with create_session() as session:
        session.execute(mine.values(is_paused=True))
        session.execute(delete(DagRun).where(DagRun.dag_id == CARRIER_EDI))
