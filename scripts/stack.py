"""The whole product on one machine: sandbox, carriers, ledger, artifacts and Airflow, in one folder."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from benefits_sync.store.keys import parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.migrate import upgrade
from scripts.airflow_settings import AirflowSettings
from scripts.carriers_at_work import CarriersAtWork
from scripts.errors import StackError
from scripts.local_airflow import LocalAirflow
from scripts.local_sandbox import LocalSandbox, SandboxSettings
from scripts.processes import Processes


@dataclass(frozen=True, slots=True)
class Storage:
    """Where a stack keeps its ledger and its artifacts: in a folder, or the ledger in PostgreSQL."""

    folder: Path
    key: str = field(repr=False)
    server: str = field(default="", repr=False)

    def connections(self) -> dict[str, dict[str, Any]]:
        """Return the Airflow connections, by id, that lead to it."""
        artifacts = {"host": str(self.folder / "artifacts"), "password": self.key}
        return {
            "benefits_ledger": {"conn_type": "benefits_ledger", **self._ledger()},
            "benefits_artifacts": {"conn_type": "benefits_artifacts", **artifacts},
        }

    def upgrade(self) -> None:
        """Bring the ledger's tables up to date."""
        upgrade(self._url)

    def open_ledger(self) -> Ledger:
        """Open the ledger, to be closed by using it as a context manager."""
        return Ledger.open(self._url, parse_key(self.key))

    @property
    def _url(self) -> str:
        return self.server or f"sqlite:///{self.folder / 'ledger.db'}"

    def _ledger(self) -> dict[str, Any]:
        url = make_url(self._url)
        extra = {"dialect": url.get_backend_name(), "secret_key": self.key}
        fields = {"host": url.host, "port": url.port, "login": url.username, "password": url.password}
        return {"schema": url.database, "extra": extra, **(fields if self.server else {})}


class Stack:
    """A stack whose parts are started in order and stopped together."""

    def __init__(
        self, folder: Path, settings: AirflowSettings, sandbox: SandboxSettings, ledger_server: str = ""
    ) -> None:
        self.folder = folder
        self.processes = Processes(folder)
        self.storage = Storage(folder, settings.secrets.data_key, ledger_server)
        self._settings = settings
        self._sandbox_settings = sandbox
        self._sandbox: LocalSandbox | None = None
        self._airflow: LocalAirflow | None = None

    @property
    def sandbox(self) -> LocalSandbox:
        """Return the running sandbox."""
        if self._sandbox is None:
            raise StackError("the sandbox has not been started")
        return self._sandbox

    @property
    def airflow(self) -> LocalAirflow:
        """Return the running Airflow."""
        if self._airflow is None:
            raise StackError("Airflow has not been started")
        return self._airflow

    def start_carriers(self) -> CarriersAtWork:
        """Start the carriers, before Airflow, so that it learns how to reach them."""
        carriers = CarriersAtWork.start(self.processes, self.folder)
        environment = dict(self._settings.environment) | carriers.environment()
        self._settings = replace(self._settings, environment=environment)
        return carriers

    def start_sandbox(self) -> None:
        """Start the sandbox and bring the ledger's tables up to date."""
        self._sandbox = LocalSandbox.start(self._sandbox_settings, self.processes, self._settings.env())
        connections = self._sandbox.connections() | self.storage.connections()
        variables = {f"AIRFLOW_CONN_{name.upper()}": json.dumps(body) for name, body in connections.items()}
        settings = replace(self._settings, environment=variables | dict(self._settings.environment))
        self._airflow = LocalAirflow(settings, self.processes)
        self.storage.upgrade()

    def start(self) -> None:
        """Start everything and wait until Airflow is well."""
        self.start_sandbox()
        self.airflow.start()
        self.airflow.wait_healthy()
        self.airflow.add_pools()
