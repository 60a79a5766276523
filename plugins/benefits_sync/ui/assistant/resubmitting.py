"""Sending refused records again: one, some or all of a list, once however often the button is pressed."""

import json
import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from benefits_sync.errors import ParameterError
from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.operators.resubmit import form_again, run_id_of
from benefits_sync.store.audit import AuditEntry
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.rejection_listing import ListedRejection, RejectionFilter
from benefits_sync.store.rejections import RejectionStatus
from benefits_sync.store.resubmissions import Resubmission
from benefits_sync.ui import airflow_runs
from benefits_sync.ui.access import Access, OpenLedger, SignedIn
from benefits_sync.ui.assistant.filters import AssistantFilters
from benefits_sync.ui.assistant.guards import ActsSomewhere, VisibleResubmission, visible_integrations
from benefits_sync.ui.assistant.starting import DAG_ID, refuse_paused, start
from benefits_sync.ui.assistant.wording import integration_title, part_of
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.layout import path_to, render
from benefits_sync.ui.queries import whole_number

SHOWN: Final = 50
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")

router = APIRouter()


@router.post("/assistant/resubmit")
async def resubmit_records(
    request: Request, access: ActsSomewhere, ledger: OpenLedger, _: SameSite
) -> Response:
    """Send the records chosen in the list again, or all that its filter shows."""
    form = await request.form()
    texts = {name: text for name, text in form.items() if isinstance(text, str)}
    chosen = [int(text) for text in form.getlist("rejection") if isinstance(text, str) and text.isdecimal()]
    wanted = await run_in_threadpool(_wanted, access, ledger, texts, chosen)
    return await resubmit(request, access, ledger, wanted, texts.get("token", ""))


async def resubmit(
    request: Request, access: Access, ledger: Ledger, wanted: Sequence[ListedRejection], token: str
) -> Response:
    """Note the resubmissions, start their runs, and lead to the only one or to all of them.

    Raises:
        HTTPException: If nothing can be sent, the person may not, or Airflow does not start the run.
    """
    noted = await run_in_threadpool(_noted, access, ledger, wanted, token)
    for one in noted:
        await start(request, one)
    path = (
        path_to(request, "resubmission", resubmission_id=str(noted[0].id))
        if len(noted) == 1
        else path_to(request, "resubmissions")
    )
    return RedirectResponse(path, status.HTTP_303_SEE_OTHER)


@router.get("/assistant/resubmissions")
def resubmissions(request: Request, access: SignedIn, ledger: OpenLedger) -> Response:
    """List the last resubmissions."""
    seen = visible_integrations(access)
    latest = ledger.resubmissions.latest(seen, SHOWN)
    titles = {name: integration_title(name) for name in seen}
    options = ledger.resubmissions.options_of([one.id for one in latest])
    return render(
        request,
        "resubmissions.html",
        access,
        here="assistant",
        resubmissions=latest,
        titles=titles,
        parts={one.id: part_of(one.integration, options[one.id]) for one in latest},
    )


@router.get("/assistant/resubmissions/{resubmission_id}")
def resubmission(
    request: Request, one: VisibleResubmission, access: SignedIn, ledger: OpenLedger
) -> Response:
    """Show what was sent again, the run that did it, and what is still refused."""
    parts = RejectionFilter(access.visible(DAG_IDS.values()), resubmission=one.id, status=None)
    run = None
    if one.dag_id and one.airflow_run_id:
        found = ledger.listing.of_airflow_runs([(one.dag_id, one.airflow_run_id)])
        run = found[0] if found else None
    carrier = (DAG_ID, run_id_of(one.id))
    return render(
        request,
        "resubmission.html",
        access,
        here="assistant",
        one=one,
        title=integration_title(one.integration),
        part=part_of(one.integration, ledger.resubmissions.options_of([one.id])[one.id]),
        run=run,
        carrier=carrier,
        state=airflow_runs.states([carrier]).get(carrier),
        records=ledger.refused.page(parts, 0, SHOWN),
        total=ledger.refused.count(parts),
    )


def _wanted(
    access: Access, ledger: Ledger, texts: dict[str, str], chosen: Collection[int]
) -> list[ListedRejection]:
    """Return the rejections that a form names: those ticked, or all of its filter as far as it was shown."""
    dag_ids = access.visible(DAG_IDS.values())
    if texts.get("scope") != "all":
        return ledger.refused.every(RejectionFilter(dag_ids, ids=chosen)) if chosen else []
    filters = AssistantFilters.of(texts)
    return ledger.refused.every(filters.wanted(dag_ids, whole_number(texts.get("up_to", ""))))


def _noted(
    access: Access, ledger: Ledger, wanted: Sequence[ListedRejection], token: str
) -> list[Resubmission]:
    """Note one resubmission for each integration, and for each form that its runs had.

    A second click finds those of the first.
    """
    if not _TOKEN.fullmatch(token):
        raise _refused("The form is not complete: reload the page and try again.")
    noted = [one for one in ledger.resubmissions.of_form(f"{token}.") if one.requested_by == access.name]
    if noted:
        return noted
    readable = [one for one in wanted if one.source_id and one.status is RejectionStatus.OPEN]
    if not readable:
        raise _refused("Nothing was chosen that can be sent again: tick a record that is still open.")
    for dag_id in {one.dag_id for one in readable}:
        if not access.may_act(dag_id):
            raise HTTPException(status.HTTP_403_FORBIDDEN, f"You may not start runs of {dag_id}.")
    runs = _by_form(readable)
    for integration, _ in runs:
        refuse_paused(integration)
    return [_note(access, ledger, name, ids, f"{token}.{name}.{form}") for (name, form), ids in runs.items()]


def _by_form(readable: Sequence[ListedRejection]) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of rejections that one run can send again, by integration and its form.

    Raises:
        HTTPException: If a record can be asked for no more.
    """
    forms: dict[tuple[str, str], list[int]] = {}
    told: dict[str, str] = {}
    for one in readable:
        options = json.dumps([one.integration, one.options], sort_keys=True)
        if options not in told:
            told[options] = _form(one)
        forms.setdefault((one.integration, told[options]), []).append(one.id)
    return forms


def _form(one: ListedRejection) -> str:
    try:
        [values] = form_again(declaration_of(one.integration), [one.options], datetime.now(UTC))
    except ParameterError as error:
        raise _refused(f"{one.label} cannot be sent again: {error}. Nothing was sent again.") from error
    return json.dumps(values, sort_keys=True)


def _note(access: Access, ledger: Ledger, integration: str, ids: Sequence[int], token: str) -> Resubmission:
    now = datetime.now(UTC)
    noted = ledger.resubmissions.request(integration, ids, token, access.name, now)
    subject = f"resubmission {noted.id} of {len(ids)} rejections"
    ledger.audit.record(AuditEntry(now, access.name, "resubmitted", subject))
    return noted


def _refused(why: str) -> HTTPException:
    return HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, why)
