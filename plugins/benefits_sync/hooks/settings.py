"""Reads a connection's fields, and says which one is missing or wrong."""

import asyncio
import ipaddress
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import urlsplit

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException
from airflow.sdk.log import mask_secret

from benefits_sync.clients.patience import Patience
from benefits_sync.errors import BenefitsSyncError, ConnectionSettingsError

TEST_PATIENCE: Final = Patience(attempts=2, total_wait=5.0)
"""A person waits for the Test button's answer."""


def host_of(url: str) -> str:
    """Return the host of a checked address."""
    return urlsplit(url).hostname or ""


@dataclass(frozen=True, slots=True)
class Settings:
    """One connection's fields: Airflow's standard ones, and ours, which are kept in its extra."""

    conn_id: str
    standard: Mapping[str, Any] = field(repr=False)
    extra: Mapping[str, Any] = field(repr=False)

    @classmethod
    def look_up(cls, conn_id: str, conn_type: str) -> Self:
        """Look a connection up.

        Raises:
            ConnectionSettingsError: If it does not exist, is of another type, or has an extra that is no JSON
                object.
        """
        try:
            found = BaseHook.get_connection(conn_id)
        except AirflowNotFoundException:
            raise ConnectionSettingsError(
                f"connection {conn_id} does not exist; create it under Admin > Connections with the type "
                f"{conn_type}, or set AIRFLOW_CONN_{conn_id.upper()}"
            ) from None
        if found.conn_type != conn_type:
            raise ConnectionSettingsError(
                f"connection {conn_id} has the type {found.conn_type}; it must be {conn_type}"
            )
        names = ("host", "login", "password", "schema", "port")
        return cls(conn_id, {name: getattr(found, name) for name in names}, _extra(conn_id, found.extra))

    def optional(self, name: str) -> str | None:
        """Return a field's text without blanks around it; None when empty."""
        value = self.standard[name] if name in self.standard else self.extra.get(name)
        return (str(value).strip() or None) if value is not None else None

    def required(self, name: str, label: str) -> str:
        """Return a field that must not be empty; ``label`` is what its form calls it."""
        value = self.optional(name)
        if value is None:
            raise self.wrong(label, "is empty; fill it in")
        return value

    def secret(self, name: str, label: str) -> str:
        """Return a required field and have Airflow mask it wherever it would show."""
        value = self.required(name, label)
        mask_secret(value)
        return value

    def flag(self, name: str) -> bool:
        """Return a yes-or-no field; forms and URLs give text."""
        return str(self.extra.get(name)).strip().lower() in {"true", "1", "yes"}

    def base_url(self, text: str, label: str) -> str:
        """Check and return a vendor's address.

        Plain HTTP would send the secret and all personal data in clear, so it is taken only for this
        machine, or with ``allow_http``.
        """
        url = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise self.wrong(label, "is no URL; give it as https://host") from None
        if parts.scheme not in {"https", "http"} or not host:
            raise self.wrong(label, "is no web address; give it as https://host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise self.wrong(label, "must be host and path only, as in https://host")
        if parts.scheme == "http" and not (_is_loopback(host) or self.flag("allow_http")):
            raise self.wrong(
                label, "is plain HTTP, which shows the secret and all data to the network; use https"
            )
        return url.rstrip("/")

    def wrong(self, label: str, why: str) -> ConnectionSettingsError:
        """Return an error about one field, without its value."""
        return ConnectionSettingsError(f"connection {self.conn_id}: {label} {why}")


def tried(check: Callable[[], str]) -> tuple[bool, str]:
    """Run a Test button's check: its text when all is well, else what is wrong and what to do."""
    try:
        return True, check()
    except BenefitsSyncError as error:
        return False, str(error)


def awaited(check: Coroutine[Any, Any, str]) -> str:
    """Run a check that talks to a vendor."""
    return asyncio.run(check)


def _extra(conn_id: str, text: str | None) -> dict[str, Any]:
    try:
        extra = json.loads(text or "{}")
    except json.JSONDecodeError:
        extra = None
    if not isinstance(extra, dict):
        raise ConnectionSettingsError(f"connection {conn_id}: extra must be a JSON object")
    return extra


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
