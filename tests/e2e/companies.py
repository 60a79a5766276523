"""Whole stacks for a module's tests, and what these ask of them again and again."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from benefits_sync.models.runs import RunSummary
from benefits_sync.store.approvals import Approval, Decision
from scripts.airflow_api import AirflowApi
from scripts.airflow_settings import ROOT, AirflowSettings
from scripts.errors import StackError
from scripts.local_sandbox import SandboxSettings
from scripts.processes import free_port, wait_until
from scripts.runs import DAG_ID, QUESTION, wait_until_noticed
from scripts.stack import Stack

SECONDS = 180
"""How long a run of a small company may take on a busy machine."""


@dataclass(frozen=True)
class Company:
    """A running stack, seen by the person who triggers its runs and by the one who approves them.

    Runs are those of ``dag_id``; ``of_dag`` gives the same company with another one.
    """

    stack: Stack
    operator: AirflowApi
    approver: AirflowApi
    dag_id: str = DAG_ID

    @classmethod
    def of(cls, stack: Stack) -> Self:
        return cls(stack, stack.airflow.api("operator"), stack.airflow.api("approver"))

    def of_dag(self, dag_id: str) -> Self:
        return replace(self, dag_id=dag_id)

    def trigger(self, **form: Any) -> str:
        return self.operator.trigger(self.dag_id, form)

    def ended(self, run_id: str) -> str:
        return self.operator.wait(self.dag_id, run_id, seconds=SECONDS)

    def run(self, **form: Any) -> str:
        """Trigger a run, wait for its end and return its id."""
        run_id = self.trigger(**form)
        self.ended(run_id)
        return run_id

    def in_state(self, run_id: str, task_id: str, *states: str) -> str:
        return self.operator.wait_for(self.dag_id, run_id, task_id, frozenset(states), seconds=SECONDS)

    def states(self, run_id: str) -> dict[str, str | None]:
        return self.operator.task_states(self.dag_id, run_id)

    def question(self, run_id: str) -> dict[str, Any]:
        """Return what Required Actions shows of the waiting task."""
        path = f"dags/{self.dag_id}/dagRuns/{run_id}/taskInstances/{QUESTION}/-1/hitlDetails"
        found: dict[str, Any] = self.operator.call("GET", path)
        return found

    def answer(self, who: AirflowApi, run_id: str, option: str, decision: Decision) -> None:
        """Answer the open question until the ledger has the decision.

        Airflow loses an answer that comes before its scheduler has noticed that the task went to wait; it
        then tries the task again, which asks again.
        """

        def taken() -> bool:
            if decision in {approval.decision for approval in self.approvals(run_id)}:
                return True
            waiting = self.states(run_id)[QUESTION] == "awaiting_input"
            if waiting and not self.question(run_id)["response_received"]:
                wait_until_noticed(self.stack, self.dag_id, run_id, QUESTION)
                who.answer(self.dag_id, run_id, QUESTION, option)
            return False

        eventually(taken, f"the decision {decision}")

    def clear(self, run_id: str, *task_ids: str) -> None:
        """Clear tasks with all that follows them, as the UI does."""
        body = {"dry_run": False, "only_failed": False, "include_downstream": True, "dag_run_id": run_id}
        self.operator.call(
            "POST", f"dags/{self.dag_id}/clearTaskInstances", body | {"task_ids": list(task_ids)}
        )

    def summary(self, run_id: str) -> RunSummary | None:
        with self.stack.storage.open_ledger() as ledger:
            return ledger.runs.of_airflow_run(self.dag_id, run_id)

    def approvals(self, run_id: str) -> list[Approval]:
        with self.stack.storage.open_ledger() as ledger:
            summary = ledger.runs.of_airflow_run(self.dag_id, run_id)
            return ledger.approvals.of_run(summary.reference_id) if summary else []

    def faults(self, *rules: dict[str, object]) -> None:
        self.stack.sandbox.control("PUT", "faults", list(rules))

    def change(self, employee_id: str, **fields: str) -> None:
        """Set fields of one person in BambooHR."""
        self.stack.sandbox.control("PUT", f"bamboohr/employees/{employee_id}", fields)

    def employees(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.stack.sandbox.control("GET", "bamboohr/employees")
        return found

    def subscribers(self) -> dict[str, dict[str, Any]]:
        found = self.stack.sandbox.control("GET", "plansource/subscribers")
        return {subscriber["subscriber_code"]: subscriber for subscriber in found}

    def last_request(self) -> int:
        """Return the number of the newest request that the vendors saw."""
        return max((entry["seq"] for entry in self.stack.sandbox.journal()), default=0)

    def writes(self, after: int = 0) -> list[tuple[str, str]]:
        """Return key and effect of every write the vendor itself noted."""
        return [
            (record["key"], record["effect"])
            for entry in self.stack.sandbox.journal(vendor="plansource", after=after)
            for record in entry["records"]
            if record["effect"] != "none"
        ]

    def log(self, run_id: str, task_id: str, attempt: int = 1) -> str:
        return self.operator.task_log(self.dag_id, run_id, task_id, attempt)

    def answers_about(self, run_id: str) -> Iterator[tuple[str, str]]:
        """Yield what Airflow's interface tells about a run and its tasks: path and answer."""
        run = f"dags/{self.dag_id}/dagRuns/{run_id}"
        tasks = self.operator.call("GET", f"{run}/taskInstances")
        yield f"{run}/taskInstances", str(tasks)
        paths = [run, f"{run}/hitlDetails", f"eventLogs?run_id={run_id}"]
        for task in tasks["task_instances"]:
            place, index = f"{run}/taskInstances/{task['task_id']}", f"map_index={task['map_index']}"
            paths.append(f"{place}/logs/{max(task['try_number'], 1)}?{index}")
            paths.append(f"{place}/xcomEntries/return_value?{index}")
        for path in paths:
            try:
                yield path, str(self.operator.call("GET", path))
            except StackError as error:  # a task that was not reached has neither log nor XCom
                yield path, str(error)

    def benefits(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the command `benefits` over the company's stores."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")},
            "BENEFITS_LEDGER_URL": f"sqlite:///{self.stack.folder / 'ledger.db'}",
            "BENEFITS_ARTIFACTS_ROOT": str(self.stack.folder / "artifacts"),
            "BENEFITS_KEY": self.stack.storage.key,
        }
        command = [str(Path(sys.executable).with_name("benefits")), *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)


@contextmanager
def company(folder: Path, employees: int = 60, **settings: Any) -> Iterator[Company]:
    """Start a stack in a folder and stop it at the end, whatever happens in between."""
    where = {"home": folder / "airflow", "port": free_port(), "schedule": False}
    stack = Stack(folder, AirflowSettings(**(where | settings)), SandboxSettings(employees))
    stack.processes.guard()
    try:
        stack.start()
        stack.airflow.wait_for_dag(DAG_ID)
        yield Company.of(stack)
    finally:
        stack.processes.stop()


def eventually(ready: Callable[[], bool], what: str) -> None:
    """Wait for something that no call of Airflow's tells."""
    assert wait_until(ready, seconds=SECONDS, every=0.5), f"not within {SECONDS} s: {what}"
