"""Control numbers that were taken and carried by no file: somebody says why."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response, status
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from benefits_sync.errors import ParameterError
from benefits_sync.models.carriers import LAST_CONTROL_NUMBER, Pair, Usage
from benefits_sync.ui.access import OpenLedger
from benefits_sync.ui.carriers import wording
from benefits_sync.ui.carriers.auditing import note, plain, require_reason
from benefits_sync.ui.carriers.guards import DAG_ID, ActsOnCarriers, SeesCarriers
from benefits_sync.ui.carriers.overview import ON_ITS_WAY
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.layout import path_to, render

router = APIRouter()


class Explanation(BaseModel):
    """The form that says why no file carries a number."""

    sender: str = Field(max_length=20)
    receiver: str = Field(max_length=20)
    usage: Usage
    interchange: int = Field(ge=1, le=LAST_CONTROL_NUMBER)
    reason: str = Field(default="", max_length=2000)


@router.get("/carriers/numbers")
def carrier_numbers(request: Request, access: SeesCarriers, ledger: OpenLedger) -> Response:
    """List the numbers that have neither a file nor a reason."""
    return render(
        request,
        "carrier_numbers.html",
        access,
        here="carriers",
        numbers=ledger.carriers.numbers.unexplained(datetime.now(UTC) - ON_ITS_WAY),
        may_act=access.may_act(DAG_ID),
        words=wording,
    )


@router.post("/carriers/numbers/explain")
def explain_number(
    request: Request,
    access: ActsOnCarriers,
    ledger: OpenLedger,
    _: SameSite,
    sent: Annotated[Explanation, Form()],
) -> Response:
    """Keep why no file carries a number, for when the carrier asks."""
    reason = plain(sent.reason)
    require_reason(reason)
    try:
        ledger.carriers.numbers.skip(Pair(sent.sender, sent.receiver, sent.usage), sent.interchange, reason)
    except ParameterError as error:
        why = f"Nothing was changed: {error}."
        raise HTTPException(status.HTTP_409_CONFLICT, why) from error
    subject = f"interchange {sent.interchange} to {sent.receiver.strip()}"
    note(ledger, access, subject, "explained a control number")
    return RedirectResponse(path_to(request, "carrier_numbers"), status.HTTP_303_SEE_OTHER)
