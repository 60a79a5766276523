"""Refuses writes that another site made the browser send.

Airflow's cookie goes with every request to its address: ``SameSite=Lax`` holds back most foreign posts, but
not those of a neighbouring subdomain. So a write needs two more things: that the browser names our own pages
as its origin, and a token that only a page of ours, made for this person, can hold. Put `SameSite` into every
route that changes something; a test walks the routes and finds one without it.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from urllib.parse import urlsplit

import jwt
from airflow.api_fastapi.auth.tokens import get_signing_key
from airflow.configuration import conf
from fastapi import Depends, HTTPException, Request, status

from benefits_sync.store.keys import derive_key
from benefits_sync.ui.access import SignedIn

FIELD: Final = "csrf_token"
"""Name of the form field that carries the token."""

HEADER: Final = "X-CSRF-Token"
"""Name of the header that carries it where a script sends JSON."""

LIFETIME: Final = timedelta(hours=12)

_ALGORITHM: Final = "HS256"
_AUDIENCE: Final = "benefits-sync-forms"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


def token_for(user_id: str, now: datetime | None = None) -> str:
    """Return a token for the forms of a page shown to this person."""
    issued = now or datetime.now(UTC)
    claims = {"sub": user_id, "aud": _AUDIENCE, "exp": issued + LIFETIME}
    return jwt.encode(claims, _key(), algorithm=_ALGORITHM)


async def same_site(request: Request, access: SignedIn) -> None:
    """Refuse a write that does not come from a page of ours shown to the person who is signed in."""
    if not _from_our_pages(request):
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Another site sent this; nothing was changed.")
    if not _is_valid(await _token_in(request), access.user_id):
        raise HTTPException(
            status.HTTP_403_FORBIDDEN,
            "The page was open for too long, or somebody else signed in since. Nothing was changed: "
            "reload the page and try again.",
        )


SameSite = Annotated[None, Depends(same_site)]


def _from_our_pages(request: Request) -> bool:
    """Tell by what the browser says of itself; one that says nothing is no browser, and the token decides."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    if origin is None:
        return True
    ours = {request.headers.get("host"), urlsplit(conf.get("api", "base_url", fallback="")).netloc}
    return urlsplit(origin).netloc in ours - {None, ""}


async def _token_in(request: Request) -> str:
    sent = request.headers.get(HEADER)
    if sent is None and request.headers.get("content-type", "").startswith(_FORMS):
        sent = str((await request.form()).get(FIELD, ""))
    return sent or ""


def _is_valid(token: str, user_id: str) -> bool:
    try:
        claims = jwt.decode(token, _key(), algorithms=[_ALGORITHM], audience=_AUDIENCE)
    except jwt.InvalidTokenError:
        return False
    return bool(claims.get("sub") == user_id)


def _key() -> bytes:
    """Return a key of our own, derived from the one Airflow's API servers share."""
    return derive_key(get_signing_key("api", "secret_key").encode(), "ui/forms")
