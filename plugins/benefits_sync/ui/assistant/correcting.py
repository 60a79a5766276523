"""Putting another value in place of the source's, checked while it is typed and again when it is kept."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Body, Form, HTTPException, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from benefits_sync.mapping.trial import BrokenRule
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.rejection_listing import ListedRejection
from benefits_sync.store.rejections import RejectionStatus
from benefits_sync.ui.access import Access, OpenLedger, SignedIn
from benefits_sync.ui.assistant.fields import LONGEST_VALUE, changed_values, stale_fields
from benefits_sync.ui.assistant.guards import ActableRejection
from benefits_sync.ui.assistant.lists import fresh_lists
from benefits_sync.ui.assistant.page import Answer, back_to, note, rejection_page
from benefits_sync.ui.assistant.record import RefusedRecord, open_record, place_of
from benefits_sync.ui.assistant.resubmitting import resubmit
from benefits_sync.ui.csrf import SameSite

CORRECTED: Final = "corrected"
NO_CHANGE: Final = "Nothing was typed that differs from what is there."
MOST_FIELDS: Final = 40

router = APIRouter()


@router.post("/assistant/rejections/{rejection_id}/check")
def check(
    one: ActableRejection,
    ledger: OpenLedger,
    _: SameSite,
    sent: Annotated[dict[str, str], Body(max_length=4 * MOST_FIELDS)],
) -> Response:
    """Tell what the rules say about values while they are typed; they come in the body and are not kept."""
    record = open_record(ledger, one)
    broken, exclusion = record.faults(changed_values(record, sent))
    told = [{"field": fault.field, "message": fault.message} for fault in broken]
    return JSONResponse({"broken": told, "left_out": exclusion})


@router.post("/assistant/rejections/{rejection_id}/correct")
async def correct(
    request: Request, one: ActableRejection, access: SignedIn, ledger: OpenLedger, _: SameSite
) -> Response:
    """Keep a correction; with ``resubmit`` in the form, send the record again at once."""
    sent = {name: text for name, text in (await request.form()).items() if isinstance(text, str)}
    refusal = await run_in_threadpool(_keep, request, one, access, ledger, sent)
    if refusal is not None:
        return refusal
    if "resubmit" in sent:
        return await resubmit(request, access, ledger, [one], sent.get("token", ""))
    return back_to(request, one, CORRECTED)


@router.post("/assistant/rejections/{rejection_id}/withdraw")
def withdraw(
    request: Request,
    one: ActableRejection,
    access: SignedIn,
    ledger: OpenLedger,
    _: SameSite,
    correction: Annotated[int, Form()] = 0,
) -> Response:
    """Let the source's value hold again."""
    found = ledger.corrections.get(correction)
    ours = found is not None and found.record == place_of(one)
    if found is None or not ours or not ledger.corrections.withdraw(found.id, access.name, datetime.now(UTC)):
        why = "This correction is not in force any more; nothing was changed."
        raise HTTPException(status.HTTP_409_CONFLICT, why)
    note(ledger, access, one, "withdrew a correction", found.name)
    return back_to(request, one, "withdrawn")


def _keep(
    request: Request, one: ListedRejection, access: Access, ledger: Ledger, sent: Mapping[str, str]
) -> Response | None:
    """Keep a correction, or return the page that says why not."""
    record = open_record(ledger, one)
    values = changed_values(record, sent)
    answer = _answer(record, one, sent, values)
    if answer is None and not _made(ledger, access, record, values, sent):
        answer = _changed(values, list(values))
    if answer is not None:
        reveal = access.may_see_personal_values and any(f"shown.{name}" in sent for name in record.names)
        current = ledger.refused.get(one.id) or one
        return rejection_page(request, current, access, ledger, reveal=reveal, answer=answer)
    for name in values:
        note(ledger, access, one, CORRECTED, name)
    return None


def _answer(
    record: RefusedRecord, one: ListedRejection, sent: Mapping[str, str], values: Mapping[str, str | None]
) -> Answer | None:
    """Return what is wrong with a form, or None."""
    if one.status is not RejectionStatus.OPEN:
        return _changed(values, list(values))
    stale = stale_fields(record, sent, list(values) or record.names)
    if stale:
        return _changed(values, stale)
    if not values:
        return Answer({}, fault=NO_CHANGE)
    if any(len(value or "") >= LONGEST_VALUE for value in values.values()):
        return Answer(values, fault=f"A value may have up to {LONGEST_VALUE} characters.")
    broken = _broken(record, values)
    return Answer(values, broken) if broken else None


def _broken(record: RefusedRecord, values: Mapping[str, str | None]) -> list[BrokenRule]:
    """Return the rules that values break; before a list refuses one, the target is asked for it again."""
    broken, _ = record.faults(values)
    return record.faults(values, fresh_lists(record))[0] if broken else broken


def _made(
    ledger: Ledger,
    access: Access,
    record: RefusedRecord,
    values: Mapping[str, str | None],
    sent: Mapping[str, str],
) -> bool:
    known = [int(sent[f"seen.{name}"].partition(".")[2]) for name in values]
    return ledger.corrections.make(
        record.place,
        record.rejection.record_key,
        [(name, value, record.digests[name]) for name, value in values.items()],
        [number for number in known if number],
        (access.name, datetime.now(UTC)),
    )


def _changed(values: Mapping[str, str | None], names: list[str]) -> Answer:
    return Answer(values, stale=names, status_code=status.HTTP_409_CONFLICT)
