"""The SFTP folder is opened on the pinned server only, and each wrong field is named."""

import logging
from typing import Any

import pytest

from benefits_sync.clients.payroll_file.folder import SFTPFolder
from benefits_sync.errors import BenefitsSyncError, ConnectionSettingsError, VendorUnavailableError
from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook
from scripts.processes import free_port
from tests.hooks.conftest import Define
from tests.services.sshd import SFTPServer


async def read_nothing(define: Define, fields: dict[str, Any]) -> None:
    """Open the folder and look for a file that is not there."""
    define("payroll_sftp", **fields)
    async with PayrollSFTPHook().folder() as folder:
        assert folder.read("nothing.csv") is None


async def test_the_folder_of_the_pinned_server_opens(define: Define, sftp_server: SFTPServer) -> None:
    define("payroll_sftp", **sftp_server.connection())
    async with PayrollSFTPHook().folder() as folder:
        assert isinstance(folder, SFTPFolder)


async def test_another_servers_key_is_refused(define: Define, sftp_server: SFTPServer) -> None:
    fields = sftp_server.connection(host_key=sftp_server.another_host_key())

    with pytest.raises(ConnectionSettingsError, match="host key is not the one that the server shows"):
        await read_nothing(define, fields)


async def test_the_pinned_key_counts_even_where_the_machine_trusts_another(
    define: Define, sftp_server: SFTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sftp_server.home / ".ssh").mkdir()
    known = f"[127.0.0.1]:{sftp_server.port} {sftp_server.host_key}\n"
    (sftp_server.home / ".ssh" / "known_hosts").write_text(known)
    monkeypatch.setenv("HOME", str(sftp_server.home))
    fields = sftp_server.connection(host_key=sftp_server.another_host_key())

    with pytest.raises(ConnectionSettingsError, match="host key is not the one that the server shows"):
        await read_nothing(define, fields)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"host_key": None}, "host key is empty; put the server's public key"),
        ({"host_key": "ssh-ed25519 AAAA"}, "host key or private key cannot be read"),
        ({"host_key": "ssh-dss AAAA"}, "host key or private key cannot be read"),
        ({"private_key": None}, "private key is empty"),
        ({"private_key": "-----BEGIN\nnothing\n"}, "host key or private key cannot be read"),
        ({"no_host_key_check": "true"}, "no_host_key_check would send deductions to any server"),
        ({"no_host_key_check": True, "host_key": None}, "host key is empty"),
        ({"allow_host_key_change": "true"}, "allow_host_key_change would send deductions to any server"),
        ({"ignore_hostkey_verification": "true"}, "ignore_hostkey_verification would send deductions"),
        ({"folder": "/nowhere/at/all"}, "folder /nowhere/at/all is not there"),
    ],
)
async def test_a_wrong_field_is_named(
    define: Define, sftp_server: SFTPServer, extra: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConnectionSettingsError, match=words):
        await read_nothing(define, sftp_server.connection(**extra))


@pytest.mark.parametrize("name", ["host", "login"])
async def test_host_and_user_are_needed(define: Define, sftp_server: SFTPServer, name: str) -> None:
    with pytest.raises(ConnectionSettingsError, match=r"(host|user) is empty"):
        await read_nothing(define, sftp_server.connection() | {name: None})


async def test_a_user_whom_the_server_refuses_is_told_so(define: Define, sftp_server: SFTPServer) -> None:
    with pytest.raises(ConnectionSettingsError, match="user is refused by the server"):
        await read_nothing(define, sftp_server.connection("stranger"))


async def test_a_server_that_is_away_is_worth_another_try(define: Define, sftp_server: SFTPServer) -> None:
    fields = sftp_server.connection() | {"port": free_port()}

    with pytest.raises(VendorUnavailableError, match="no connection could be established"):
        await read_nothing(define, fields)


async def test_a_connection_of_another_type_is_refused(define: Define, sftp_server: SFTPServer) -> None:
    with pytest.raises(ConnectionSettingsError, match="must be sftp"):
        await read_nothing(define, sftp_server.connection() | {"conn_type": "ssh"})


@pytest.mark.parametrize("client", ["writer", "stranger"])
async def test_no_private_key_is_said_or_logged(
    define: Define, sftp_server: SFTPServer, client: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = sftp_server.connection(client)["extra"]["private_key"].splitlines()[1]
    said = ""
    try:
        await read_nothing(define, sftp_server.connection(client))
    except BenefitsSyncError as error:
        said = str(error)

    assert secret not in said + caplog.text
