"""Reads from an HTTP connection how a carrier's API is reached.

The provider's `HttpHook` looks the connection up, and its session carries every request: address, log-in,
headers, certificates. Its ``run`` is left alone: it writes the body of a refusal into the log, and the whole
address where a connection is lost (an answer's name stands in it), waits without end, and follows a redirect
with the file; ``run_with_advanced_retry`` does not know ``Retry-After``. What is tried again, and what is
said of it, is up to the transport that all vendors share.
"""

import ssl
from collections.abc import Mapping
from functools import cached_property
from typing import Final

import requests
from airflow.providers.http.hooks.http import HttpHook
from airflow.sdk.log import mask_secret

from benefits_sync.clients.carriers.api_dropbox import SILENT_SECONDS, Access
from benefits_sync.hooks.settings import Settings

_UNSUPPORTED: Final = ("proxy", "proxies", "srv_lookup", "adapter")
_OURS: Final = "allow_http"
_LOGIN: Final = ("login", "password")


class CarrierHTTPHook:
    """Leads to the API that an HTTP connection names; endpoints are in the carrier's profile.

    Of the connection's extra, ``timeout``, ``verify`` (a file with the carrier's certificate authority) and
    ``cert`` (our own certificate, or it and its key) set up the connection. Everything else is a header, as
    with every HTTP connection of Airflow: this is where an API key goes.

    Args:
        conn_id: The connection's id; its type is ``http``.
    """

    def __init__(self, conn_id: str) -> None:
        self.conn_id = conn_id

    @cached_property
    def settings(self) -> Settings:
        """The connection's fields, looked up once."""
        return Settings.look_up(self.conn_id, "http")

    @property
    def place(self) -> tuple[str, ...]:
        """What is the same for two connections that lead to the same account."""
        access = self.access()
        proofs = (*sorted(access.headers.items()), *(self.settings.optional(one) for one in _LOGIN))
        return access.base_url.lower(), *map(str, proofs)

    def access(self) -> Access:
        """Return how the API is reached.

        Raises:
            ConnectionSettingsError: A field is missing or wrong.
        """
        settings = self.settings
        settings.required("host", "host")
        for name in _UNSUPPORTED:
            if settings.optional(name):
                raise settings.wrong(f"extra {name}", "is not supported for carriers; remove it")
        hook = HttpHook(http_conn_id=self.conn_id)
        try:
            session = hook.get_conn()
        except ValueError:
            raise settings.wrong("host", "is no web address; give it as https://host") from None
        base_url = settings.base_url(hook.base_url, "host")
        session.headers.pop(_OURS, None)
        session.trust_env = False  # or it looks for credentials in ~/.netrc, and for proxies
        self._check_trust(session)
        return Access(base_url, session, self._own_headers(session, base_url), self._timeout())

    def _own_headers(self, session: requests.Session, base_url: str) -> Mapping[str, str]:
        """Return the headers that the connection's extra names."""
        try:
            session.prepare_request(requests.Request("GET", base_url))
        except (requests.exceptions.InvalidHeader, ValueError, TypeError):
            raise self.settings.wrong(
                "extra", "holds something that is no header; headers are texts, such as an API key"
            ) from None
        headers = {
            name: str(session.headers[name]) for name in self.settings.extra if name in session.headers
        }
        for secret in (self.settings.optional("password"), *headers.values()):
            if secret:
                mask_secret(secret)
        return headers

    def _check_trust(self, session: requests.Session) -> None:
        """Refuse to trust anybody, and certificates that are not there, before a request fails of them."""
        verify, cert = session.verify, session.cert
        if verify is False or str(verify).strip().lower() in {"false", "0", "no"}:
            raise self.settings.wrong(
                "extra verify", "would send members' data to any server; give a file with the carrier's "
                "certificate authority, or remove it",
            )  # fmt: skip
        if cert is None and verify is True:
            return
        certificate = [cert] if isinstance(cert, str) else list(cert or [])
        try:
            context = ssl.create_default_context(cafile=None if verify is True else str(verify))
            if certificate:
                context.load_cert_chain(*map(str, certificate))
        except (OSError, TypeError):  # ssl's own errors are among the first
            raise self.settings.wrong(
                "extra verify or cert",
                "names a file that cannot be read on this worker, or is no certificate",
            ) from None

    def _timeout(self) -> float:
        text = self.settings.optional("timeout")
        try:
            seconds = float(text) if text is not None else SILENT_SECONDS
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 3600:
            raise self.settings.wrong("extra timeout", "is no number of seconds up to 3600; correct it")
        return seconds
