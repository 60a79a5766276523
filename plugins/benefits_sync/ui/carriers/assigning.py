"""Answers that match nothing we sent: a person says to which file each belongs."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response, status

from benefits_sync.domain.carriers.matching import AFTER_FUNCTIONAL, AFTER_TA1
from benefits_sync.errors import FileStateError, ParameterError
from benefits_sync.mapping.carriers.calendar import Severity
from benefits_sync.models.carrier_files import AnswerRow, FileRow
from benefits_sync.models.carriers import AnswerKind, FileState
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.access import Access, OpenLedger
from benefits_sync.ui.carriers.auditing import back_to, note, plain, require_reason, step_of, subject_of
from benefits_sync.ui.carriers.guards import ActableAnswer, SeesCarriers
from benefits_sync.ui.carriers.strays import SENT, unchanged
from benefits_sync.ui.csrf import SameSite
from benefits_sync.ui.queries import whole_number
from benefits_sync.x12.acknowledgments.model import AnswerVerdict

router = APIRouter()


@router.post("/carriers/answers/{answer_id}/assign")
def assign_answer(
    request: Request,
    answer: ActableAnswer,
    access: SeesCarriers,
    ledger: OpenLedger,
    _: SameSite,
    file: Annotated[str, Form(max_length=12)] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Let an answer count for one of the carrier's files, as if it had named it."""
    require_reason(plain(reason))
    chosen = _chosen(ledger, answer, file)
    _assign(ledger, access, answer, chosen, plain(reason))
    note(ledger, access, subject_of(chosen.id), "assigned an answer", f"answer {answer.id}")
    return back_to(request, chosen, "assigned")


def told_by(ledger: Ledger, answer: AnswerRow) -> FileState | None:
    """Return the state that an answer tells of its file; None where it cannot be read."""
    if answer.kind is AnswerKind.REPORT:
        if answer.verdict == "unreadable":
            return None
        found = ledger.carriers.messages.tally(MessageFilter(answer=answer.id))
        grave = any(severity != Severity.INFORMATION for severity, _, _ in found)
        return FileState.REPORT_DISCREPANCIES if grave else FileState.REPORT_CLEAN
    if answer.verdict not in list(AnswerVerdict):
        return None
    table = AFTER_TA1 if answer.kind is AnswerKind.TA1 else AFTER_FUNCTIONAL
    return table.get(AnswerVerdict(answer.verdict))


def _assign(ledger: Ledger, access: Access, answer: AnswerRow, file: FileRow, reason: str) -> None:
    told = told_by(ledger, answer)
    how = step_of(access, f"{answer.kind} assigned", reason)
    try:
        ledger.carriers.strays.assign(answer.id, file.id, told, how)
    except (FileStateError, ParameterError) as error:
        raise unchanged(error) from error


def _chosen(ledger: Ledger, answer: AnswerRow, text: str) -> FileRow:
    """Return the file that a form names, if it is one that the carrier was sent."""
    try:
        file = ledger.carriers.files.get(whole_number(text))
    except ParameterError:
        file = None
    if file is None or file.carrier != answer.carrier or file.state not in SENT:
        why = "Choose one of the carrier's files that were sent; nothing was changed."
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, why)
    return file
