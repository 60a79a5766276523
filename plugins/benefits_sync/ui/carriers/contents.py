"""The bytes of carrier files and of answers, for whoever may see personal values; each download is noted."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO, Final

from fastapi import APIRouter, HTTPException, Response, status
from fastapi.responses import StreamingResponse

from benefits_sync.errors import RunError
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.ui.access import OpenLedger, SeesPersonalValues
from benefits_sync.ui.carriers.auditing import note, subject_of
from benefits_sync.ui.carriers.guards import VisibleAnswer, VisibleFile
from benefits_sync.ui.downloads import DOWNLOADED

BYTES_AT_ONCE: Final = 1 << 18
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")

router = APIRouter()


class Form(StrEnum):
    """The two forms of a file: what we wrote, and what went out, which may be encrypted."""

    CLEAR = "clear"
    SENT = "sent"


@router.get("/carriers/files/{file_id}/content/{form}")
def file_content(file: VisibleFile, form: Form, access: SeesPersonalValues, ledger: OpenLedger) -> Response:
    """Send a file, decrypted a part at a time."""
    uri, sha256, name = file.uri, file.sha256, file.name
    if form is Form.SENT:
        if file.sent_uri is None or file.sent_sha256 is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND, "Nothing of this file was sent yet.")
        uri, sha256, name = file.sent_uri, file.sent_sha256, file.sent_name or file.name
    stream = _opened(uri, sha256)
    note(ledger, access, subject_of(file.id), DOWNLOADED, form.value)
    return _sent(stream, name)


@router.get("/carriers/answers/{answer_id}/content")
def answer_content(answer: VisibleAnswer, access: SeesPersonalValues, ledger: OpenLedger) -> Response:
    """Send what a carrier answered, which may repeat values of people."""
    stream = _opened(answer.uri, answer.sha256)
    note(ledger, access, f"carrier answer {answer.id}", DOWNLOADED)
    if answer.file is not None:
        note(ledger, access, subject_of(answer.file), DOWNLOADED, f"answer {answer.id}")
    return _sent(stream, answer.name)


def _opened(uri: str, sha256: str) -> BinaryIO:
    try:
        return ArtifactsHook().get_store().vault.open(uri, sha256)
    except RunError as error:
        why = "The file is no longer there, or is damaged: carrier files are kept for years, then removed."
        raise HTTPException(status.HTTP_410_GONE, why) from error


def _sent(stream: BinaryIO, name: str) -> StreamingResponse:
    """Send bytes; where they are not those of the digest, the answer breaks off before its end."""

    def parts() -> Iterator[bytes]:
        with stream:
            while part := stream.read(BYTES_AT_ONCE):
                yield part

    safe = _UNSAFE.sub("_", name).strip("._") or "file"
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return StreamingResponse(parts(), media_type="application/octet-stream", headers=headers)
