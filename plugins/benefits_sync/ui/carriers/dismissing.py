"""Putting messages of a carrier file aside for a reason."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, status

from benefits_sync.models.carrier_files import MessageState
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.ui.access import OpenLedger
from benefits_sync.ui.assistant.text import reason_fault
from benefits_sync.ui.carriers.auditing import back_to, note, plain, subject_of
from benefits_sync.ui.carriers.guards import ActableFile, SeesCarriers
from benefits_sync.ui.carriers.page import file_page
from benefits_sync.ui.csrf import SameSite

router = APIRouter()


@router.post("/carriers/files/{file_id}/messages/dismiss")
def dismiss_messages(
    request: Request,
    file: ActableFile,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    message: Annotated[list[int] | None, Form()] = None,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Put the messages that were ticked aside; those of another file, or settled already, are left alone."""
    text = plain(reason)
    fault = reason_fault(text, "message") if message else "Nothing was ticked: choose what to dismiss."
    if fault is None:
        mine = MessageFilter(file=file.id, state=MessageState.OPEN)
        still_open = {row.id for row in ledger.carriers.messages.page(mine)} & set(message or ())
        closed = ledger.carriers.messages.dismiss(sorted(still_open), access.name, text, datetime.now(UTC))
        fault = None if closed else "A later file or another person has settled these; nothing was changed."
    if fault:
        return file_page(request, file, access, ledger, fault, status.HTTP_422_UNPROCESSABLE_CONTENT)
    note(ledger, access, subject_of(file.id), "dismissed messages", f"{closed} of {len(message or ())}")
    return back_to(request, file, "dismissed")
