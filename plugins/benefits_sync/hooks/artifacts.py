"""The hook of the artifact store."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from airflow.sdk import BaseHook
from upath import UPath

from benefits_sync.hooks.settings import Settings, tried
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.files import get, put, remove_folder
from benefits_sync.store.keys import parse_key

STORAGE_TYPE: Final = "generic"
"""Type of the connection that holds what a remote file system needs."""


class ArtifactsHook(BaseHook):
    """Opens the artifact store that a connection names.

    Args:
        artifacts_conn_id: The connection's id.
    """

    conn_name_attr: ClassVar[str] = "artifacts_conn_id"
    default_conn_name: ClassVar[str] = "benefits_artifacts"
    conn_type: ClassVar[str] = "benefits_artifacts"
    hook_name: ClassVar[str] = "Benefits artifacts"

    def __init__(self, artifacts_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.artifacts_conn_id = artifacts_conn_id

    @cached_property
    def settings(self) -> Settings:
        """The connection's fields, looked up once."""
        return Settings.look_up(self.artifacts_conn_id, self.conn_type)

    def get_store(self) -> ArtifactStore:
        """Return the store; nothing is read or written yet.

        Raises:
            ConnectionSettingsError: If the connection lacks a field or has a wrong one.
        """
        key = parse_key(self.settings.secret("password", "key"))
        return ArtifactStore(self._root(), key, self._storage_options())

    def test_connection(self) -> tuple[bool, str]:
        """Write, read and remove a file; says which of root, key or permission is wrong."""
        return tried(self._write_and_read)

    def _write_and_read(self) -> str:
        self.get_store()
        folder = UPath(self._root(), **self._storage_options()) / f"connection-test-{secrets.token_hex(4)}"
        doing = "testing the artifact store"
        put(folder / "probe", b"probe", doing)
        found = get(folder / "probe", doing)
        remove_folder(folder, doing)
        if found != b"probe":
            raise self.settings.wrong("root", "does not give back what was written; check the store")
        return "The root can be written and read, and the key is a key."

    def _root(self) -> str:
        root = self.settings.required("host", "root")
        if "://" not in root and not Path(root).is_absolute():
            raise self.settings.wrong("root", "must be an absolute path or a URL such as s3://bucket/folder")
        return root

    def _storage_options(self) -> dict[str, Any]:
        """Return the extra of the storage connection: the options fsspec takes for this kind of root."""
        conn_id = self.settings.optional("storage_conn_id")
        if conn_id is None:
            return {}
        return dict(Settings.look_up(conn_id, STORAGE_TYPE).extra)
