"""A run's files as CSV: results for all who see the run, personal values for those who may see them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from fastapi import APIRouter, HTTPException, Response, status
from fastapi.responses import StreamingResponse

from benefits_sync.errors import RunError
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.audit import AuditEntry
from benefits_sync.store.csv_file import csv_parts
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.listing import ListedRun
from benefits_sync.ui.access import Access, OpenLedger, SeesPersonalValues, SignedIn, VisibleRun

ROWS_AT_ONCE: Final = 5_000
DOWNLOADED: Final = "downloaded"
"""The audit's word for it."""

router = APIRouter()


class ResultFile(StrEnum):
    """The files that hold keys, decisions and rules, never a value."""

    OUTPUT = "output"
    ERRORS = "errors"
    DIFFERENCES = "differences"


@router.get("/runs/{reference_id}/files/source")
def source_file(run: VisibleRun, access: SeesPersonalValues, ledger: OpenLedger) -> Response:
    """Send what a run read."""
    return _sent(_in_clear(run, "source"), run, "source", access, ledger)


@router.get("/runs/{reference_id}/files/differences/clear")
def differences_in_clear(run: VisibleRun, access: SeesPersonalValues, ledger: OpenLedger) -> Response:
    """Send a reconciliation's differences, both amounts of each, and by how much a pay date is wrong."""
    return _sent(_in_clear(run, ResultFile.DIFFERENCES), run, "differences-clear", access, ledger)


@router.get("/runs/{reference_id}/files/{kind}")
def result_file(run: VisibleRun, kind: ResultFile, access: SignedIn, ledger: OpenLedger) -> Response:
    """Send what became of each record, or why some were refused; sensitive columns are masked in the file."""
    store, folder = _folder(run)
    try:
        content = store.read_csv(folder, kind.value)
    except RunError as error:
        raise _removed() from error
    return _sent(iter([content]), run, kind.value, access, ledger)


def _in_clear(run: ListedRun, name: str) -> Iterator[bytes]:
    """Return an artifact as CSV, decrypted a part at a time."""
    store, folder = _folder(run)
    try:
        return csv_parts(store.read_frame_parts(folder, name, ROWS_AT_ONCE))
    except RunError as error:
        raise _removed() from error


def _folder(run: ListedRun) -> tuple[ArtifactStore, str]:
    store = ArtifactsHook().get_store()
    return store, store.folder(run.summary.integration, run.summary.reference_id)


def _sent(
    parts: Iterator[bytes], run: ListedRun, kind: str, access: Access, ledger: Ledger
) -> StreamingResponse:
    """Note who takes the file, then send it: without the note there is no file."""
    summary = run.summary
    ledger.audit.record(
        AuditEntry(
            at=datetime.now(UTC),
            user=access.name,
            action=DOWNLOADED,
            subject=f"{kind} file",
            reference_id=summary.reference_id,
        )
    )
    name = f"{summary.integration}-{summary.reference_id}-{kind}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts, media_type="text/csv; charset=utf-8", headers=headers)


def _removed() -> HTTPException:
    return HTTPException(
        status.HTTP_410_GONE, "The file is no longer there: files of old runs are removed on a schedule."
    )
