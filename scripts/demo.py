"""Shows the product at work: an invented company's year of benefits, through Airflow's scheduler.

The first run exports everyone. Then the company lives on for a while, and a second run sends what changed.
Then everybody elects benefits, and a third run brings the deductions to payroll.
"""

import argparse
import fcntl
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from benefits_sync.models.runs import RunSummary
from scripts.airflow_settings import ROOT, AirflowSettings
from scripts.errors import StackError
from scripts.local_sandbox import SandboxSettings
from scripts.processes import Processes, free_port
from scripts.runs import DAG_ID, DEDUCTIONS, export, import_deductions, summary_table
from scripts.stack import Stack

FOLDER = ROOT / ".run" / "demo"
SMALL_COMPANY = 500
EVENTS = {"change": 25, "terminate": 3, "rehire": 2, "hire": 4}
TOLD = {"change": "changed", "terminate": "left", "rehire": "came back", "hire": "new"}
FEWER_EVENTS = {"change": 5, "terminate": 1, "rehire": 1, "hire": 2}


class Narrator:
    """Tells what happens, with the seconds since the start."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun = time.monotonic()

    def say(self, text: str) -> None:
        """Print one line."""
        self._console.print(f"[dim]{time.monotonic() - self._begun:6.1f} s[/dim]  {text}", highlight=False)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; two demos in one folder would stop each other."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackError(f"another demo is at work in {folder}; wait for its end") from None
        Processes(folder).stop()
        shutil.rmtree(folder, ignore_errors=True)
        yield


def prepare(folder: Path, employees: int, seed: int) -> Stack:
    """Return a stack on free ports whose DAGs run only when they are triggered."""
    settings = AirflowSettings(folder / "airflow", free_port(), schedule=False)
    return Stack(folder, settings, SandboxSettings(employees, seed))


def show(stack: Stack, employees: int, narrator: Narrator) -> list[RunSummary]:
    """Run both exports and the import on a prepared stack and return their summaries."""
    narrator.say(f"starting the sandbox ({employees:,} employees), the ledger and Airflow")
    stack.start()
    for dag_id in (DAG_ID, DEDUCTIONS):
        stack.airflow.wait_for_dag(dag_id)
    narrator.say(f"Airflow is up at {stack.airflow.settings.url}; first run: everyone")
    first = export(stack, employees, run_name="Demo: everyone", delta=False)
    narrator.say(f"{first.status}; now the company lives on for a while")
    events = EVENTS if employees >= SMALL_COMPANY else FEWER_EVENTS
    stack.sandbox.scenario(**events)
    told = ", ".join(f"{TOLD[event]} {number}" for event, number in events.items())
    narrator.say(f"second run: only what changed ({told})")
    narrator.say("who came back had left before PlanSource knew them, and so is new there")
    second = export(stack, employees, run_name="Demo: changes only", delta=True)
    narrator.say(f"{second.status}; now everybody elects benefits")
    elected = stack.sandbox.control("POST", "plansource/elect_everyone", {})
    narrator.say(f"third run: {elected['elected']:,} elections become deductions in payroll")
    third = import_deductions(stack, employees, run_name="Demo: deductions")
    narrator.say(str(third.status))
    return [first, second, third]


def main() -> int:
    """Run the demo and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    console = Console()
    narrator = Narrator(console)
    try:
        with only_one(FOLDER):
            stack = prepare(FOLDER, arguments.employees, arguments.seed)
            stack.processes.guard()
            try:
                console.print(summary_table(show(stack, arguments.employees, narrator)))
            finally:
                stack.processes.stop()
    except StackError as error:
        console.print(error.report(), style="red", markup=False, highlight=False)
        return 1
    except KeyboardInterrupt:
        narrator.say("stopped")
        return 130
    narrator.say(f"everything is stopped; logs, ledger and files are in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
