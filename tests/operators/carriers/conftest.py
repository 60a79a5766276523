"""Carrier files under ``dag.test()``: the real DAGs, ledger, vault and vendors, and a carrier's HTTP API."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import HTTPServer
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from airflow.api_fastapi.core_api.datamodels.hitl import UpdateHITLDetailPayload
from airflow.api_fastapi.core_api.routes.public.hitl import update_hitl_detail
from airflow.dag_processing.dagbag import DagBag
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.sdk import DAG
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.runs import RunSummary
from benefits_sync.notifications.notices import NOTICES_CONNECTION
from benefits_sync.pipeline.carriers.bench import INTEGRATION
from benefits_sync.pipeline.carriers.snapshot import Snapshot
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from scripts.carrier_answers import acknowledge
from scripts.local_carrier_api import LocalCarrierAPI, local_carrier_api
from scripts.storage import Storage
from tests.connections import define_connection, define_connections, vendor_connections
from tests.notifications.conftest import slack
from tests.notifications.servers import Inbox, WebHook, serving
from tests.operators.conftest import ROOT
from tests.pipeline.carriers.carrier_office import LIFE
from tests.pipeline.carriers.carrier_site import CarrierSite
from tests.pipeline.site import Sandbox

CARRIER = "harborstone_life"
FORM: dict[str, Any] = {
    "carriers": [CARRIER],
    "kind": "usual",
    "as_of": None,
    "plan_year": "current",
    "usage": "production",
    "dry_run": False,
    "forced_reason": None,
    "notice_given_on": None,
    "supersedes": None,
    "resend": None,
    "run_name": None,
}
"""The whole form: ``dag.test()`` leaves what it is given in the DAG for the next run."""


@dataclass
class Installation:
    """What the tests of one module work with; ``notices`` keeps what people were told."""

    dags: dict[str, DAG]
    api: LocalCarrierAPI
    folder: Path
    notices: Inbox
    company: CarrierSite
    key: str = field(default_factory=generate_key)

    @property
    def storage(self) -> Storage:
        return Storage(self.folder, self.key)

    def run(self, **form: Any) -> DagRun:
        """Build and send, in this process, from the form to the end."""
        return self.dags["carrier_edi_delivery"].test(run_conf=FORM | form)

    def collect(self) -> DagRun:
        return self.dags["carrier_edi_answers"].test(run_conf={"carriers": [CARRIER]})

    def ledger(self) -> Ledger:
        return self.storage.open_ledger()

    @property
    def artifacts(self) -> ArtifactStore:
        return ArtifactStore(str(self.folder / "artifacts"), parse_key(self.key))

    def summary(self, run: DagRun) -> RunSummary:
        with self.ledger() as ledger:
            found = ledger.runs.of_airflow_run(run.dag_id, run.run_id)
        assert found is not None
        return found

    def files(self, run: DagRun) -> list[FileRow]:
        with self.ledger() as ledger:
            return ledger.carriers.files.of_run(self.summary(run).reference_id)

    def file(self, number: int) -> FileRow:
        with self.ledger() as ledger:
            return ledger.carriers.files.get(number)

    def content(self, file: FileRow) -> bytes:
        with self.artifacts.vault.open(file.uri, file.sha256) as stream:
            return stream.read()

    def people(self, run: DagRun) -> pd.DataFrame:
        """Everyone whom the run has read, in clear."""
        taken = Snapshot.of(self.artifacts, INTEGRATION, self.summary(run).reference_id)
        return taken.people(self.artifacts)

    def inbox(self) -> list[bytes]:
        """What lies at the carrier."""
        return [path.read_bytes() for path in self.api.inbox.iterdir()]

    def acknowledge(self, file: FileRow) -> None:
        """Answer a file as the carrier, by pyx12's 999."""
        answer = acknowledge(self.content(file), LIFE).acknowledgment
        self.api.outbox.joinpath(f"{file.id}.999").write_bytes(answer)

    def told(self) -> str:
        """All that people were told so far."""
        return "\n".join(json.loads(message)["text"] for message in self.notices.messages)


def strict_profiles(folder: Path) -> Path:
    """Return an include folder in which the carrier's files are held for anybody's corrected birth date."""
    shutil.copytree(ROOT / "include", folder)
    profile = folder / "mappings" / "carriers" / f"{CARRIER}.yaml"
    gate = "identity_changed: {{hold_percent: {}, floor: {}}}"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace(gate.format(2, 5), gate.format(0, 0)), encoding="utf-8")
    return folder


@contextmanager
def answering(task_id: str, by: str, beginning: str) -> Iterator[list[str]]:
    """Answer the next question of a task as a person does in Required Actions; yields the options offered."""
    offered: list[str] = []
    over = Event()

    def person() -> None:
        while not (offered or over.wait(0.2)):
            with create_session() as session:
                asked = (
                    select(TaskInstance)
                    .where(
                        TaskInstance.task_id == task_id,
                        TaskInstance.state == TaskInstanceState.AWAITING_INPUT,
                    )
                    .options(joinedload(TaskInstance.hitl_detail))
                )
                for ti in session.scalars(asked):
                    options = list(ti.hitl_detail.options)
                    chosen = [option for option in options if option.startswith(beginning)][:1]
                    payload = UpdateHITLDetailPayload(chosen_options=chosen, params_input={})
                    user = SimpleNamespace(get_id=lambda: by, get_name=lambda: by)
                    update_hitl_detail(
                        ti.dag_id, ti.run_id, task_id, payload, user, session, map_index=ti.map_index
                    )
                    offered.extend(options)

    thread = Thread(target=person, daemon=True)
    thread.start()
    try:
        yield offered
    finally:
        over.set()
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def installed(airflow_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A company of 12 people who have elected, as of today, and a carrier that was sent nothing yet."""
    folder = tmp_path_factory.mktemp("installed")
    box = Sandbox.start("--employees", "12", "--seed", "3")
    CarrierSite.employing(box, folder / "enrolling")
    with (
        local_carrier_api(folder / "carrier") as api,
        serving(HTTPServer(("127.0.0.1", 0), WebHook)) as notices,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv("BENEFITS_SYNC_INCLUDE", str(strict_profiles(folder / "include")))
        one = Installation(dict(DagBag(ROOT / "dags").dags), api, folder, notices, CarrierSite(box, folder))
        one.storage.upgrade()
        define_connections(environment, vendor_connections(box) | one.storage.connections())
        define_connection(environment, "harborstone_api", **api.connection())
        define_connection(environment, "harborstone_api_sandbox", **api.connection() | {"login": "tester"})
        slack(partial(define_connection, environment, NOTICES_CONNECTION), notices)
        yield one
    box.stop()
