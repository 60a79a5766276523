"""Values that a mapping lacks: added once, for everybody who has them, and listed for an engineer."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request, Response, status
from fastapi.responses import RedirectResponse

from benefits_sync.domain.deductions.row_rules import CODE_UNMAPPED
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.models.deductions import PAYROLL_FIELDS
from benefits_sync.store.audit import AuditEntry
from benefits_sync.ui.access import OpenLedger, SignedIn
from benefits_sync.ui.assistant.guards import (
    ActableAddition,
    ActableRejection,
    visible_integrations,
)
from benefits_sync.ui.assistant.lists import fresh_lists
from benefits_sync.ui.assistant.record import RefusedRecord, open_record
from benefits_sync.ui.assistant.text import looks_personal
from benefits_sync.ui.assistant.wording import integration_title
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.layout import path_to, render

UNLISTED: Final = "unlisted"
"""The mapping's rule for a value that a lookup has no line for."""

LONGEST: Final = 100
_CODES: Final = tuple(name for name in PAYROLL_FIELDS if re.search(r"_code(_\d)?$", name))

router = APIRouter()


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A value that a lookup has no line for; ``source_value`` is left out where it is personal."""

    lookup: str
    source_value: str | None = field(repr=False)
    known: tuple[str, ...]


def missing_value(record: RefusedRecord) -> MissingValue | None:
    """Return what the mapping lacks, where a rejection is about that."""
    one, mapping = record.rejection, record.mapping
    lookup = mapping.lookup_of_issue(one.field or "")
    if one.rule not in {UNLISTED, CODE_UNMAPPED.name} or lookup is None or not record.source:
        return None
    sources = mapping.sources_of_issue(one.field or "")
    personal = any(record.is_personal(name) for name in sources)
    current = {**record.source, **{name: record.value(name) for name in record.names}}
    value = mapping.looked_up(one.field or "", current)
    return MissingValue(lookup, None if personal else value, _known(record, lookup))


def _known(record: RefusedRecord, lookup: str) -> tuple[str, ...]:
    """Return target values to choose from: the target's list, else what the table or the row has."""
    members = record.mapping.members_of_lookup(lookup)
    listed = [sorted(record.lists[name]) for name in members if name in record.lists]
    codes = [*map(record.source.get, _CODES), *record.mapping.lookups[lookup].values()]
    return tuple(dict.fromkeys(listed[0] if listed else filter(None, codes)))


@router.post("/assistant/rejections/{rejection_id}/add")
def add_value(
    request: Request,
    one: ActableRejection,
    access: SignedIn,
    ledger: OpenLedger,
    _: SameSite,
    source_value: Annotated[str, Form(max_length=LONGEST)] = "",
    target_value: Annotated[str, Form(max_length=LONGEST)] = "",
    nothing: Annotated[str, Form()] = "",
) -> Response:
    """Add a line to the lookup that lacks the record's value; it holds for everybody."""
    record = open_record(ledger, one)
    missing = missing_value(record)
    if missing is None:
        raise _refused("Nothing is missing in the mapping here.")
    source, target = (missing.source_value or source_value).strip(), target_value.strip()
    line = (source, None if nothing else target)
    fault = _fault(record, missing, line)
    if fault:
        raise _refused(fault)
    number = ledger.additions.add(one.integration, missing.lookup, line, access.name, datetime.now(UTC))
    ledger.audit.record(
        AuditEntry(
            at=datetime.now(UTC),
            user=access.name,
            action="added a value",
            subject=f"rejection {one.id}: addition {number}",
            reference_id=one.reference_id,
            record_key=one.record_key,
            field=missing.lookup,
        )
    )
    back = path_to(request, "rejection", rejection_id=str(one.id))
    return RedirectResponse(f"{back}?done=added", status.HTTP_303_SEE_OTHER)


def _fault(record: RefusedRecord, missing: MissingValue, line: tuple[str, str | None]) -> str | None:
    """Return what is wrong with a line, or None."""
    source, target = line
    if not source:
        return "Say which value of the source is meant."
    if target == "":
        return "Give the value for the target, or say that nothing is to be sent."
    if looks_personal(source) or looks_personal(target or ""):
        return "This looks like an SSN or a date of birth: the lines of a mapping are for everyone to read."
    problem = record.mapping.addition_problem(missing.lookup, target)
    if problem or target is None:
        return problem
    members = record.mapping.members_of_lookup(missing.lookup)
    for lists in (record.lists, fresh_lists(record)):
        if all(target in lists.get(name, {target}) for name in members):
            return None
    return f"The target does not list {target}: add it there first, or choose one that it lists."


@router.get("/assistant/additions")
def additions(request: Request, access: SignedIn, ledger: OpenLedger) -> Response:
    """List the added values, so that an engineer can move them into the mapping files."""
    seen = visible_integrations(access)
    listed = [one for one in ledger.additions.list() if one.integration in seen]
    return render(
        request,
        "additions.html",
        access,
        here="assistant",
        groups=[(integration_title(name), [a for a in listed if a.integration == name]) for name in seen],
        total=len(listed),
        acts_on={name for name in seen if access.may_act(DAG_IDS[name])},
    )


@router.post("/assistant/additions/{addition_id}/withdraw")
def withdraw_addition(
    request: Request, one: ActableAddition, access: SignedIn, ledger: OpenLedger, _: SameSite
) -> Response:
    """Take an added value back, for it stands in the mapping file now or was wrong."""
    now = datetime.now(UTC)
    if ledger.additions.withdraw(one.id, access.name, now):
        subject = f"addition {one.id}"
        ledger.audit.record(AuditEntry(now, access.name, "withdrew a value", subject, field=one.lookup))
    return RedirectResponse(path_to(request, "additions"), status.HTTP_303_SEE_OTHER)


def _refused(why: str) -> HTTPException:
    return HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, why)
