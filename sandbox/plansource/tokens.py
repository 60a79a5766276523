"""The token endpoint, and what a bearer token must be."""

from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import jwt
from aiohttp import web

from sandbox.core.faults import Kind
from sandbox.plansource.envelope import answer
from sandbox.plansource.errors import ApiError
from sandbox.plansource.state import PlanSource

LIFETIME_SECONDS = 300
SCOPE = "admin_api_v2"
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS = ["HS256", "HS384", "HS512"]
# Expiry is judged by the sandbox's clock, the audience by the host that was called.
_DECODING: Any = {"verify_exp": False, "verify_aud": False, "verify_iat": False, "verify_nbf": False}


class TokenError(Exception):
    """A refusal at the token endpoint, in the words of RFC 6749."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description


def _invalid_request(description: str) -> TokenError:
    return TokenError(400, "invalid_request", description)


def _invalid_client(description: str) -> TokenError:
    return TokenError(401, "invalid_client", description)


class Tokens:
    """Issues access tokens for signed assertions, and checks them on every call."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor
        self._clock = vendor.sandbox.clock
        self._credentials = vendor.sandbox.credentials
        # Not the client's secret: a caller cannot sign an access token for itself.
        self._signing_key = sha256(f"access-token:{self._credentials.client_secret}".encode()).hexdigest()
        self._issued = 0

    async def issue(self, request: web.Request) -> web.Response:
        """Answer POST /oauth/v2/token."""
        try:
            self._check_assertion(request, dict(await request.post()))
        except TokenError as error:
            return answer({"error": error.error, "error_description": error.description}, error.status)
        now = self._clock.now().timestamp()
        self._issued += 1
        claims = {"sub": self._credentials.client_id, "exp": now + LIFETIME_SECONDS, "jti": str(self._issued)}
        token = jwt.encode(claims, self._signing_key, algorithm="HS256")
        body = {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME_SECONDS}
        response = answer(body)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _check_assertion(self, request: web.Request, form: dict[str, Any]) -> None:
        if form.get("grant_type") != "client_credentials":
            raise TokenError(400, "unsupported_grant_type", "grant_type must be client_credentials")
        if form.get("client_assertion_type") != _ASSERTION_TYPE or not form.get("client_assertion"):
            raise _invalid_request("client_assertion and its type are required")
        claims = self._decode(str(form["client_assertion"]))
        if claims.get("sub") != self._credentials.client_id:
            raise _invalid_client("unknown client")
        if _host_of(claims.get("aud")) != _host_of(request.host):
            raise _invalid_client("aud must be the host of the authorization server")
        self._check_claims(claims)

    def _decode(self, assertion: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                assertion, self._credentials.client_secret, algorithms=_ALGORITHMS, options=_DECODING
            )
        except jwt.PyJWTError:
            raise _invalid_client("the assertion's signature cannot be verified") from None
        return claims

    def _check_claims(self, claims: dict[str, Any]) -> None:
        now = self._clock.now().timestamp()
        expires, jti = claims.get("exp"), claims.get("jti")
        if not isinstance(expires, int | float):
            raise _invalid_request("exp is required")
        if expires < now:
            raise _invalid_request("token has expired")
        if not claims.get("iss") or not jti:
            raise _invalid_request("iss and jti are required")
        if SCOPE not in str(claims.get("scopes", SCOPE)).split():
            raise TokenError(400, "invalid_scope", f"scopes must contain {SCOPE}")
        used = self._vendor.used_assertions
        if used.get(str(jti), 0) >= now:
            raise _invalid_request("jti has been used before")
        used[str(jti)] = expires

    def authorize(self, request: web.Request) -> None:
        """Refuse an API call whose bearer token is missing, malformed, forged or expired."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise ApiError(403, "Forbidden")
        if token.count(".") != 2:
            raise ApiError(400, "Not enough or too many segments")
        expires = self._expiry(token)
        if expires <= self._clock.now().timestamp() or self._is_dead(request, token):
            raise ApiError(401, "Signature has expired", "invalid_token")

    def _is_dead(self, request: web.Request, token: str) -> bool:
        """Tell whether a fault has ended this token, now or before.

        A fresh token that is refused at once would look like wrong credentials. So no token dies before as
        many calls were accepted as had been refused.
        """
        vendor = self._vendor
        if vendor.refused_calls == 0 and vendor.sandbox.faults.claim(request, Kind.EXPIRED_TOKEN):
            vendor.expired_tokens.add(token)
        if token in vendor.expired_tokens:
            vendor.refused_calls += 1
            return True
        vendor.refused_calls = max(0, vendor.refused_calls - 1)
        return False

    def _expiry(self, token: str) -> float:
        try:
            claims = jwt.decode(token, self._signing_key, algorithms=["HS256"], options=_DECODING)
        except jwt.PyJWTError:
            raise ApiError(401, "Signature verification raised", "invalid_token") from None
        return float(claims["exp"])


def _host_of(audience: Any) -> str | None:  # noqa: ANN401 - a claim may be anything
    text = str(audience)
    return urlsplit(text if "//" in text else f"//{text}").hostname
