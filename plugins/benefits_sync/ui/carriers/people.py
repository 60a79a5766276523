"""The people of a carrier file, and the files of a person: employee numbers and references, no name."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from benefits_sync.store.audit import AuditEntry
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.ui.access import OpenLedger, SeesPersonalValues
from benefits_sync.ui.carriers import wording
from benefits_sync.ui.carriers.auditing import note, subject_of
from benefits_sync.ui.carriers.events import event_title
from benefits_sync.ui.carriers.guards import SeesCarriers, VisibleFile
from benefits_sync.ui.layout import render
from benefits_sync.ui.queries import Part, page_number

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
    total = sum(ledger.carriers.people.events(file.id).values())
    part = Part(page_number(request.query_params), PAGE_SIZE, total)
    return render(
        request,
        "carrier_people.html",
        access,
        here="carriers",
        file=file,
        people=ledger.carriers.people.of_file(file.id, part.offset, PAGE_SIZE),
        part=part,
        event_title=event_title,
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
    part = Part(page_number(request.query_params), PAGE_SIZE, ledger.carriers.people.count(wanted))
    found = ledger.carriers.people.history(wanted, part.offset, PAGE_SIZE)
    messages = ledger.carriers.messages.page(MessageFilter(person=wanted), limit=PAGE_SIZE)
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
        part=part,
        found=found,
        messages=messages,
        event_title=event_title,
        words=wording,
    )
