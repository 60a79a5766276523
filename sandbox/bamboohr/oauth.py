"""OAuth 2.0: an authorisation code, an access token for an hour, a refresh token when asked for."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sandbox.core.wire import Json

LIFETIME = timedelta(seconds=3600)


class GrantError(Exception):
    """A grant is refused; the message is OAuth's own word for the reason."""


@dataclass(slots=True)
class Grants:
    """The one registered application and what it was granted.

    Attributes:
        seed: Makes the application's credentials and all tokens repeatable.
        company: The company's domain, which a token answer names.
    """

    seed: int
    company: str
    issued: int = 0
    codes: dict[str, list[str]] = field(default_factory=dict)
    tokens: dict[str, list[str]] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)

    @property
    def client_id(self) -> str:
        """The application's id."""
        return f"developer_portal-{self._secret('client')[:24]}"

    @property
    def client_secret(self) -> str:
        """The application's secret."""
        return self._secret("client-secret")

    def authorise(self, client_id: str, redirect_uri: str, scope: str) -> str:
        """Return a code for the scopes, as if an administrator had consented.

        Raises:
            GrantError: When the application is unknown.
        """
        if client_id != self.client_id:
            raise GrantError("invalid_client")
        code = self._next("code")
        self.codes[code] = [redirect_uri, scope]
        return code

    def exchange(self, form: dict[str, str], now: datetime) -> dict[str, Json]:
        """Turn a code or a refresh token into an access token.

        Raises:
            GrantError: When the application, the code or the token is not right.
        """
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            raise GrantError("invalid_client")
        kind = form.get("grant_type")
        if kind == "authorization_code":
            redirect_uri, scope = self.codes.pop(form.get("code", ""), ["", ""])
            if not redirect_uri or redirect_uri != form.get("redirect_uri"):
                raise GrantError("invalid_grant")
            return self._issue(scope, now)
        if kind == "refresh_token":
            scope = self.refresh.pop(form.get("refresh_token", ""), "")
            if not scope:
                raise GrantError("invalid_grant")
            return self._issue(scope, now)
        raise GrantError("unsupported_grant_type")

    def scopes_of(self, token: str, now: datetime) -> frozenset[str] | None:
        """Return the scopes of a token, or None when it is unknown or has expired."""
        scope, until = self.tokens.get(token, ["", ""])
        return frozenset(scope.split()) if until > now.isoformat() else None

    def expire(self, token: str) -> None:
        """Let a token die before its time."""
        self.tokens.pop(token, None)

    def snapshot(self) -> dict[str, Json]:
        """Return all grants as plain JSON values."""
        return asdict(self)

    def restore(self, saved: dict[str, Json]) -> None:
        """Take over grants that `snapshot` returned."""
        for name in ("issued", "codes", "tokens", "refresh"):
            setattr(self, name, saved[name])

    def _issue(self, scope: str, now: datetime) -> dict[str, Json]:
        token = self._next("access")
        self.tokens[token] = [scope, (now + LIFETIME).isoformat()]
        answer: dict[str, Json] = {
            "access_token": token,
            "expires_in": int(LIFETIME.total_seconds()),
            "token_type": "Bearer",
            "scope": scope,
            "id_token": self._next("id"),
            "companyDomain": self.company,
        }
        if "offline_access" in scope.split():
            token = self._next("refresh")
            answer["refresh_token"] = token
            self.refresh[token] = scope
        return answer

    def _next(self, purpose: str) -> str:
        self.issued += 1
        return self._secret(f"{purpose}:{self.issued}")[:40]

    def _secret(self, purpose: str) -> str:
        return hashlib.sha256(f"bamboohr-oauth:{purpose}:{self.seed}".encode()).hexdigest()
