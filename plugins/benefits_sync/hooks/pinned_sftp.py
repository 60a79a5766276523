"""Opens an SFTP session, and only with the server whose key the connection pins."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import Final

import paramiko
from airflow.providers.sftp.hooks.sftp import SFTPHook
from airflow.sdk.exceptions import AirflowException

from benefits_sync.errors import ConnectionSettingsError, VendorUnavailableError
from benefits_sync.hooks.settings import Settings

CONNECT_SECONDS: Final = 10
ANSWER_SECONDS: Final = 60.0
"""A server that is silent for so long is taken for gone."""

_UNCHECKED: Final = ("no_host_key_check", "allow_host_key_change", "ignore_hostkey_verification")


class PinnedSFTP:
    """The server that a connection of the type ``sftp`` names.

    Args:
        conn_id: The connection's id.
        vendor: Whose server it is, in errors.
        cargo: What is sent there, in errors.
    """

    def __init__(self, conn_id: str, *, vendor: str, cargo: str) -> None:
        self.conn_id = conn_id
        self._vendor = vendor
        self._cargo = cargo

    @cached_property
    def settings(self) -> Settings:
        """The connection's fields, looked up once."""
        return Settings.look_up(self.conn_id, "sftp")

    @contextmanager
    def session(self) -> Iterator[paramiko.SFTPClient]:
        """Open a session, closed at the end whatever happens.

        Raises:
            ConnectionSettingsError: A field is missing or wrong, or the server is not the pinned one.
            VendorUnavailableError: The server cannot be reached.
        """
        hook = self._provider_hook()
        with ExitStack() as stack:
            stack.callback(_hang_up, hook)
            with self._failures():
                sftp = stack.enter_context(hook.get_managed_conn())
            channel = sftp.get_channel()
            if channel is None or channel.get_transport().get_remote_server_key() != hook.host_key:
                # A known_hosts file of the machine is asked before the connection's key.
                raise self._another_server()
            channel.settimeout(ANSWER_SECONDS)
            yield sftp

    def _provider_hook(self) -> SFTPHook:
        settings = self.settings
        settings.required("host", "host")
        settings.required("login", "user")
        if not any(settings.optional(name) for name in ("password", "private_key", "key_file")):
            raise settings.wrong("private key", "is empty; give extra private_key, key_file, or a password")
        if settings.optional("host_key") is None:
            raise settings.wrong(
                "host key",
                "is empty; put the server's public key (such as `ssh-ed25519 AAAA…`), as its owner tells it, "
                "into extra host_key",
            )
        switched_off = [name for name in _UNCHECKED if settings.flag(name)]
        if switched_off:
            raise settings.wrong(switched_off[0], f"would send {self._cargo} to any server; remove it")
        try:
            hook = SFTPHook(
                ssh_conn_id=self.conn_id,
                conn_timeout=None if settings.optional("conn_timeout") else CONNECT_SECONDS,
                conn_retry_attempts=1,  # the task is tried again as a whole, later
                no_host_key_check=False,
            )
        except (AirflowException, ValueError, paramiko.SSHException) as error:
            raise settings.wrong(
                "host key or private key", "cannot be read; paste it again, whole"
            ) from error
        return hook

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Raise our errors for what goes wrong while connecting."""
        try:
            yield
        except paramiko.BadHostKeyException as error:
            raise self._another_server() from error
        except paramiko.AuthenticationException as error:
            raise self.settings.wrong(
                "user", "is refused by the server; check user, private key or password"
            ) from error
        except (paramiko.SSHException, EOFError) as error:
            if "not found in known_hosts" in str(error):  # the server has no key of the pinned kind
                raise self._another_server() from error
            raise self._unavailable("the server speaks no SFTP, or broke off; try again later") from error
        except OSError as error:
            raise self._unavailable(
                "no connection could be established; check host, port and network"
            ) from error

    def _another_server(self) -> ConnectionSettingsError:
        return self.settings.wrong(
            "host key",
            "is not the one that the server shows, so no file was sent; ask the server's owner whether "
            "it was changed before you pin the new one",
        )

    def _unavailable(self, why: str) -> VendorUnavailableError:
        return VendorUnavailableError(why, vendor=self._vendor, operation="connect")


def _hang_up(hook: SFTPHook) -> None:
    if hook.client is not None:
        hook.client.close()
