"""The hook of PGP keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar

from airflow.sdk import BaseHook
from airflow.sdk.log import mask_secret

from benefits_sync.clients.carriers.pgp import Keyring, Keys, keyring
from benefits_sync.hooks.settings import Settings, tried


class PGPHook(BaseHook):
    """Gives gpg the keys of a connection, for one use.

    Args:
        pgp_conn_id: The connection's id.
    """

    conn_name_attr: ClassVar[str] = "pgp_conn_id"
    default_conn_name: ClassVar[str] = "benefits_pgp"
    conn_type: ClassVar[str] = "benefits_pgp"
    hook_name: ClassVar[str] = "PGP keys"

    def __init__(self, pgp_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.pgp_conn_id = pgp_conn_id

    @cached_property
    def settings(self) -> Settings:
        """The connection's fields, looked up once."""
        return Settings.look_up(self.pgp_conn_id, self.conn_type)

    def keys(self) -> Keys:
        """Return the keys.

        Raises:
            ConnectionSettingsError: If the connection lacks a field.
        """
        settings = self.settings
        private, passphrase = settings.optional("private_key"), settings.optional("password")
        for secret in (private, passphrase):
            if secret is not None:
                mask_secret(secret)
        public = settings.required("public_keys", "public keys")
        return Keys(self.pgp_conn_id, public, private, passphrase)

    @contextmanager
    def keyring(self) -> Iterator[Keyring]:
        """Open a key ring that is gone at the end, with all that gpg made of it.

        Raises:
            ConfigurationError: gpg is not installed.
            ConnectionSettingsError: A key cannot be read.
        """
        with keyring(self.keys()) as ring:
            yield ring

    def test_connection(self) -> tuple[bool, str]:
        """Read the keys, and tell which are there and until when they last."""
        return tried(self._described)

    def _described(self) -> str:
        with self.keyring() as ring:
            return "gpg reads the keys: " + "; ".join(ring.described(datetime.now(UTC)))
