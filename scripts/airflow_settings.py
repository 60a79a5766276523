"""Airflow's settings for a stack on one machine, as environment variables."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.local_secrets import USERS, Secrets, write_private

ROOT = Path(__file__).parents[1]
WARM = "scripts.warm_executor.WarmLocalExecutor"
"""An executor that has our modules loaded, so that many small tasks on a small machine do not take long."""


@dataclass(frozen=True, slots=True)
class AirflowSettings:
    """Where a local Airflow lives, who may sign in, and with what it runs.

    ``schedule`` off means that runs start only when somebody triggers them. ``rereads`` is for people who
    change DAGs meanwhile; to read all of them again and again takes one of two cores.
    """

    home: Path
    port: int
    dags: Path = ROOT / "dags"
    plugins: Path = ROOT / "plugins"
    executor: str = WARM
    database: str = ""
    broker: str = ""
    schedule: bool = True
    rereads: bool = False
    paused: bool = False
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: Secrets = field(default_factory=Secrets.new)

    @property
    def url(self) -> str:
        """Return the address of the UI and the API."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def password_file(self) -> Path:
        """Return where Airflow reads the log-ins from."""
        return self.home / "passwords.json"

    @property
    def celery(self) -> bool:
        """Whether tasks run on a Celery worker."""
        return self.executor == "CeleryExecutor"

    def env(self) -> dict[str, str]:
        """Return the whole environment of a component, free of the caller's own Airflow settings."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")}
        return outside | self._core() | self._quick() | self._workers() | dict(self.environment)

    def _core(self) -> dict[str, str]:
        return {
            "AIRFLOW_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.dags),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(self.plugins),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__FERNET_KEY": self.secrets.fernet_key,
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": str(self.paused),
            "AIRFLOW__CORE__TEST_CONNECTION": "Enabled",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{u}:{role}" for u, role in USERS.items()),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.password_file),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": self.database or f"sqlite:///{self.home / 'airflow.db'}",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__SECRET_KEY": self.secrets.session_key,
            "AIRFLOW__API_AUTH__JWT_SECRET": self.secrets.jwt_secret,
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }

    def _quick(self) -> dict[str, str]:
        """Return what makes a small Airflow notice things sooner than a large one should."""
        return {
            "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": str(self.schedule),
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.3",
            "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
            "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "15" if self.rereads else "3600",
            "AIRFLOW__DAG_PROCESSOR__BUNDLE_REFRESH_CHECK_INTERVAL": "2",
            "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
            "AIRFLOW__TRIGGERER__CAPACITY": "50",
        }

    def _workers(self) -> dict[str, str]:
        chosen = {"AIRFLOW__CORE__EXECUTOR": self.executor, "AIRFLOW__CORE__PARALLELISM": "4"}
        if self.celery:
            chosen["AIRFLOW__CELERY__BROKER_URL"] = self.broker
            chosen["AIRFLOW__CELERY__RESULT_BACKEND"] = f"db+{self.database}"
            chosen["AIRFLOW__CELERY__WORKER_CONCURRENCY"] = "2"
        return chosen

    def write_passwords(self) -> None:
        """Put the log-ins where Airflow looks for them, for the owner's eyes only."""
        write_private(self.password_file, json.dumps(dict(self.secrets.passwords)) + "\n")
