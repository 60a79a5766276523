"""Opens the SFTP folder of a payroll file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Final

from benefits_sync.clients.payroll_file.folder import SFTPFolder
from benefits_sync.clients.payroll_file.text import VENDOR
from benefits_sync.hooks.pinned_sftp import PinnedSFTP


class PayrollSFTPHook:
    """Leads to the folder that an SFTP connection names.

    Args:
        conn_id: The connection's id; its type is ``sftp``.
    """

    default_conn_name: Final = "payroll_sftp"

    def __init__(self, conn_id: str = default_conn_name) -> None:
        self.conn_id = conn_id
        self._server = PinnedSFTP(conn_id, vendor=VENDOR, cargo="deductions")

    @property
    def host(self) -> str:
        """The host that files go to."""
        return self._server.settings.required("host", "host")

    @asynccontextmanager
    async def folder(self) -> AsyncIterator[SFTPFolder]:
        """Open the folder; all that waits for the network is done in another thread.

        Raises:
            ConnectionSettingsError: A field is missing or wrong, or the server is not the pinned one.
            VendorUnavailableError: The server cannot be reached.
        """
        stack = ExitStack()
        try:
            sftp = await asyncio.to_thread(stack.enter_context, self._server.session())
            yield SFTPFolder(sftp, self._server.settings.optional("folder") or ".")
        finally:
            await asyncio.to_thread(stack.close)
