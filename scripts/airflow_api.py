"""Speaks Airflow's public REST API the way a person's browser does: signed in, by user name."""

import time
from collections.abc import Mapping
from typing import Any

import httpx

from scripts.errors import StackError

ENDED = frozenset({"success", "failed"})
Json = Any
"""Whatever JSON can hold."""


class AirflowApi:
    """One signed-in user of one Airflow."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._credentials = {"username": username, "password": password}

    def health(self) -> dict[str, str]:
        """Return component -> status; empty while the server does not answer."""
        try:
            answer = self._http.get("/api/v2/monitor/health", timeout=5)
        except httpx.TransportError:
            return {}
        if answer.status_code != httpx.codes.OK:
            return {}
        return {name: str((part or {}).get("status")) for name, part in answer.json().items()}

    def import_errors(self) -> dict[str, str]:
        """Return file -> why Airflow could not read it."""
        errors = self.call("GET", "importErrors")["import_errors"]
        return {error["filename"]: error["stack_trace"] for error in errors}

    def dag_ids(self) -> set[str]:
        """Return the DAGs that Airflow has read so far."""
        return {dag["dag_id"] for dag in self.call("GET", "dags?limit=500")["dags"]}

    def trigger(self, dag_id: str, conf: Mapping[str, Any], run_id: str | None = None) -> str:
        """Start a run as the trigger form would, and return its id."""
        body: dict[str, Any] = {"logical_date": None, "conf": dict(conf)}
        if run_id is not None:
            body["dag_run_id"] = run_id
        return str(self.call("POST", f"dags/{dag_id}/dagRuns", body)["dag_run_id"])

    def run(self, dag_id: str, run_id: str) -> dict[str, Any]:
        """Return one run as Airflow describes it."""
        run: dict[str, Any] = self.call("GET", f"dags/{dag_id}/dagRuns/{run_id}")
        return run

    def wait(self, dag_id: str, run_id: str, *, seconds: float, every: float = 0.5) -> str:
        """Wait until a run has ended and return its state."""
        return self.wait_for(dag_id, run_id, None, ENDED, seconds=seconds, every=every)

    def wait_for(
        self,
        dag_id: str,
        run_id: str,
        task_id: str | None,
        states: frozenset[str],
        *,
        seconds: float,
        every: float = 0.5,
    ) -> str:
        """Wait until a run, or one of its tasks, is in one of the states, and return that state."""
        deadline = time.monotonic() + seconds
        while True:
            run_state = str(self.run(dag_id, run_id)["state"])
            state = run_state if task_id is None else self.task_states(dag_id, run_id).get(task_id)
            if state in states:
                return str(state)
            if run_state in ENDED or time.monotonic() > deadline:
                tasks = self.task_states(dag_id, run_id)
                message = (
                    f"{dag_id} / {run_id}: waited for {sorted(states)}; run is {run_state}, tasks {tasks}"
                )
                raise StackError(message)
            time.sleep(every)

    def task_states(self, dag_id: str, run_id: str) -> dict[str, str | None]:
        """Return task id -> state; a mapped task's instances are told apart as ``task[0]``."""
        path = f"dags/{dag_id}/dagRuns/{run_id}/taskInstances?limit=500"
        found = self.call("GET", path)["task_instances"]
        return {
            task["task_id"] + (f"[{task['map_index']}]" if task["map_index"] >= 0 else ""): task["state"]
            for task in found
        }

    def task_log(self, dag_id: str, run_id: str, task_id: str, try_number: int = 1) -> str:
        """Return a task's log as the UI shows it, one event a line."""
        path = f"dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/logs/{try_number}"
        content = self.call("GET", path)["content"]
        return "\n".join(str(event) for event in content)

    def waiting(self, dag_id: str, run_id: str) -> list[str]:
        """Return the tasks of a run that wait for a person."""
        states = self.task_states(dag_id, run_id)
        return [task for task, state in states.items() if state == "awaiting_input"]

    def answer(self, dag_id: str, run_id: str, task_id: str, beginning: str) -> str:
        """Answer a task that waits for a person by an option's beginning; return the whole option."""
        path = f"dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/-1/hitlDetails"
        options = self.call("GET", path)["options"]
        chosen = next((option for option in options if option.startswith(beginning)), None)
        if chosen is None:
            raise StackError(f"{task_id} offers {options}, nothing that begins with {beginning!r}")
        self.call("PATCH", path, {"chosen_options": [chosen], "params_input": {}})
        return str(chosen)

    def clear(self, dag_id: str, run_id: str) -> None:
        """Clear every task of a run, so that the scheduler runs it again."""
        self.call("POST", f"dags/{dag_id}/dagRuns/{run_id}/clear", {"dry_run": False, "only_failed": False})

    def test_connection(self, connection: Mapping[str, Any]) -> tuple[bool, str]:
        """Press the Test button for a connection and return its verdict."""
        verdict = self.call("POST", "connections/test", dict(connection))
        return bool(verdict["status"]), str(verdict["message"])

    def call(self, method: str, path: str, body: object = None) -> Json:
        """Send one call and return the answer; anything but success is a `StackError`."""
        if "Authorization" not in self._http.headers:
            self._sign_in()
        try:
            answer = self._http.request(method, f"/api/v2/{path}", json=body)
        except httpx.TransportError as error:
            raise StackError(f"Airflow: {method} {path}: no answer ({type(error).__name__})") from error
        if answer.is_error:
            raise StackError(f"Airflow: {method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None

    def close(self) -> None:
        """Close the connection to the server."""
        self._http.close()

    def _sign_in(self) -> None:
        answer = self._http.post("/auth/token", json=self._credentials)
        if answer.is_error:
            user = self._credentials["username"]
            raise StackError(f"Airflow: {user} could not sign in: {answer.status_code}")
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
