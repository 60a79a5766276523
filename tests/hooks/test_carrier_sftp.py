"""Each carrier's server is met by key and pinned host key."""

from typing import Any

import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.carrier_sftp import CarrierSFTPHook
from tests.hooks.conftest import Define
from tests.services.sshd import SFTPServer


def list_home(define: Define, fields: dict[str, Any]) -> list[str]:
    define("cedarline_sftp", **fields)
    with CarrierSFTPHook("cedarline_sftp", "cedarline_health").session() as sftp:
        return list(sftp.listdir("."))


def test_the_pinned_server_opens_by_our_key(define: Define, sftp_server: SFTPServer) -> None:
    assert isinstance(list_home(define, sftp_server.connection()), list)


def test_another_servers_key_is_refused(define: Define, sftp_server: SFTPServer) -> None:
    fields = sftp_server.connection(host_key=sftp_server.another_host_key())

    with pytest.raises(ConnectionSettingsError, match="host key is not the one that the server shows"):
        list_home(define, fields)


def test_an_unchecked_server_would_get_members_data(define: Define, sftp_server: SFTPServer) -> None:
    with pytest.raises(ConnectionSettingsError, match="would send members' data to any server"):
        list_home(define, sftp_server.connection(no_host_key_check="true"))
