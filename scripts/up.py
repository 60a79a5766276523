"""Starts the sandbox, the carriers and the Airflow UI on this machine, and leaves them until ``make down``.

A new stack gets a past first, so that its pages have something to show: one export, one import, and the first
files of every carrier. Carriers answer whatever they get later on, too.
"""

import argparse
import sys

from rich.console import Console

from benefits_sync.errors import BenefitsSyncError
from scripts.airflow_settings import ROOT, AirflowSettings
from scripts.carrier_runs import ANSWERS, DELIVERY, answer_files, collect_answers, send_files
from scripts.carriers_at_work import CarriersAtWork, lacking
from scripts.errors import StackError
from scripts.local_sandbox import SandboxSettings
from scripts.local_secrets import Secrets
from scripts.processes import Processes, port_taken
from scripts.runs import DAG_ID, DEDUCTIONS, elect, export, import_deductions
from scripts.stack import Stack

FOLDER = ROOT / ".run" / "up"


def running(processes: Processes) -> bool:
    """Tell whether everything that was started is still there."""
    return bool(processes.started()) and not processes.dead()


def require_free(**ports: int) -> None:
    """Raise a `StackError` that names the way out when a port is taken."""
    for variable, port in ports.items():
        if port_taken(port):
            raise StackError(f"port {port} is in use; choose another: make up {variable}={port + 1}")


def bring_up(arguments: argparse.Namespace, secrets: Secrets) -> None:
    """Start every part; what an earlier start left behind is stopped first."""
    Processes(FOLDER).stop()
    require_free(AIRFLOW_PORT=arguments.port, SANDBOX_PORT=arguments.sandbox_port)
    state = FOLDER / f"company-{arguments.employees}-{arguments.seed}.json"
    sandbox = SandboxSettings(arguments.employees, arguments.seed, arguments.sandbox_port, state)
    settings = AirflowSettings(FOLDER / "airflow", arguments.port, paused=True, rereads=True, secrets=secrets)
    stack = Stack(FOLDER, settings, sandbox)
    try:
        carriers = None if lacking() else stack.start_carriers()
        stack.start()
    except BaseException:
        stack.processes.stop()
        raise
    (FOLDER / "address").write_text(settings.url)
    give_a_past(stack, carriers, arguments.employees)
    if carriers is not None:
        carriers.keep_answering(stack.processes, FOLDER)


def give_a_past(stack: Stack, carriers: CarriersAtWork | None, employees: int) -> None:
    """Export everyone, let them elect, import deductions and send carrier files, unless that was done before.

    The DAGs are switched on for as long as it takes; their schedules stay the reader's own choice.
    """
    with stack.storage.open_ledger() as ledger:
        if ledger.runs.latest(None, 1):
            return
    dag_ids = (DAG_ID, DEDUCTIONS, DELIVERY, ANSWERS)
    for dag_id in dag_ids:
        stack.airflow.wait_for_dag(dag_id)
    with stack.airflow.switched_on(*dag_ids):
        export(stack, employees, run_name="First export", delta=False)
        elect(stack)
        import_deductions(stack, employees, run_name="First import")
        if carriers is not None:
            send_files(stack, employees, run_name="First carrier files")
            answer_files(carriers)
            collect_answers(stack)


def main() -> int:
    """Start what is not running yet, print the log-ins and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--sandbox-port", type=int, default=8090)
    arguments = parser.parse_args()
    console = Console(highlight=False)
    secrets = Secrets.kept(FOLDER / "secrets.json")
    try:
        if not running(Processes(FOLDER)):
            bring_up(arguments, secrets)
    except (StackError, BenefitsSyncError) as error:
        told = error.report() if isinstance(error, StackError) else str(error)
        console.print(told, style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        return 130
    console.print(f"Airflow   {(FOLDER / 'address').read_text()}")
    for user, password in secrets.passwords.items():
        console.print(f"log-in    {user:<9} {password}", markup=False)
    if reason := lacking():
        console.print(f"carriers  left out; {reason}", markup=False)
    console.print("stop      make down")
    return 0


if __name__ == "__main__":
    sys.exit(main())
