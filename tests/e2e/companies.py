"""Whole stacks for a module's tests, and what these ask of them again and again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from benefits_sync.models.runs import RunSummary
from benefits_sync.store.approvals import Approval, Decision
from scripts.airflow_api import AirflowApi
from scripts.airflow_settings import AirflowSettings
from scripts.local_sandbox import SandboxSettings
from scripts.processes import free_port, wait_until
from scripts.runs import DAG_ID
from scripts.stack import Stack

SECONDS = 180
"""How long a run of a small company may take on a busy machine."""


@dataclass(frozen=True)
class Company:
    """A running stack, seen by the person who triggers its runs and by the one who approves them."""

    stack: Stack
    operator: AirflowApi
    approver: AirflowApi

    @classmethod
    def of(cls, stack: Stack) -> Self:
        return cls(stack, stack.airflow.api("operator"), stack.airflow.api("approver"))

    def trigger(self, **form: Any) -> str:
        return self.operator.trigger(DAG_ID, form)

    def ended(self, run_id: str) -> str:
        return self.operator.wait(DAG_ID, run_id, seconds=SECONDS)

    def run(self, **form: Any) -> str:
        """Trigger a run, wait for its end and return its id."""
        run_id = self.trigger(**form)
        self.ended(run_id)
        return run_id

    def in_state(self, run_id: str, task_id: str, *states: str) -> str:
        return self.operator.wait_for(DAG_ID, run_id, task_id, frozenset(states), seconds=SECONDS)

    def states(self, run_id: str) -> dict[str, str | None]:
        return self.operator.task_states(DAG_ID, run_id)

    def question(self, run_id: str) -> dict[str, Any]:
        """Return what Required Actions shows of the waiting task."""
        path = f"dags/{DAG_ID}/dagRuns/{run_id}/taskInstances/approve_plan/-1/hitlDetails"
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
            waiting = self.states(run_id)["approve_plan"] == "awaiting_input"
            if waiting and not self.question(run_id)["response_received"]:
                who.answer(DAG_ID, run_id, "approve_plan", option)
            return False

        eventually(taken, f"the decision {decision}")

    def clear(self, run_id: str, *task_ids: str) -> None:
        """Clear tasks with all that follows them, as the UI does."""
        body = {"dry_run": False, "only_failed": False, "include_downstream": True, "dag_run_id": run_id}
        self.operator.call("POST", f"dags/{DAG_ID}/clearTaskInstances", body | {"task_ids": list(task_ids)})

    def summary(self, run_id: str) -> RunSummary | None:
        with self.stack.storage.open_ledger() as ledger:
            return ledger.runs.of_airflow_run(DAG_ID, run_id)

    def approvals(self, run_id: str) -> list[Approval]:
        with self.stack.storage.open_ledger() as ledger:
            summary = ledger.runs.of_airflow_run(DAG_ID, run_id)
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
        return self.operator.task_log(DAG_ID, run_id, task_id, attempt)


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
