"""Putting a refused record aside for a reason, and taking it up again."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response, status

from benefits_sync.ui.access import OpenLedger, SignedIn
from benefits_sync.ui.assistant.guards import ActableRejection
from benefits_sync.ui.assistant.page import Answer, back_to, note, rejection_page
from benefits_sync.ui.assistant.text import reason_fault
from benefits_sync.ui.csrf import SameSite

router = APIRouter()


@router.post("/assistant/rejections/{rejection_id}/dismiss")
def dismiss(
    request: Request,
    one: ActableRejection,
    access: SignedIn,
    ledger: OpenLedger,
    _: SameSite,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Close a rejection without sending the record; the reason is kept and read by others."""
    text = " ".join(reason.split())
    fault = reason_fault(text)
    if fault:
        return rejection_page(request, one, access, ledger, answer=Answer({}, fault=fault))
    if not ledger.refused.dismiss(one.id, access.name, text, datetime.now(UTC)):
        raise _settled()
    note(ledger, access, one, "dismissed")
    return back_to(request, one, "dismissed")


@router.post("/assistant/rejections/{rejection_id}/reopen")
def reopen(
    request: Request, one: ActableRejection, access: SignedIn, ledger: OpenLedger, _: SameSite
) -> Response:
    """Take a dismissed rejection up again."""
    if not ledger.refused.reopen(one.id):
        raise _settled()
    note(ledger, access, one, "reopened")
    return back_to(request, one, "reopened")


def _settled() -> HTTPException:
    why = "A run or another person has settled this rejection meanwhile; nothing was changed."
    return HTTPException(status.HTTP_409_CONFLICT, why)
