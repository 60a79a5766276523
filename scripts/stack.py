"""The whole product on one machine: sandbox, ledger, artifacts and Airflow, in one folder."""

import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scripts.airflow_settings import ROOT, AirflowSettings
from scripts.errors import StackError
from scripts.local_airflow import LocalAirflow
from scripts.local_sandbox import LocalSandbox, SandboxSettings
from scripts.processes import Processes

BENEFITS = str(Path(sys.executable).with_name("benefits"))


@dataclass(frozen=True, slots=True)
class Storage:
    """Where the ledger and the artifacts of a stack are kept."""

    ledger: dict[str, Any] = field(repr=False)
    artifacts: dict[str, Any] = field(repr=False)

    @classmethod
    def local(cls, folder: Path, key: str) -> "Storage":
        """Return a SQLite ledger and a folder of encrypted files."""
        (folder / "artifacts").mkdir(parents=True, exist_ok=True)
        ledger = {"schema": str(folder / "ledger.db"), "extra": {"dialect": "sqlite", "secret_key": key}}
        return cls(
            {"conn_type": "benefits_ledger", **ledger},
            {"conn_type": "benefits_artifacts", "host": str(folder / "artifacts"), "password": key},
        )

    def connections(self) -> dict[str, dict[str, Any]]:
        """Return the Airflow connections, by id, that lead to it."""
        return {"benefits_ledger": self.ledger, "benefits_artifacts": self.artifacts}


class Stack:
    """A stack whose parts are started in order and stopped together."""

    def __init__(self, folder: Path, settings: AirflowSettings, sandbox: SandboxSettings) -> None:
        self.folder = folder
        self.processes = Processes(folder)
        self.storage = Storage.local(folder, settings.secrets.data_key)
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

    def start_sandbox(self) -> None:
        """Start the sandbox and bring the ledger's tables up to date."""
        self._sandbox = LocalSandbox.start(self._sandbox_settings, self.processes, self._settings.env())
        connections = self._sandbox.connections() | self.storage.connections()
        variables = {f"AIRFLOW_CONN_{name.upper()}": json.dumps(body) for name, body in connections.items()}
        settings = replace(self._settings, environment=variables | dict(self._settings.environment))
        self._airflow = LocalAirflow(settings, self.processes)
        self.benefits("ledger", "upgrade")

    def start(self) -> None:
        """Start everything and wait until Airflow is well."""
        self.start_sandbox()
        self.airflow.start()
        self.airflow.wait_healthy()
        self.airflow.add_pools()

    def benefits(self, *arguments: str) -> str:
        """Run the product's own command line against this stack and return its output."""
        answer = subprocess.run(  # noqa: S603
            [BENEFITS, *arguments],
            env=self.airflow.settings.env(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            raise StackError(f"benefits {' '.join(arguments)}: {answer.stdout}{answer.stderr}")
        return answer.stdout
