"""Opens sessions with a carrier's SFTP server."""

from collections.abc import Iterator
from contextlib import contextmanager

import paramiko

from benefits_sync.hooks.pinned_sftp import PinnedSFTP


class CarrierSFTPHook:
    """Leads to the server that an SFTP connection names; directories are in the carrier's profile.

    Args:
        conn_id: The connection's id; its type is ``sftp``.
        carrier: Name of the carrier's profile.
    """

    def __init__(self, conn_id: str, carrier: str) -> None:
        self.conn_id = conn_id
        self._server = PinnedSFTP(conn_id, vendor=carrier, cargo="members' data")

    @property
    def place(self) -> tuple[str, ...]:
        """What is the same for two connections that lead to the same files."""
        settings = self._server.settings
        host, login = settings.required("host", "host"), settings.required("login", "user")
        return host.lower(), settings.optional("port") or "22", login

    @contextmanager
    def session(self) -> Iterator[paramiko.SFTPClient]:
        """Open a session, closed at the end whatever happens.

        Raises:
            ConnectionSettingsError: A field is missing or wrong, or the server is not the pinned one.
            VendorUnavailableError: The server cannot be reached.
        """
        with self._server.session() as sftp:
            yield sftp
