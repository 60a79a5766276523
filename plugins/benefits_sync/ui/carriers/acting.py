"""What people do about a carrier file: send it again, build it anew, set it aside, close it.

Each act needs the right to start runs, a reason that others can read, and a box ticked. Each leaves a line in
the file's history, or a run of the person's own, and one in the audit.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, JsonValue, field_validator

from benefits_sync.errors import FileStateError
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState
from benefits_sync.store.carriers.moves import Step
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.access import Access, OpenLedger
from benefits_sync.ui.assistant.text import reason_fault
from benefits_sync.ui.carriers.acts import REBUILD, RESEND, Acts, at_work, is_started, run_id_of
from benefits_sync.ui.carriers.auditing import back_to, note, plain, step_of, subject_of
from benefits_sync.ui.carriers.guards import DAG_ID, ActableFile, SeesCarriers
from benefits_sync.ui.carriers.page import file_page
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.starting import refuse_paused, start_run

LOST: Final = "nothing was started"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")

router = APIRouter()


class Act(BaseModel):
    """What the form of an act sends; ``token`` tells one form from another, for those that start a run."""

    reason: str = Field(default="", max_length=2000)
    sure: str = ""
    token: str = ""

    @field_validator("reason")
    @classmethod
    def _in_one_line(cls, reason: str) -> str:
        return plain(reason)

    @property
    def fault(self) -> str | None:
        """What the act still lacks: its reason, or the word that it is meant; None when it has both."""
        if self.sure != "yes":
            return "Nothing was done: tick the box that says that you are sure."
        return reason_fault(self.reason, "file")


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """An act that somebody asks for: about which file, by whom, with what form."""

    request: Request
    file: FileRow
    access: Access
    ledger: Ledger
    sent: Act

    def done(self, word: str) -> Response:
        """Lead back to the page of the file, which says what was done."""
        return back_to(self.request, self.file, word)

    def refused(self, fault: str) -> Response:
        """Show the file as it is now, and why nothing was done."""
        now = self.ledger.carriers.files.get(self.file.id)
        return file_page(
            self.request, now, self.access, self.ledger, fault, status.HTTP_422_UNPROCESSABLE_CONTENT
        )


def _asked(
    request: Request,
    file: ActableFile,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    sent: Annotated[Act, Form()],
) -> Asked:
    return Asked(request, file, access, ledger, sent)


AskedAct = Annotated[Asked, Depends(_asked)]


@router.post("/carriers/files/{file_id}/resend")
async def resend(asked: AskedAct) -> Response:
    """Send a file once more, byte for byte, under the same numbers."""
    return await _by_a_run(asked, RESEND, _let_go_again, {"resend": asked.file.id}, "resent")


@router.post("/carriers/files/{file_id}/rebuild")
async def rebuild(asked: AskedAct) -> Response:
    """Build a file anew, with new numbers, in the place of this one."""
    conf: dict[str, JsonValue] = {
        "carriers": [asked.file.carrier],
        "supersedes": asked.file.id,
        "forced_reason": asked.sent.reason,
    }
    return await _by_a_run(asked, REBUILD, _let_be_replaced, conf, "rebuilding")


@router.post("/carriers/files/{file_id}/quarantine")
def quarantine(asked: AskedAct) -> Response:
    """Set a file aside: nothing more of it is sent, and the next file does not build on it."""
    fault = asked.sent.fault or _stepped(asked, _quarantined(asked.ledger), FileState.QUARANTINED.value)
    return asked.refused(fault) if fault else asked.done("quarantined")


@router.post("/carriers/files/{file_id}/close")
def close(asked: AskedAct) -> Response:
    """Close a file that the clock never closes, on the carrier's word."""
    fault = asked.sent.fault
    if fault is None and not Acts.of(asked.file, ()).close:
        fault = "This file is not one that a person closes."
    fault = fault or _stepped(asked, asked.ledger.carriers.moves.close, FileState.CLOSED.value)
    return asked.refused(fault) if fault else asked.done("closed")


async def _by_a_run(
    asked: Asked,
    act: str,
    let: Callable[[Asked], str | None],
    conf: Mapping[str, JsonValue],
    done: str,
) -> Response:
    """Start the run that carries an act out, once for each form.

    Args:
        asked: What is asked for.
        act: The act, by which its run is called.
        let: Lets the file be acted on and notes it; returns why it cannot, or None.
        conf: What the run is asked for.
        done: What the page of the file says then.
    """
    run_id = run_id_of(act, asked.file.id, asked.sent.token)
    if await run_in_threadpool(is_started, run_id):
        return asked.done(done)
    fault = await run_in_threadpool(_run_fault, asked.file, asked.sent)
    if fault is None:
        fault = await run_in_threadpool(let, asked)
    if fault:
        return await run_in_threadpool(asked.refused, fault)
    await start_run(asked.request, DAG_ID, run_id, conf, LOST)
    return asked.done(done)


def _run_fault(file: FileRow, sent: Act) -> str | None:
    """Return why no run is started for a file, or None.

    Raises:
        HTTPException: If the DAG is paused or not there.
    """
    if not _TOKEN.fullmatch(sent.token):
        return "The form is not complete: reload the page and try again."
    if sent.fault:
        return sent.fault
    for run in at_work(file.id):
        return f"The run {run.run_id} is to work on this file: wait for its end."
    refuse_paused([DAG_ID], LOST, "try again")
    return None


def _let_go_again(asked: Asked) -> str | None:
    return _stepped(asked, asked.ledger.carriers.moves.resend, "asked to send it again")


def _let_be_replaced(asked: Asked) -> str | None:
    if not Acts.of(asked.file, ()).rebuild:
        return f"A file that is {asked.file.state.value.replace('_', ' ')} cannot be built anew."
    note(asked.ledger, asked.access, subject_of(asked.file.id), "asked to build it anew")
    return None


def _quarantined(ledger: Ledger) -> Callable[[int, Step], FileRow]:
    return lambda file, step: ledger.carriers.moves.move(file, FileState.QUARANTINED, step)


def _stepped(asked: Asked, take: Callable[[int, Step], FileRow], what: str) -> str | None:
    """Take a step of the file's life and note it in the audit; return why it cannot be taken, or None."""
    try:
        take(asked.file.id, step_of(asked.access, what, asked.sent.reason))
    except FileStateError as error:
        return _sentence(error)
    note(asked.ledger, asked.access, subject_of(asked.file.id), what)
    return None


def _sentence(error: FileStateError) -> str:
    told = str(error)
    return f"{told[:1].upper()}{told[1:]}."
