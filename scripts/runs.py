"""Triggers a run through Airflow, waits for its end and reads its summary from the ledger."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.table import Table

from benefits_sync.models.runs import RunStatus, RunSummary
from scripts.airflow_api import AirflowApi
from scripts.errors import StackError
from scripts.processes import wait_until
from scripts.stack import Stack

DAG_ID = "demographic_export"
DEDUCTIONS = "deductions_import"
QUESTION = "approve_plan"
PARKED = "Pausing task as AWAITING_INPUT"
# A bad person or two in the company ends a run as Completed with Errors, which is what it should do.
APPLIED = frozenset({RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_ERRORS})
_OUTCOMES = ("created", "updated", "terminated", "rehired", "unchanged", "excluded", "rejected")


def export(stack: Stack, employees: int, *, run_name: str, delta: bool) -> RunSummary:
    """Export employees as the operator would and return the run's summary."""
    return carry_out(stack, DAG_ID, employees, run_name=run_name, delta=delta)


def elect(stack: Stack) -> int:
    """Let employees enter their families and elect, and return how many elections there are.

    Dependents have SSNs only where BambooHR knew of them when they were entered.
    """
    stack.sandbox.control("POST", "families")
    return int(stack.sandbox.control("POST", "plansource/elect_everyone", {})["elected"])


def import_deductions(stack: Stack, employees: int, *, run_name: str) -> RunSummary:
    """Import the current plan year's deductions for the first time, from its earliest change on."""
    plan_year = int(stack.sandbox.control("GET", "clock")["now"][:4])
    changes = [
        version["change_effective_date"]
        for version in stack.sandbox.control("GET", "plansource/coverages")
        if version["plan_year"] == plan_year
    ]
    return carry_out(stack, DEDUCTIONS, employees, run_name=run_name, deduction_start_date=min(changes))


def carry_out(stack: Stack, dag_id: str, employees: int, *, run_name: str, **form: object) -> RunSummary:
    """Run a DAG as the operator would and return its summary; a run that did not apply is an error."""
    api = stack.airflow.api("operator")
    run_id = api.trigger(dag_id, {"run_name": run_name, **form})
    try:
        api.wait(dag_id, run_id, seconds=300 + employees / 25)
    except StackError:
        stack.processes.check()
        raise
    summary = find_summary(stack, run_name, dag_id)
    if summary is None or summary.status not in APPLIED:
        ended = "has no summary" if summary is None else f"ended as {summary.status}: {summary.failure}"
        raise StackError(f"the run '{run_name}' {ended}", failed_task_log(stack, api, dag_id, run_id))
    return summary


def wait_for_question(stack: Stack, run_id: str, *, times: int = 1, seconds: float = 120) -> None:
    """Wait until a run asks a person for the n-th time, and the scheduler has noticed that it waits."""
    api = stack.airflow.api()
    api.wait_for(DAG_ID, run_id, QUESTION, frozenset({"awaiting_input"}), seconds=seconds)
    wait_until_noticed(stack, DAG_ID, run_id, QUESTION, times=times, seconds=seconds)


def wait_until_noticed(
    stack: Stack, dag_id: str, run_id: str, task_id: str, *, times: int | None = None, seconds: float = 120
) -> None:
    """Wait until the scheduler has noticed that a task waits for a person, for the n-th time or the last one.

    Airflow 3.3 takes an answer given before that for a task that was killed: it drops the answer, tries the
    task again and so repeats the question. A person is never that quick, but a script is. Of a mapped task
    all instances count.
    """
    log = stack.processes.log("scheduler")
    if times is None:
        lines = (line for line in log.read_text().splitlines() if PARKED in line and task_id in line)
        times = sum(run_id in line for line in lines)
    noticed = f"executor event with state success for task instance TaskInstanceKey(dag_id='{dag_id}', "
    noticed += f"task_id='{task_id}', run_id='{run_id}'"
    if not wait_until(lambda: log.read_text().count(noticed) >= times, seconds=seconds):
        raise StackError(f"the scheduler does not notice that {run_id} waits for a person", log)


def find_summary(stack: Stack, run_name: str, integration: str = DAG_ID) -> RunSummary | None:
    """Return what the ledger knows of the run with this name."""
    with stack.storage.open_ledger() as ledger:
        runs = ledger.runs.latest(integration, 100)
    return next((run for run in runs if run.run_name == run_name), None)


def failed_task_log(stack: Stack, api: AirflowApi, dag_id: str, run_id: str) -> Path:
    """Return the log of the task that failed first, or the scheduler's when none did."""
    states = api.task_states(dag_id, run_id)
    failed = [task.partition("[")[0] for task, state in states.items() if state == "failed"]
    logs = stack.airflow.settings.home / "logs" / f"dag_id={dag_id}" / f"run_id={run_id}"
    attempts = sorted(logs.glob(f"task_id={failed[0]}/**/attempt=*.log")) if failed else []
    return attempts[-1] if attempts else stack.processes.log("scheduler")


def summary_table(summaries: Sequence[RunSummary]) -> Table:
    """Return the runs side by side, one column each."""
    table = Table(title="Run summaries", title_justify="left")
    table.add_column("")
    for summary in summaries:
        table.add_column(summary.run_name, justify="right")
    for label, values in _rows(summaries):
        table.add_row(label, *values)
    return table


def _rows(summaries: Sequence[RunSummary]) -> Iterator[tuple[str, list[str]]]:
    yield "Status", [summary.status.value for summary in summaries]
    yield "Employees processed", [f"{summary.employees_processed:,}" for summary in summaries]
    yield "Records read", [f"{summary.counts.read:,}" for summary in summaries]
    for outcome in _OUTCOMES:
        yield outcome.capitalize(), [f"{getattr(summary.counts, outcome):,}" for summary in summaries]
    for vendor in sorted({vendor for summary in summaries for vendor in summary.api_calls}):
        yield f"Calls to {vendor}", [f"{summary.api_calls.get(vendor, 0):,}" for summary in summaries]
    yield "Duration", [_duration(summary) for summary in summaries]


def _duration(summary: RunSummary) -> str:
    if summary.ended_at is None:
        return ""
    return f"{(summary.ended_at - summary.started_at).total_seconds():.1f} s"
