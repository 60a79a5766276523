"""The transaction assistant's first page: what was refused, grouped by cause, and the records of a cause."""

import secrets

from fastapi import APIRouter, Request, Response

from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.rejection_listing import ListedRejection
from benefits_sync.store.rejections import RejectionStatus
from benefits_sync.ui.access import OpenLedger, SignedIn
from benefits_sync.ui.assistant.filters import PAGE_SIZE, AssistantFilters
from benefits_sync.ui.assistant.guards import visible_integrations
from benefits_sync.ui.assistant.record import place_of
from benefits_sync.ui.assistant.wording import integration_title
from benefits_sync.ui.layout import render
from benefits_sync.ui.queries import Part

router = APIRouter()


@router.get("/assistant")
def assistant(request: Request, access: SignedIn, ledger: OpenLedger) -> Response:
    """Show causes, and with a filter the records themselves."""
    filters = AssistantFilters.of(request.query_params)
    wanted = filters.wanted(access.visible(DAG_IDS.values()))
    causes = ledger.refused.causes(wanted)
    total = sum(cause.count for cause in causes)
    part = Part(filters.page, PAGE_SIZE, total)
    rows = ledger.refused.page(wanted, part.offset, PAGE_SIZE) if filters.narrowed else []
    return render(
        request,
        "assistant.html",
        access,
        here="assistant",
        filters=filters,
        causes=causes,
        total=total,
        rows=rows,
        corrected=_corrected(ledger, rows),
        up_to=ledger.refused.newest(wanted),
        part=part,
        titles={name: integration_title(name) for name in {*visible_integrations(access)}},
        integrations=[(integration_title(name), name) for name in visible_integrations(access)],
        statuses=list(RejectionStatus),
        may_act=all(access.may_act(DAG_IDS[cause.integration]) for cause in causes),
        form_token=secrets.token_urlsafe(24),
    )


def _corrected(ledger: Ledger, rows: list[ListedRejection]) -> set[int]:
    """Return which of the rejections have a correction that waits to be sent."""
    people: dict[str, set[str]] = {}
    for one in rows:
        people.setdefault(one.integration, set()).add(one.source_id or "")
    places = {
        correction.record
        for integration, source_ids in people.items()
        for correction in ledger.corrections.of_people(integration, sorted(source_ids))
    }
    return {one.id for one in rows if place_of(one) in places}
