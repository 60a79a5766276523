"""The hook of BambooHR."""

from functools import cached_property
from typing import ClassVar

from airflow.sdk import BaseHook

from benefits_sync.clients.bamboohr.address import service_url
from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.patience import Patience
from benefits_sync.hooks.settings import TEST_PATIENCE, Settings, awaited, host_of, tried


class BambooHRHook(BaseHook):
    """Opens sessions with the company that a connection names.

    Args:
        bamboohr_conn_id: The connection's id.
    """

    conn_name_attr: ClassVar[str] = "bamboohr_conn_id"
    default_conn_name: ClassVar[str] = "bamboohr_default"
    conn_type: ClassVar[str] = "bamboohr"
    hook_name: ClassVar[str] = "BambooHR"

    def __init__(self, bamboohr_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.bamboohr_conn_id = bamboohr_conn_id

    @cached_property
    def settings(self) -> Settings:
        """The connection's fields, looked up once."""
        return Settings.look_up(self.bamboohr_conn_id, self.conn_type)

    @property
    def host(self) -> str:
        """The host that calls go to."""
        settings = self.settings
        base_url = settings.optional("host")
        company = settings.required("company_domain", "company domain")
        return host_of(service_url(company, settings.base_url(base_url, "base URL") if base_url else None))

    def client(self, patience: Patience | None = None) -> BambooHRClient:
        """Return a client, to be used as an async context manager.

        Raises:
            ConnectionSettingsError: If the connection lacks a field or has a wrong one.
        """
        settings = self.settings
        host = settings.optional("host")
        return BambooHRClient(
            settings.required("company_domain", "company domain"),
            settings.secret("password", "API key"),
            base_url=settings.base_url(host, "base URL") if host else None,
            patience=patience,
        )

    def test_connection(self) -> tuple[bool, str]:
        """Make the call that every run begins with; says if URL, company, key or permission is wrong."""
        return tried(lambda: awaited(self._ping()))

    async def _ping(self) -> str:
        async with self.client(TEST_PATIENCE) as client:
            await client.ping()
        return "BambooHR knows the company, takes the API key, and shows the key's user who changed."
