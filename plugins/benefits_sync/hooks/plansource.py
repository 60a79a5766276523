"""The hook of PlanSource."""

from contextlib import AbstractAsyncContextManager
from functools import cached_property
from typing import ClassVar

from airflow.sdk import BaseHook

from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.hooks.settings import TEST_PATIENCE, Settings, awaited, host_of, tried


class PlanSourceHook(BaseHook):
    """Opens sessions with the PlanSource account that a connection names.

    Args:
        plansource_conn_id: The connection's id.
    """

    conn_name_attr: ClassVar[str] = "plansource_conn_id"
    default_conn_name: ClassVar[str] = "plansource_default"
    conn_type: ClassVar[str] = "plansource"
    hook_name: ClassVar[str] = "PlanSource"

    def __init__(self, plansource_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.plansource_conn_id = plansource_conn_id

    @cached_property
    def settings(self) -> Settings:
        """The connection's fields, looked up once."""
        return Settings.look_up(self.plansource_conn_id, self.conn_type)

    @property
    def host(self) -> str:
        """The host that calls go to."""
        return host_of(self.settings.base_url(self.settings.required("host", "base URL"), "base URL"))

    def client(self, patience: Patience | None = None) -> AbstractAsyncContextManager[PlanSourceClient]:
        """Return a client's async context manager.

        Raises:
            ConnectionSettingsError: If the connection lacks a field or has a wrong one.
        """
        settings = self.settings
        return PlanSourceClient.connect(
            settings.base_url(settings.required("host", "base URL"), "base URL"),
            settings.required("login", "client id"),
            settings.secret("password", "client secret"),
            settings.required("logged_in_user", "logged-in user"),
            patience=patience,
        )

    def test_connection(self) -> tuple[bool, str]:
        """Earn a token and read the organizations; says which of URL, client, secret or user is wrong."""
        return tried(lambda: awaited(self._ping()))

    async def _ping(self) -> str:
        async with self.client(TEST_PATIENCE) as client:
            reached = len(await client.organizations())
        plural = "" if reached == 1 else "s"
        return f"PlanSource takes client, secret and user, and shows {reached} organization{plural}."
