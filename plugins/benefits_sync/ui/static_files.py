"""Serves our style sheet and script, to whoever has signed in."""

from typing import Final

from fastapi import APIRouter, HTTPException, Response, status
from fastapi.responses import FileResponse

from benefits_sync.ui.access import SignedIn
from benefits_sync.ui.layout import STATIC

FILES: Final = {
    "benefits.css": "text/css",
    "benefits.js": "text/javascript",
    "assistant.css": "text/css",
    "assistant.js": "text/javascript",
    "carriers.css": "text/css",
}

router = APIRouter()


@router.get("/static/{name}")
def static_file(name: str, access: SignedIn) -> Response:
    """Return one of the files our pages load; its address changes with its content."""
    if name not in FILES:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no file {name}.")
    kept = {"Cache-Control": "private, max-age=31536000, immutable"}
    return FileResponse(STATIC / name, media_type=FILES[name], headers=kept)
