"""Starts the sandbox that stands in for both vendors, and turns its steering wheel."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from scripts.airflow_api import Json
from scripts.airflow_settings import ROOT
from scripts.errors import StackError
from scripts.processes import Processes, wait_until


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """What company the sandbox invents; ``port`` 0 picks a free one, ``state`` keeps it between starts."""

    employees: int
    seed: int = 1
    port: int = 0
    state: Path | None = None

    def command(self) -> list[str]:
        """Return the command line that starts it."""
        words = [sys.executable, "-m", "sandbox", "--port", str(self.port)]
        words += ["--employees", str(self.employees), "--seed", str(self.seed)]
        return words if self.state is None else [*words, "--state", str(self.state)]


@dataclass(frozen=True, slots=True)
class LocalSandbox:
    """A running sandbox: its address and the credentials it accepts."""

    url: str
    credentials: Mapping[str, Any] = field(repr=False)

    @classmethod
    def start(cls, settings: SandboxSettings, processes: Processes, env: Mapping[str, str]) -> Self:
        """Start one and wait for the line that says it listens."""
        processes.start("sandbox", settings.command(), env=env, cwd=ROOT)
        return cls.announced(processes)

    @classmethod
    def announced(cls, processes: Processes, seconds: float = 120) -> Self:
        """Read the address and the credentials from the sandbox's own output."""
        log = processes.log("sandbox")

        def listening() -> bool:
            processes.check()
            return _announcement(log) is not None

        if not wait_until(listening, seconds=seconds, every=0.1):
            raise StackError(f"the sandbox does not listen after {seconds:.0f} s", log)
        announcement = _announcement(log) or {}
        return cls(announcement["url"], announcement)

    def control(self, method: str, path: str, body: object = None) -> Json:
        """Call one of the routes under ``/__sandbox/``."""
        url = f"{self.url}/__sandbox/{path}"
        answer = httpx.request(method, url, json=body, timeout=300, trust_env=False)
        if answer.is_error:
            raise StackError(f"sandbox: {method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json() if answer.content else None

    def scenario(self, **changes: int) -> dict[str, Any]:
        """Let time pass in the company: so many people change, leave, come back, are hired."""
        touched: dict[str, Any] = self.control("POST", "bamboohr/scenario", changes)
        return touched

    def journal(self, **query: str | int) -> list[dict[str, Any]]:
        """Return every request the sandbox answered, as it wrote them down itself."""
        words = "&".join(f"{name}={value}" for name, value in query.items())
        answer = self.control("GET", f"journal?{words}")
        entries: list[dict[str, Any]] = answer if isinstance(answer, list) else answer["entries"]
        return entries

    def connections(self) -> dict[str, dict[str, Any]]:
        """Return the Airflow connections, by id, that lead to it."""
        bamboohr, plansource = self.credentials["bamboohr"], self.credentials["plansource"]
        return {
            "bamboohr_default": {
                "conn_type": "bamboohr",
                "host": self.url,
                "password": bamboohr["api_key"],
                "extra": {"company_domain": bamboohr["company"]},
            },
            "plansource_default": {
                "conn_type": "plansource",
                "host": self.url,
                "login": plansource["client_id"],
                "password": plansource["client_secret"],
                "extra": {"logged_in_user": plansource["logged_in_user"]},
            },
        }


def _announcement(log: Path) -> dict[str, Any] | None:
    """Return the sandbox's first line of output once all of it is there."""
    with log.open() as lines:
        first = lines.readline()
    if not first.startswith("{") or not first.endswith("\n"):
        return None
    announcement: dict[str, Any] = json.loads(first)
    return announcement
