"""Carrier files under ``dag.test()``: the real DAGs, ledger, vault and vendors, and a carrier's HTTP API."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.models.dagrun import DagRun
from airflow.sdk import DAG

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.runs import RunSummary
from benefits_sync.pipeline.carriers.bench import INTEGRATION
from benefits_sync.pipeline.carriers.snapshot import Snapshot
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.migrate import upgrade
from scripts.carrier_answers import acknowledge
from scripts.local_carrier_api import LocalCarrierAPI, local_carrier_api
from tests.notifications.conftest import slack
from tests.notifications.servers import Inbox, WebHook, serving
from tests.operators.conftest import ROOT, connections
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
    key: str = field(default_factory=generate_key)

    @property
    def ledger_url(self) -> str:
        return f"sqlite:///{self.folder / 'ledger.db'}"

    def run(self, **form: Any) -> DagRun:
        """Build and send, in this process, from the form to the end."""
        return self.dags["carrier_edi_delivery"].test(run_conf=FORM | form)

    def collect(self) -> DagRun:
        return self.dags["carrier_edi_answers"].test(run_conf={"carriers": [CARRIER]})

    def ledger(self) -> Ledger:
        return Ledger.open(self.ledger_url, parse_key(self.key))

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


def task(run: DagRun, task_id: str) -> Any:
    """The one task instance of an id, mapped or not."""
    return next(ti for ti in run.get_task_instances() if ti.task_id == task_id)


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
        one = Installation(dict(DagBag(ROOT / "dags").dags), api, folder, notices)
        upgrade(one.ledger_url)

        def define(conn_id: str = "benefits_notices", **fields: object) -> None:
            environment.setenv(f"AIRFLOW_CONN_{conn_id.upper()}", json.dumps(fields))

        for name, fields in connections(box, folder, one.key).items():
            define(name, **fields)
        define("harborstone_api", **api.connection())
        define("harborstone_api_sandbox", **api.connection() | {"login": "tester"})
        slack(define, notices)
        yield one
    box.stop()
