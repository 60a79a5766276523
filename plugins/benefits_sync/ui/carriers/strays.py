"""Answers that match nothing we sent: listed until a person assigns them or sets them aside."""

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request, Response, status
from fastapi.responses import RedirectResponse

from benefits_sync.domain.carriers.states import LEFT, SET_ASIDE
from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_files import AnswerRow, FileRow
from benefits_sync.store.carriers.listing import FileFilter
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.carriers.moves import Step
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.access import Access, OpenLedger
from benefits_sync.ui.carriers import wording
from benefits_sync.ui.carriers.auditing import note, plain, require_reason, step_of
from benefits_sync.ui.carriers.guards import DAG_ID, ActableAnswer, SeesCarriers
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.layout import path_to, render
from benefits_sync.ui.queries import Part, page_number

PAGE_SIZE: Final = 25
MOST_FILES: Final = 100
"""So many of a carrier's newest files can be chosen."""

ASIDE: Final = "aside"
"""The value of ``show`` that asks for what was set aside."""

SENT: Final = LEFT | SET_ASIDE
"""States of files that a carrier may answer to."""

DONE: Final = {
    "set_aside": "The answer is set aside.",
    "taken_back": "The answer waits for a person again.",
}
"""What is said after a change; an address names one of these words only."""

Reason = Annotated[str, Form(max_length=2000)]

router = APIRouter()


@router.get("/carriers/answers")
def carrier_answers(request: Request, access: SeesCarriers, ledger: OpenLedger) -> Response:
    """List the answers that belong to no file: those that wait for a person, or those set aside."""
    strays, aside = ledger.carriers.strays, request.query_params.get("show") == ASIDE
    waiting, set_aside = strays.count(), strays.count(aside=True)
    part = Part(page_number(request.query_params), PAGE_SIZE, set_aside if aside else waiting)
    found = strays.page(aside=aside, offset=part.offset, limit=PAGE_SIZE)
    return render(
        request,
        "carrier_answers.html",
        access,
        here="carriers",
        answers=found,
        aside=aside,
        waiting=waiting,
        set_aside=set_aside,
        part=part,
        history=strays.history([answer.id for answer in found]),
        files={carrier: _sent_to(ledger, carrier) for carrier in {answer.carrier for answer in found}},
        messages={answer.id: _messages_in(ledger, answer) for answer in found},
        may_act=access.may_act(DAG_ID),
        may_look=access.may_see_personal_values,
        words=wording,
        done=DONE.get(request.query_params.get("done", "")),
    )


@router.post("/carriers/answers/{answer_id}/set-aside")
def set_answer_aside(
    request: Request,
    answer: ActableAnswer,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    reason: Reason = "",
) -> Response:
    """Take an answer that is nobody's off the list: a carrier's test, or another company's."""
    _settle(ledger, access, answer, _step(access, "set aside", reason), ledger.carriers.strays.set_aside)
    return _back(request, "set_aside")


@router.post("/carriers/answers/{answer_id}/take-back")
def take_answer_back(
    request: Request,
    answer: ActableAnswer,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    reason: Reason = "",
) -> Response:
    """Put an answer that was set aside back among those that wait for a person."""
    _settle(ledger, access, answer, _step(access, "taken back", reason), ledger.carriers.strays.take_back)
    return _back(request, "taken_back")


def unchanged(error: Exception) -> HTTPException:
    """Return what a person is told whose act came too late, or contradicts what was done before."""
    return HTTPException(status.HTTP_409_CONFLICT, f"Nothing was changed: {error}.")


def _settle(
    ledger: Ledger, access: Access, answer: AnswerRow, how: Step, act: Callable[[int, Step], AnswerRow]
) -> None:
    """Do what a person wants of an answer, and note it."""
    try:
        act(answer.id, how)
    except ParameterError as error:
        raise unchanged(error) from error
    note(ledger, access, _subject_of(answer), how.what)


def _step(access: Access, what: str, reason: str) -> Step:
    require_reason(plain(reason), "answer")
    return step_of(access, what, plain(reason))


def _subject_of(answer: AnswerRow) -> str:
    return f"carrier answer {answer.id}"


def _back(request: Request, done: str) -> RedirectResponse:
    return RedirectResponse(f"{path_to(request, 'carrier_answers')}?done={done}", status.HTTP_303_SEE_OTHER)


def _messages_in(ledger: Ledger, answer: AnswerRow) -> int:
    return sum(ledger.carriers.messages.tally(MessageFilter(answer=answer.id)).values())


def _sent_to(ledger: Ledger, carrier: str) -> list[FileRow]:
    """Return the newest files of a carrier that went out, whatever became of them."""
    return ledger.carriers.listing.page(FileFilter(carriers=[carrier], states=SENT), 0, MOST_FILES)
