"""Shows the product at work: an invented company's year of benefits, through Airflow's scheduler.

The first run exports everyone. Then the company lives on for a while, and a second run sends what changed.
Then everybody elects benefits, and a third run brings the deductions to payroll. At last the carriers get
their files, answer them, and the files are closed.
"""

import argparse
import fcntl
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from benefits_sync.models.runs import RunSummary
from benefits_sync.store.carriers.listing import FollowUp
from scripts.airflow_settings import ROOT, AirflowSettings
from scripts.carrier_runs import (
    ANSWERS,
    DELIVERY,
    answer_files,
    carrier_files,
    collect_answers,
    files_table,
    require_closed,
    send_files,
)
from scripts.carriers_at_work import CarriersAtWork, lacking
from scripts.errors import StackError
from scripts.local_sandbox import SandboxSettings
from scripts.processes import Processes, free_port
from scripts.runs import DAG_ID, DEDUCTIONS, elect, export, import_deductions, summary_table
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


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demo came to: its runs, and the carrier files in the end."""

    summaries: list[RunSummary]
    files: list[FollowUp]


def show(stack: Stack, employees: int, narrator: Narrator) -> Shown:
    """Run everything on a prepared stack and return what came of it.

    Where programs are missing that carriers need, their part is left out.
    """
    carriers = _carriers(stack, narrator)
    narrator.say(f"starting the sandbox ({employees:,} employees), the ledger and Airflow")
    stack.start()
    for dag_id in (DAG_ID, DEDUCTIONS, *((DELIVERY, ANSWERS) if carriers else ())):
        stack.airflow.wait_for_dag(dag_id)
    summaries = [*_exports(stack, employees, narrator), _deductions(stack, employees, narrator)]
    if carriers is None:
        return Shown(summaries, [])
    summaries.append(_carrier_files(stack, carriers, employees, narrator))
    return Shown(summaries, carrier_files(stack))


def _carriers(stack: Stack, narrator: Narrator) -> CarriersAtWork | None:
    reason = lacking()
    if reason is not None:
        narrator.say(f"without carriers: {reason}")
        return None
    narrator.say("starting five carriers: four behind an sshd of their own, one behind an HTTP API")
    return stack.start_carriers()


def _exports(stack: Stack, employees: int, narrator: Narrator) -> list[RunSummary]:
    narrator.say(f"Airflow is up at {stack.airflow.settings.url}; first run: everyone")
    first = export(stack, employees, run_name="Demo: everyone", delta=False)
    narrator.say(f"{first.status}; now the company lives on for a while")
    events = EVENTS if employees >= SMALL_COMPANY else FEWER_EVENTS
    stack.sandbox.scenario(**events)
    told = ", ".join(f"{TOLD[event]} {number}" for event, number in events.items())
    narrator.say(f"second run: only what changed ({told})")
    narrator.say("who came back had left before PlanSource knew them, and so is new there")
    second = export(stack, employees, run_name="Demo: changes only", delta=True)
    narrator.say(f"{second.status}; now families are entered, and everybody elects benefits")
    return [first, second]


def _deductions(stack: Stack, employees: int, narrator: Narrator) -> RunSummary:
    elected = elect(stack)
    narrator.say(f"third run: {elected:,} elections become deductions in payroll")
    third = import_deductions(stack, employees, run_name="Demo: deductions")
    narrator.say(str(third.status))
    return third


def _carrier_files(stack: Stack, carriers: CarriersAtWork, employees: int, narrator: Narrator) -> RunSummary:
    narrator.say("fourth run: each carrier gets its X12 834 files")
    fourth = send_files(stack, employees, run_name="Demo: carrier files")
    narrator.say(f"{fourth.status}; the carriers have pyx12 read their files")
    read = answer_files(carriers)
    narrator.say(f"pyx12 accepts all {read}; last run: what the carriers answer")
    collect_answers(stack)
    require_closed(carrier_files(stack))
    narrator.say("every file is answered and closed")
    return fourth


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
                shown = show(stack, arguments.employees, narrator)
                console.print(summary_table(shown.summaries))
                if shown.files:
                    console.print(files_table(shown.files))
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
