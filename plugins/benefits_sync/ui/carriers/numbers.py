"""Control numbers: how far they are, and those that no file carries, of which somebody says why."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request, Response, status
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.errors import ParameterError
from benefits_sync.models.carriers import LAST_CONTROL_NUMBER, Pair, Usage
from benefits_sync.operators.carriers.profiles import carrier_profile, carrier_profiles
from benefits_sync.ui.access import OpenLedger
from benefits_sync.ui.carriers import wording
from benefits_sync.ui.carriers.auditing import note, plain, require_reason
from benefits_sync.ui.carriers.guards import DAG_ID, ActsOnCarriers, SeesCarriers
from benefits_sync.ui.carriers.overview import ON_ITS_WAY
from benefits_sync.ui.carriers.strays import unchanged
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.layout import path_to, render
from benefits_sync.x12.codes import envelope

CONTINUED: Final = "The next file goes on after these numbers."

router = APIRouter()


class Explanation(BaseModel):
    """The form that says why no file carries a number."""

    sender: str = Field(max_length=20)
    receiver: str = Field(max_length=20)
    usage: Usage
    interchange: int = Field(ge=1, le=LAST_CONTROL_NUMBER)
    reason: str = Field(default="", max_length=2000)


class Continuation(BaseModel):
    """The form that names the last numbers of whoever sent a carrier's files before us."""

    carrier: str = Field(max_length=100)
    usage: Usage
    interchange: int = Field(ge=1, lt=LAST_CONTROL_NUMBER)
    group: int = Field(ge=1, lt=LAST_CONTROL_NUMBER)


@router.get("/carriers/numbers")
def carrier_numbers(request: Request, access: SeesCarriers, ledger: OpenLedger) -> Response:
    """Show how far the numbers are, and list those that have neither a file nor a reason."""
    return render(
        request,
        "carrier_numbers.html",
        access,
        here="carriers",
        numbers=ledger.carriers.numbers.unexplained(datetime.now(UTC) - ON_ITS_WAY),
        reached=ledger.carriers.numbers.reached(),
        carriers=sorted(carrier_profiles()),
        done=CONTINUED if "continued" in request.query_params else None,
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
    with _unchanged_if_refused():
        ledger.carriers.numbers.skip(Pair(sent.sender, sent.receiver, sent.usage), sent.interchange, reason)
    subject = f"interchange {sent.interchange} to {sent.receiver.strip()}"
    note(ledger, access, subject, "explained a control number")
    return RedirectResponse(path_to(request, "carrier_numbers"), status.HTTP_303_SEE_OTHER)


@router.post("/carriers/numbers/continue")
def continue_numbers(
    request: Request,
    access: ActsOnCarriers,
    ledger: OpenLedger,
    _: SameSite,
    sent: Annotated[Continuation, Form()],
) -> Response:
    """Go on after the numbers of another system: the carrier would take them for duplicates."""
    if sent.carrier not in carrier_profiles():
        why = f"There is no profile of {sent.carrier}; nothing was changed."
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, why)
    wanted = file_settings(carrier_profile(sent.carrier), envelope.Usage(sent.usage)).envelope
    pair = Pair(wanted.sender_id, wanted.receiver_id, sent.usage)
    with _unchanged_if_refused():
        ledger.carriers.numbers.start_after(pair, sent.interchange, sent.group)
    told = f"interchange {sent.interchange}, group {sent.group}"
    note(ledger, access, f"control numbers of {sent.carrier}", "went on after another system's", told)
    return RedirectResponse(f"{path_to(request, 'carrier_numbers')}?continued=1", status.HTTP_303_SEE_OTHER)


@contextmanager
def _unchanged_if_refused() -> Iterator[None]:
    try:
        yield
    except ParameterError as error:
        raise unchanged(error) from error
