"""The people of a carrier file, and the files of a person: employee numbers and references, no name."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from benefits_sync.store.audit import AuditEntry
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.ui.access import OpenLedger, SeesPersonalValues
from benefits_sync.ui.carriers import wording
from benefits_sync.ui.carriers.auditing import note, subject_of
from benefits_sync.ui.carriers.filters import page_number
from benefits_sync.ui.carriers.guards import SeesCarriers, VisibleFile
from benefits_sync.ui.layout import render

PAGE_SIZE: Final = 100
LOOKED_AT: Final = "looked at"
PERSON: Final = "carrier files of a person"
"""How the audit calls what was looked at in the history of a person."""

router = APIRouter()


@router.get("/carriers/files/{file_id}/people")
def file_people(
    request: Request, file: VisibleFile, access: SeesPersonalValues, ledger: OpenLedger
) -> Response:
    """Show who is in a file and what it tells of them, and note who looked."""
    note(ledger, access, subject_of(file.id), LOOKED_AT, "people")
    page = page_number(request.query_params)
    total = sum(ledger.carriers.people.events(file.id).values())
    return render(
        request,
        "carrier_people.html",
        access,
        here="carriers",
        file=file,
        people=ledger.carriers.people.of_file(file.id, (page - 1) * PAGE_SIZE, PAGE_SIZE),
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
        first=(page - 1) * PAGE_SIZE + 1,
        total=total,
        words=wording,
    )


@router.get("/carriers/people")
def person_history(
    request: Request,
    _: SeesCarriers,
    access: SeesPersonalValues,
    ledger: OpenLedger,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Show every file that tells of a person, newest first, and note whose files were looked at."""
    wanted = q.strip()
    found = ledger.carriers.people.history(wanted) if wanted else []
    messages = ledger.carriers.messages.page(MessageFilter(person=wanted)) if wanted else []
    known = {one.person.subscriber_code for one in found} | {one.subscriber_code for one in messages}
    for code in sorted(filter(None, known)):
        now = datetime.now(UTC)
        ledger.audit.record(AuditEntry(now, access.name, LOOKED_AT, PERSON, record_key=code))
    return render(
        request,
        "carrier_history.html",
        access,
        here="carriers",
        wanted=wanted,
        found=found,
        messages=messages,
        words=wording,
    )
