"""The ledger and the artifacts of a stack: where they are, and the connections that lead to them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from benefits_sync.store.keys import parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.migrate import upgrade


@dataclass(frozen=True, slots=True)
class Storage:
    """Where a stack keeps its ledger and its artifacts: in a folder, or the ledger in PostgreSQL."""

    folder: Path
    key: str = field(repr=False)
    server: str = field(default="", repr=False)

    def connections(self) -> dict[str, dict[str, Any]]:
        """Return the Airflow connections, by id, that lead to it."""
        artifacts = {"host": str(self.folder / "artifacts"), "password": self.key}
        return {
            "benefits_ledger": {"conn_type": "benefits_ledger", **self._ledger()},
            "benefits_artifacts": {"conn_type": "benefits_artifacts", **artifacts},
        }

    def upgrade(self) -> None:
        """Bring the ledger's tables up to date."""
        upgrade(self._url)

    def open_ledger(self) -> Ledger:
        """Open the ledger, to be closed by using it as a context manager."""
        return Ledger.open(self._url, parse_key(self.key))

    @property
    def _url(self) -> str:
        return self.server or f"sqlite:///{self.folder / 'ledger.db'}"

    def _ledger(self) -> dict[str, Any]:
        url = make_url(self._url)
        extra = {"dialect": url.get_backend_name(), "secret_key": self.key}
        fields = {"host": url.host, "port": url.port, "login": url.username, "password": url.password}
        return {"schema": url.database, "extra": extra, **(fields if self.server else {})}
