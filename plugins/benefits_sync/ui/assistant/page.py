"""The page of one refused record: what is wrong, what can be done about it, and what happened to it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response, status
from fastapi.responses import RedirectResponse

from benefits_sync.domain.deductions.rules import BENEFIT_HELD_BACK
from benefits_sync.errors import BenefitsSyncError
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.mapping.trial import BrokenRule
from benefits_sync.store.audit import AuditEntry
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.rejection_listing import ListedRejection
from benefits_sync.store.rejections import RejectionStatus
from benefits_sync.ui.access import Access, OpenLedger, SeesPersonalValues, SignedIn
from benefits_sync.ui.assistant.adding import MissingValue, missing_value
from benefits_sync.ui.assistant.elsewhere import ELSEWHERE
from benefits_sync.ui.assistant.fields import FieldView, field_views
from benefits_sync.ui.assistant.guards import VisibleRejection
from benefits_sync.ui.assistant.record import RefusedRecord, open_record
from benefits_sync.ui.assistant.wording import integration_title
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.layout import path_to, render

LOOKED_AT: Final = "looked at"

DONE: Final = {
    "corrected": "The correction is kept. Resubmit the record to send it now; the next run uses it too.",
    "withdrawn": "The correction is withdrawn: the source's value holds again.",
    "added": "The value is added for everyone. Resubmit what was refused for it.",
    "dismissed": "The rejection is dismissed.",
    "reopened": "The rejection is open again.",
}
"""What is said after a change; an address names one of these words only."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a record's history."""

    at: datetime
    what: str
    detail: str
    user: str | None = None
    reference_id: str | None = None
    run_name: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form that was not accepted comes back with."""

    typed: Mapping[str, str | None]
    broken: Sequence[BrokenRule] = ()
    stale: Sequence[str] = ()
    fault: str | None = None
    status_code: int = 422


@router.get("/assistant/rejections/{rejection_id}")
def rejection(request: Request, one: VisibleRejection, access: SignedIn, ledger: OpenLedger) -> Response:
    """Show a refused record; personal values are masked."""
    return rejection_page(request, one, access, ledger)


@router.post("/assistant/rejections/{rejection_id}/look")
def look(
    request: Request, one: VisibleRejection, access: SeesPersonalValues, ledger: OpenLedger, _: SameSite
) -> Response:
    """Show a refused record with its personal values, and note who looked at which."""
    return rejection_page(request, one, access, ledger, reveal=True)


def rejection_page(
    request: Request,
    one: ListedRejection,
    access: Access,
    ledger: Ledger,
    *,
    reveal: bool = False,
    answer: Answer | None = None,
) -> Response:
    """Return the page of a refused record, with what came of a form where there is an answer to one."""
    record, trouble = _record(ledger, one)
    typed: Mapping[str, str | None] = answer.typed if answer else {}
    views = [] if record is None else field_views(record, reveal=reveal, typed=typed)
    if reveal:
        _note_looks(ledger, access, one, views)
    return render(
        request,
        "rejection.html",
        access,
        status_code=answer.status_code if answer else 200,
        here="assistant",
        one=one,
        title=integration_title(one.integration),
        is_open=one.status is RejectionStatus.OPEN,
        may_act=access.may_act(one.dag_id),
        may_look=access.may_see_personal_values,
        revealed=reveal,
        views=views,
        hidden=any(not view.open for view in views),
        trouble=trouble,
        elsewhere=ELSEWHERE.get(one.rule),
        missing=_missing(record),
        others=_others(ledger, one),
        resubmissions=ledger.resubmissions.of_rejection(one.id),
        history=history(ledger, access, one),
        answer=answer,
        done=DONE.get(request.query_params.get("done", "")),
        form_token=secrets.token_urlsafe(24),
    )


def history(ledger: Ledger, access: Access, one: ListedRejection) -> list[Happening]:
    """Return what happened to a record and what people did about it, as far as the reader may see."""
    visible = access.visible(DAG_IDS.values())
    events = ledger.explain(one.record_key) if one.record_key else []
    told = [
        Happening(event.at, event.kind.value, event.detail, None, event.reference_id, event.run_name)
        for event in events
        if DAG_IDS.get(event.integration) in visible
    ]
    entries = {*ledger.audit.of_subject(subject_of(one))}
    entries |= {entry for entry in _of_record(ledger, one) if entry.subject.startswith("rejection ")}
    told += [
        Happening(entry.at, entry.action, entry.field or "", entry.user, entry.reference_id)
        for entry in entries
    ]
    return sorted(told, key=lambda happening: happening.at, reverse=True)


def back_to(request: Request, one: ListedRejection, done: str) -> RedirectResponse:
    """Return to the page of a refused record, which says what was done: one of the words of `DONE`."""
    path = path_to(request, "rejection", rejection_id=str(one.id))
    return RedirectResponse(f"{path}?done={done}", status.HTTP_303_SEE_OTHER)


def subject_of(one: ListedRejection) -> str:
    """Return how the audit calls a rejection."""
    return f"rejection {one.id}"


def note(ledger: Ledger, access: Access, one: ListedRejection, action: str, name: str | None = None) -> None:
    """Write into the audit what a person did about a refused record, without any value."""
    ledger.audit.record(
        AuditEntry(
            at=datetime.now(UTC),
            user=access.name,
            action=action,
            subject=subject_of(one),
            reference_id=one.reference_id,
            record_key=one.record_key,
            field=name,
        )
    )


def _record(ledger: Ledger, one: ListedRejection) -> tuple[RefusedRecord | None, str | None]:
    """Open the record, or say why it cannot be corrected here; the rest of the page is shown all the same."""
    try:
        return open_record(ledger, one), None
    except BenefitsSyncError as error:
        return None, str(error)


def _missing(record: RefusedRecord | None) -> MissingValue | None:
    return None if record is None else missing_value(record)


def _others(ledger: Ledger, one: ListedRejection) -> list[ListedRejection]:
    """Return what else is refused of the record, first of all the rows that hold its benefit back."""
    record = [other for other in ledger.refused.of_same_record(one) if other.id != one.id]
    if one.rule != BENEFIT_HELD_BACK.name:
        return record
    person = ledger.refused.of_same_person(one)
    behind = [other for other in person if other.rule != one.rule and _benefit(other) == _benefit(one)]
    return [*(other for other in behind if other.source_row != one.source_row), *record]


def _benefit(one: ListedRejection) -> str:
    """Return the benefit of a payroll row, with which the row's natural key begins."""
    return (one.source_row or "").rsplit("|", 3)[0]


def _note_looks(ledger: Ledger, access: Access, one: ListedRejection, views: Sequence[FieldView]) -> None:
    for view in views:
        if view.personal:
            note(ledger, access, one, LOOKED_AT, view.name)


def _of_record(ledger: Ledger, one: ListedRejection) -> list[AuditEntry]:
    return ledger.audit.of_record(one.record_key) if one.record_key else []
