"""Sends carrier files and collects what carriers answer, through Airflow, and shows the files as a table."""

from collections.abc import Sequence
from typing import Final

from rich.table import Table

from benefits_sync.models.carriers import AnswerKind, FileState
from benefits_sync.models.runs import RunSummary
from benefits_sync.store.carriers.listing import FileFilter, FollowUp
from scripts.carriers_at_work import CarriersAtWork
from scripts.errors import StackError
from scripts.runs import carry_out, failed_task_log
from scripts.stack import Stack

DELIVERY: Final = "carrier_edi_delivery"
ANSWERS: Final = "carrier_edi_answers"
_ANSWERED_BY: Final = {AnswerKind.TA1: "TA1", AnswerKind.FUNCTIONAL: "999", AnswerKind.REPORT: "report"}


def send_files(stack: Stack, employees: int, *, run_name: str) -> RunSummary:
    """Build and deliver every carrier's usual files, which no gate may hold: nobody would answer."""
    return carry_out(stack, DELIVERY, employees, run_name=run_name)


def answer_files(carriers: CarriersAtWork) -> int:
    """Let the carriers read and answer what they got, and return how many files that were.

    Raises:
        StackError: pyx12 does not accept a file.
    """
    read = carriers.desks.answer()
    refused = [f"{file.carrier}: {file.name}" for file in read if not file.accepted]
    if refused:
        raise StackError(f"pyx12 does not accept {', '.join(refused)}")
    return len(read)


def collect_answers(stack: Stack) -> None:
    """Collect what carriers answered; an answer that somebody has to look at fails the run.

    Raises:
        StackError: The run failed; the error has the log of the task.
    """
    api = stack.airflow.api("operator")
    run_id = api.trigger(ANSWERS, {})
    if api.wait(ANSWERS, run_id, seconds=300) != "success":
        raise StackError("the run that collects answers failed", failed_task_log(stack, api, ANSWERS, run_id))


def carrier_files(stack: Stack) -> list[FollowUp]:
    """Return all carrier files with what came to each, oldest first."""
    with stack.storage.open_ledger() as ledger:
        listing = ledger.carriers.listing
        return listing.with_answers(reversed(listing.page(FileFilter())))


def require_closed(files: Sequence[FollowUp]) -> None:
    """Raise a `StackError` that names the files which are not closed, or says that there are none."""
    if not files:
        raise StackError("no carrier file was built")
    open_files = [f"{each.file.name} is {each.file.state}" for each in files if not _is_closed(each)]
    if open_files:
        raise StackError(f"carrier files were not closed: {', '.join(open_files)}")


def files_table(files: Sequence[FollowUp]) -> Table:
    """Return the files one below the other."""
    table = Table(title="Carrier files", title_justify="left")
    table.add_column("Carrier", no_wrap=True)
    table.add_column("File", overflow="fold")
    for column in ("People", "Bytes"):
        table.add_column(column, justify="right")
    for column in ("Answered by", "State"):
        table.add_column(column)
    for file, heard, _ in files:
        name, size = file.sent_name or file.name, file.sent_size or file.size
        people = file.subscribers + file.dependents
        answered = ", ".join(_ANSWERED_BY[kind] for kind in AnswerKind if kind in heard)
        table.add_row(file.carrier, name, f"{people:,}", f"{size:,}", answered, file.state.value)
    return table


def _is_closed(each: FollowUp) -> bool:
    return each.file.state is FileState.CLOSED
