"""What people do about a carrier file: send it again, build it anew, set it aside, close it.

Each act needs the right to start runs, a reason that others can read, and a box ticked. Each leaves a line in
the file's history, or a run of the person's own, and one in the audit.
"""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, JsonValue, field_validator

from benefits_sync.errors import FileStateError
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState
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


ActForm = Annotated[Act, Form()]


@router.post("/carriers/files/{file_id}/resend")
async def resend(
    request: Request,
    file: ActableFile,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    sent: ActForm,
) -> Response:
    """Send a file once more, byte for byte, under the same numbers."""
    run_id = run_id_of(RESEND, file.id, sent.token)
    if await run_in_threadpool(is_started, run_id):
        return back_to(request, file, "resent")
    fault = await run_in_threadpool(_run_fault, file, sent)
    if fault is None:
        fault = await run_in_threadpool(_let_go_again, file, access, ledger, sent.reason)
    if fault:
        return await run_in_threadpool(_refused, request, file, access, ledger, fault)
    await start_run(request, DAG_ID, run_id, {"resend": file.id}, LOST)
    return back_to(request, file, "resent")


@router.post("/carriers/files/{file_id}/rebuild")
async def rebuild(
    request: Request,
    file: ActableFile,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    sent: ActForm,
) -> Response:
    """Build a file anew, with new numbers, in the place of this one."""
    run_id = run_id_of(REBUILD, file.id, sent.token)
    if await run_in_threadpool(is_started, run_id):
        return back_to(request, file, "rebuilding")
    fault = await run_in_threadpool(_run_fault, file, sent)
    if fault is None and not Acts.of(file, ()).rebuild:
        fault = f"A file that is {file.state.value.replace('_', ' ')} cannot be built anew."
    if fault:
        return await run_in_threadpool(_refused, request, file, access, ledger, fault)
    await run_in_threadpool(note, ledger, access, subject_of(file.id), "asked to build it anew")
    conf: dict[str, JsonValue] = {
        "carriers": [file.carrier],
        "supersedes": file.id,
        "forced_reason": sent.reason,
    }
    await start_run(request, DAG_ID, run_id, conf, LOST)
    return back_to(request, file, "rebuilding")


@router.post("/carriers/files/{file_id}/quarantine")
def quarantine(
    request: Request,
    file: ActableFile,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    sent: ActForm,
) -> Response:
    """Set a file aside: nothing more of it is sent, and the next file does not build on it."""
    fault = sent.fault or _moved(ledger, access, file, FileState.QUARANTINED, sent.reason)
    return _refused(request, file, access, ledger, fault) if fault else back_to(request, file, "quarantined")


@router.post("/carriers/files/{file_id}/close")
def close(
    request: Request,
    file: ActableFile,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    sent: ActForm,
) -> Response:
    """Close a file that the clock never closes, on the carrier's word."""
    fault = sent.fault
    if fault is None and not Acts.of(file, ()).close:
        fault = "This file is not one that a person closes."
    fault = fault or _moved(ledger, access, file, FileState.CLOSED, sent.reason)
    return _refused(request, file, access, ledger, fault) if fault else back_to(request, file, "closed")


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
        return f"The run {run.run_id} is at work on this file: wait for its end."
    refuse_paused([DAG_ID], LOST, "try again")
    return None


def _let_go_again(file: FileRow, access: Access, ledger: Ledger, reason: str) -> str | None:
    try:
        ledger.carriers.moves.resend(file.id, step_of(access, "asked to send it again", reason))
    except FileStateError as error:
        return _sentence(error)
    note(ledger, access, subject_of(file.id), "asked to send it again")
    return None


def _moved(ledger: Ledger, access: Access, file: FileRow, to: FileState, reason: str) -> str | None:
    try:
        ledger.carriers.moves.move(file.id, to, step_of(access, to.value, reason))
    except FileStateError as error:
        return _sentence(error)
    note(ledger, access, subject_of(file.id), to.value)
    return None


def _refused(request: Request, file: FileRow, access: Access, ledger: Ledger, fault: str) -> Response:
    """Show the file as it is now, and why nothing was done."""
    now = ledger.carriers.files.get(file.id)
    return file_page(request, now, access, ledger, fault, status.HTTP_422_UNPROCESSABLE_CONTENT)


def _sentence(error: FileStateError) -> str:
    told = str(error)
    return f"{told[:1].upper()}{told[1:]}."
