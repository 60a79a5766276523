"""The page of one carrier file: all facts, gates, answers, messages, history, and what can be done."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response

from benefits_sync.models.carrier_files import FileEvent, FileRow
from benefits_sync.models.carriers import FileState
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.access import Access, OpenLedger
from benefits_sync.ui.carriers import wording
from benefits_sync.ui.carriers.acts import Acts, at_work, failed_since
from benefits_sync.ui.carriers.auditing import subject_of
from benefits_sync.ui.carriers.events import event_count
from benefits_sync.ui.carriers.facts import fact_groups, part_rows
from benefits_sync.ui.carriers.guards import DAG_ID, SeesCarriers, VisibleFile
from benefits_sync.ui.carriers.history import line_of
from benefits_sync.ui.carriers.lines import FileLine, by_gravity
from benefits_sync.ui.carriers.messages import Messages
from benefits_sync.ui.layout import render

DONE: Final = {
    "resent": "The same bytes go out again: the run is on its way.",
    "rebuilding": "The file is built anew with new numbers: the run is on its way.",
    "quarantined": "The file is quarantined: nothing more of it is sent.",
    "closed": "The file is closed.",
    "dismissed": "The messages are dismissed.",
    "assigned": "The answer belongs to this file now.",
}
"""What is said after a change; an address names one of these words only."""

BY_A_RUN: Final = frozenset({"resent", "rebuilding"})
"""Those of them that are not over once they are said."""

router = APIRouter()


@router.get("/carriers/files/{file_id}")
def carrier_file(request: Request, file: VisibleFile, access: SeesCarriers, ledger: OpenLedger) -> Response:
    """Show one file; who its people are is shown to whoever may see personal values."""
    return file_page(request, file, access, ledger)


def file_page(
    request: Request,
    file: FileRow,
    access: Access,
    ledger: Ledger,
    fault: str | None = None,
    status_code: int = 200,
) -> Response:
    """Return the page of a file, with what is wrong with a form that was not accepted."""
    [follow_up] = ledger.carriers.listing.with_answers([file])
    line, history = FileLine.of(follow_up, datetime.now(UTC)), ledger.carriers.files.history(file.id)
    may_act, working = access.may_act(DAG_ID), at_work(file.id)
    successor = ledger.carriers.files.successor(file.id)
    return render(
        request,
        "carrier_file.html",
        access,
        status_code=status_code,
        here="carriers",
        file=file,
        line=line,
        next="Wait for the end of the run." if working else _next(line, history),
        groups=fact_groups(file),
        parts=part_rows(file.measures),
        gates=by_gravity(file.gates),
        events=[
            (count, event_count(event, count))
            for event, count in ledger.carriers.people.events(file.id).items()
        ],
        answers=ledger.carriers.answers.of_file(file.id),
        messages=Messages.of(ledger, file.id, request.query_params),
        history=[line_of(event) for event in history],
        audit=ledger.audit.of_subject(subject_of(file.id)),
        successor=successor,
        run=ledger.listing.run(file.run_id),
        acts=Acts.of(file, follow_up.heard, at_work=bool(working)) if may_act else Acts(),
        at_work=working,
        failed=failed_since(file.id, history[-1].at)[:1] if not (working or successor) else [],
        dag_id=DAG_ID,
        may_act=may_act,
        may_look=access.may_see_personal_values,
        fault=fault,
        done=_done(request.query_params.get("done", ""), begun=bool(working)),
        form_token=secrets.token_urlsafe(24),
        words=wording,
    )


def _done(word: str, *, begun: bool) -> str | None:
    """Return what is said after a change; that a run is on its way as long as it is."""
    return None if word in BY_A_RUN and not begun else DONE.get(word)


def _next(line: FileLine, history: Sequence[FileEvent]) -> str:
    """Return what comes next; of a refused file by whom it was refused."""
    if line.file.state is not FileState.REFUSED:
        return line.told.next
    [*_, refusal] = (event for event in history if event.to_state is FileState.REFUSED)
    return wording.REFUSED_FROM[refusal.from_state or FileState.BUILT]
