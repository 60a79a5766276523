"""Notes in the audit what people do about carrier files, and leads back to where they did it."""

from datetime import UTC, datetime

from fastapi import HTTPException, Request, status
from fastapi.responses import RedirectResponse

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.store.audit import AuditEntry
from benefits_sync.store.carriers.moves import Step
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.access import Access
from benefits_sync.ui.assistant.text import reason_fault
from benefits_sync.ui.layout import path_to


def subject_of(file: int) -> str:
    """Return how the audit calls a carrier file."""
    return f"carrier file {file}"


def note(ledger: Ledger, access: Access, subject: str, action: str, what: str | None = None) -> None:
    """Write into the audit what a person did to a file or to an answer, without any value."""
    ledger.audit.record(AuditEntry(datetime.now(UTC), access.name, action, subject, field=what))


def step_of(access: Access, what: str, reason: str) -> Step:
    """Return the line that an act leaves in the history of a file."""
    return Step(access.name, what, datetime.now(UTC), {"reason": reason})


def plain(reason: str) -> str:
    """Return a reason as it is kept: in one line, blanks brought together."""
    return " ".join(reason.split())


def require_reason(reason: str, what: str = "file") -> None:
    """Refuse a form whose reason is missing, too long or personal.

    Raises:
        HTTPException: If it is.
    """
    fault = reason_fault(reason, what)
    if fault:
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, fault)


def back_to(request: Request, file: FileRow, done: str) -> RedirectResponse:
    """Return to the page of a file, which says what was done: one of the words of `DONE`."""
    path = path_to(request, "carrier_file", file_id=str(file.id))
    return RedirectResponse(f"{path}?done={done}", status.HTTP_303_SEE_OTHER)
