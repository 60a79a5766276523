"""The whole product on one machine: sandbox, carriers, ledger, artifacts and Airflow, in one folder."""

from dataclasses import replace
from pathlib import Path

from scripts.airflow_settings import AirflowSettings
from scripts.carriers_at_work import CarriersAtWork
from scripts.connections import as_environment
from scripts.errors import StackError
from scripts.local_airflow import LocalAirflow
from scripts.local_sandbox import LocalSandbox, SandboxSettings
from scripts.processes import Processes
from scripts.storage import Storage


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
        variables = as_environment(self._sandbox.connections() | self.storage.connections())
        settings = replace(self._settings, environment=variables | dict(self._settings.environment))
        self._airflow = LocalAirflow(settings, self.processes)
        self.storage.upgrade()

    def start(self) -> None:
        """Start everything and wait until Airflow is well."""
        self.start_sandbox()
        self.airflow.start()
        self.airflow.wait_healthy()
        self.airflow.add_pools()
