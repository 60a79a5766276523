"""Starts an Airflow on this machine, component by component, and stops it again.

``airflow standalone`` would open its log ports on every interface and leave children behind; here every
component is a process of its own that listens, if at all, on 127.0.0.1.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.airflow_api import AirflowApi
from scripts.airflow_settings import ROOT, AirflowSettings
from scripts.errors import StackError
from scripts.processes import Processes, wait_until

AIRFLOW = str(Path(sys.executable).with_name("airflow"))
POOLS = {
    "bamboohr": {"slots": 2, "description": "Tasks that call BambooHR"},
    "plansource": {"slots": 2, "description": "Tasks that call PlanSource"},
    "payroll_file": {"slots": 1, "description": "Tasks that read or replace the payroll file"},
    "carriers": {"slots": 4, "description": "Tasks that build, send or collect carrier files"},
}
_HEALTHY = ("metadatabase", "scheduler", "triggerer", "dag_processor")


class LocalAirflow:
    """The components of one Airflow, run by a `Processes`."""

    def __init__(self, settings: AirflowSettings, processes: Processes) -> None:
        self.settings = settings
        self.processes = processes

    def api(self, user: str = "operator") -> AirflowApi:
        """Return the REST API, signed in as a user."""
        return AirflowApi(self.settings.url, user, self.settings.secrets.passwords[user])

    def start(self) -> None:
        """Bring the database up to date and start every component, without waiting for them."""
        self.settings.write_passwords()
        self.run_cli("db", "migrate")
        for name, command in self._components().items():
            self.processes.start(name, command, env=self.settings.env(), cwd=ROOT)

    def wait_healthy(self, seconds: float = 120) -> None:
        """Wait until every component says it is well."""
        api = self.api()
        if not wait_until(lambda: self._healthy(api), seconds=seconds):
            log = self.processes.log("api-server")
            raise StackError(f"Airflow is not well after {seconds:.0f} s: {api.health()}", log)

    def add_pools(self) -> None:
        """Create the pools that keep the vendors from being asked too much at once."""
        api = self.api()
        present = {pool["name"] for pool in api.call("GET", "pools")["pools"]}
        for name in sorted(set(POOLS) - present):
            api.call("POST", "pools", {"name": name, **POOLS[name]})

    def wait_for_dag(self, dag_id: str, seconds: float = 120) -> None:
        """Wait until Airflow has read a DAG; a DAG file with an error ends the wait at once."""
        api = self.api()
        if not wait_until(lambda: self._parsed(api, dag_id), seconds=seconds, every=0.5):
            log = self.processes.log("dag-processor")
            raise StackError(f"DAG {dag_id} was not found in {self.settings.dags}", log)

    @contextmanager
    def switched_on(self, *dag_ids: str) -> Iterator[None]:
        """Let paused DAGs run for a while."""
        self._pause(dag_ids, paused=False)
        try:
            yield
        finally:
            self._pause(dag_ids, paused=True)

    def _pause(self, dag_ids: Sequence[str], *, paused: bool) -> None:
        for dag_id in dag_ids:
            self.api().call("PATCH", f"dags/{dag_id}", {"is_paused": paused})

    def run_cli(self, *arguments: str) -> str:
        """Run one ``airflow`` command to its end and return its output."""
        answer = subprocess.run(  # noqa: S603
            [AIRFLOW, *arguments],
            env=self.settings.env(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            message = f"airflow {' '.join(arguments)} ended with {answer.returncode}"
            raise StackError(f"{message}\n{answer.stdout[-2000:]}{answer.stderr[-4000:]}")
        return answer.stdout

    def _components(self) -> dict[str, tuple[str, ...]]:
        # Who changes our modules wants them read again with the DAGs.
        warm = (sys.executable, "-m", "scripts.warm_dag_processor")
        components: dict[str, tuple[str, ...]] = {
            "api-server": (AIRFLOW, "api-server", "--host", "127.0.0.1", "--port", str(self.settings.port)),
            "dag-processor": (AIRFLOW, "dag-processor") if self.settings.rereads else warm,
            "scheduler": (AIRFLOW, "scheduler", "--skip-serve-logs"),
            "triggerer": (AIRFLOW, "triggerer", "--skip-serve-logs"),
        }
        if self.settings.celery:
            components["worker"] = (AIRFLOW, "celery", "worker", "--skip-serve-logs", "--without-gossip")
        return components

    def _healthy(self, api: AirflowApi) -> bool:
        self.processes.check()
        health = api.health()
        return all(health.get(name) == "healthy" for name in _HEALTHY)

    def _parsed(self, api: AirflowApi, dag_id: str) -> bool:
        self.processes.check()
        errors = api.import_errors()
        if errors:
            file, trace = next(iter(errors.items()))
            raise StackError(f"Airflow cannot read {file}:\n{trace}")
        return dag_id in api.dag_ids()
