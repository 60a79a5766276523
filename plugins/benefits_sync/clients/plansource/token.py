"""The access token: earned with a signed assertion, kept until shortly before it expires, shared by all.

PlanSource answers a JWT that is signed with the client secret (RFC 7523) with a token of five minutes.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import jwt
from yarl import URL

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.envelope import VENDOR
from benefits_sync.errors import (
    UnknownOutcomeError,
    VendorContractError,
    VendorError,
    VendorRefusedError,
    VendorUnavailableError,
)

TOKEN_PATH: Final = "/oauth/v2/token"  # noqa: S105 -- a path
TOKEN_OPERATION: Final = "POST /oauth/v2/token"  # noqa: S105 -- a route
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPE: Final = "admin_api_v2"
DEFAULT_LIFETIME: Final = 300.0
RENEW_BEFORE: Final = 60.0
"""A token with less than this left, in seconds, is renewed before it is used."""

SendForm = Callable[[Mapping[str, str]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What PlanSource hands over for one client."""

    client_id: str
    client_secret: str = field(repr=False)
    logged_in_user: str = field(repr=False)


class TokenSource:
    """Gives the Authorization header, earning a token when there is none that lasts.

    Args:
        credentials: Who we are.
        base_url: Address of the authorization server; its host is the assertion's audience.
        send: Sends the form to the token endpoint, never twice: an assertion that has been seen is refused.
        patience: Limits of the attempts, each with an assertion of its own.
        clock: Seconds since the epoch.
    """

    def __init__(
        self,
        credentials: Credentials,
        base_url: str,
        send: SendForm,
        patience: Patience,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._credentials = credentials
        self._audience = URL(base_url).host or ""
        self._send = send
        self._patience = patience
        self._clock = clock
        self._token: str | None = None
        self._renew_at = 0.0
        self._earning = asyncio.Lock()

    async def headers(self) -> Mapping[str, str]:
        """Return the headers that prove who we are."""
        async with self._earning:
            if self._token is None or self._clock() >= self._renew_at:
                await self._earn()
            return {"Authorization": f"Bearer {self._token}"}

    async def forget(self) -> None:
        """Drop a token that PlanSource no longer takes; the next call earns a new one."""
        self._token = None

    async def _earn(self) -> None:
        answer = await self._ask()
        body = answer.body
        if not isinstance(body, dict) or not isinstance(body.get("access_token"), str):
            raise VendorContractError(
                "the token endpoint's answer holds no access_token",
                vendor=VENDOR,
                operation=TOKEN_OPERATION,
                status=answer.status,
                request_id=answer.request_id,
            )
        lifetime = body.get("expires_in")
        seconds = float(lifetime) if isinstance(lifetime, int | float) else DEFAULT_LIFETIME
        self._token = body["access_token"]
        self._renew_at = self._clock() + max(seconds - RENEW_BEFORE, seconds / 2)

    async def _ask(self) -> Answer:
        attempt, waited = 0, 0.0
        while True:
            attempt += 1
            try:
                return await self._send(self._form())
            except UnknownOutcomeError as lost:
                pause = self._patience.wait(attempt, waited)
                if pause is None:
                    raise _no_token(lost, attempt) from None
            await self._patience.sleep(pause)
            waited += pause

    def _form(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(),
            "code": uuid.uuid4().hex,
            "client_id": self._credentials.client_id,
        }

    def _assertion(self) -> str:
        claims = {
            "iss": self._credentials.client_id,
            "sub": self._credentials.client_id,
            "aud": self._audience,
            "exp": int(self._clock() + DEFAULT_LIFETIME),
            "jti": str(uuid.uuid4()),
            "scopes": SCOPE,
            "logged_in_user": self._credentials.logged_in_user,
        }
        return jwt.encode(claims, self._credentials.client_secret, algorithm="HS256")


def _no_token(lost: UnknownOutcomeError, attempts: int) -> VendorError:
    """Return the error for a token endpoint that answers, but never with something of use."""
    answered = lost.status is not None and lost.status < 300
    kind = VendorContractError if answered else VendorUnavailableError
    return kind(
        f"no token after {attempts} attempts; check the connection's URL, or try again later",
        vendor=VENDOR,
        operation=TOKEN_OPERATION,
        status=lost.status,
        request_id=lost.request_id,
    )


_CLUES: Final = (
    (("signature", "secret"), "the client secret is wrong; check the connection's client secret"),
    (("user", "administrator"), "the logged-in user is wrong; check the connection's logged-in user"),
    (("aud", "host"), "the host is not the one that signs in this client; check the connection's URL"),
    (("expired", "exp "), "the assertion had expired on arrival; set this machine's clock"),
    (("jti", "reused"), "the assertion was seen before; try again"),
    (("sub", "client", "lookup_code"), "the client id is unknown; check the connection's client id"),
)
"""Words in the token endpoint's description, and what they tell; the first that occurs wins."""


def token_refusal(answer: Answer) -> VendorError:
    """Say which of the credentials the token endpoint refuses and what to do."""
    body = answer.json_or_none()
    described = str(body.get("error_description") or "").lower() if isinstance(body, dict) else ""
    reason = next((told for words, told in _CLUES if any(word in described for word in words)), None)
    if reason is None and answer.status in {400, 401, 403}:
        reason = "the client id, the client secret or the logged-in user is wrong; check the connection"
    return VendorRefusedError(
        reason or "this host has no PlanSource token endpoint; check the connection's URL",
        vendor=VENDOR,
        operation=TOKEN_OPERATION,
        status=answer.status,
        request_id=answer.request_id,
    )
