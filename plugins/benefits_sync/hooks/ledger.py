"""The hook of the ledger."""

from functools import cached_property
from pathlib import Path
from typing import ClassVar

from airflow.sdk import BaseHook
from sqlalchemy import URL

from benefits_sync.hooks.settings import Settings, tried
from benefits_sync.store.keys import parse_key
from benefits_sync.store.ledger import Ledger


class LedgerHook(BaseHook):
    """Opens the ledger that a connection names.

    Args:
        ledger_conn_id: The connection's id.
    """

    conn_name_attr: ClassVar[str] = "ledger_conn_id"
    default_conn_name: ClassVar[str] = "benefits_ledger"
    conn_type: ClassVar[str] = "benefits_ledger"
    hook_name: ClassVar[str] = "Benefits ledger"

    def __init__(self, ledger_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.ledger_conn_id = ledger_conn_id

    @cached_property
    def settings(self) -> Settings:
        """The connection's fields, looked up once."""
        return Settings.look_up(self.ledger_conn_id, self.conn_type)

    def get_ledger(self) -> Ledger:
        """Open the ledger, to be closed by using it as a context manager.

        Raises:
            ConnectionSettingsError: If the connection lacks a field or has a wrong one, or the ledger's
                schema is not the one this code needs.
            StoreUnavailableError: If the database does not answer.
        """
        return Ledger.open(self.url(), parse_key(self.settings.secret("secret_key", "key")))

    def url(self) -> str:
        """Return the ledger's database URL, the password included.

        Raises:
            ConnectionSettingsError: If the connection lacks a field or has a wrong one.
        """
        dialect = self.settings.required("dialect", "dialect")
        if dialect == "sqlite":
            return URL.create("sqlite", database=self._file()).render_as_string()
        if dialect == "postgresql":
            return self._server().render_as_string(hide_password=False)
        raise self.settings.wrong("dialect", "must be sqlite or postgresql")

    def test_connection(self) -> tuple[bool, str]:
        """Open the ledger; says which of dialect, database, password or key is wrong."""
        return tried(self._open)

    def _open(self) -> str:
        with self.get_ledger():
            return "The ledger opens, and its schema is the one this code needs."

    def _file(self) -> str:
        path = self.settings.required("schema", "database")
        if not Path(path).is_absolute():
            raise self.settings.wrong("database", "must be the absolute path of the SQLite file")
        return path

    def _server(self) -> URL:
        port = self.settings.optional("port") or "5432"
        if not port.isdecimal():
            raise self.settings.wrong("port", "must be a number")
        return URL.create(
            "postgresql",
            username=self.settings.required("login", "user"),
            password=self.settings.secret("password", "password"),
            host=self.settings.required("host", "host"),
            port=int(port),
            database=self.settings.required("schema", "database"),
        )
