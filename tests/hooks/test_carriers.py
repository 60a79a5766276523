"""A profile and a side lead to the right inbox, and never to that of the other side."""

from pathlib import Path
from typing import Any

import pytest

from benefits_sync.clients.carriers.api_dropbox import ApiDropbox
from benefits_sync.clients.carriers.sftp_dropbox import SftpDropbox
from benefits_sync.errors import ConnectionSettingsError, DeliveryError
from benefits_sync.hooks.carriers import carrier_dropbox, carrier_host
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carriers import Usage
from tests.clients.carriers.conftest import content_of, file_of
from tests.hooks.conftest import Define
from tests.mapping.carriers.profiles import LIFE, MEDICAL, VISION, changed
from tests.services.sshd import SFTPServer


@pytest.fixture
def home(define: Define, sftp_server: SFTPServer) -> Path:
    """A carrier's home, which both connections of cedarline lead to, in accounts of different names."""
    inbox = sftp_server.folder / "inbound"
    inbox.mkdir()
    define("cedarline_sftp", **sftp_server.connection())
    define("cedarline_sftp_test", **sftp_server.connection() | {"login": "tester"})
    return inbox


def moved(found: CarrierProfile, **sftp: Any) -> CarrierProfile:
    """A profile with other settings of its SFTP delivery."""
    assert found.delivery.sftp is not None
    return changed(found, delivery={"sftp": sftp})


def test_a_file_goes_by_the_connection_of_its_side(home: Path) -> None:
    carrier_dropbox(moved(MEDICAL, directory=str(home)), Usage.PRODUCTION).deliver(file_of())
    assert [path.name for path in home.iterdir()] == [file_of().name]


@pytest.mark.parametrize(("side", "file"), [(Usage.TEST, Usage.PRODUCTION), (Usage.PRODUCTION, Usage.TEST)])
def test_a_file_of_the_other_side_is_refused(home: Path, side: Usage, file: Usage) -> None:
    box = carrier_dropbox(MEDICAL, side)

    with pytest.raises(DeliveryError, match=f"the carrier's {side.name.lower()} side"):
        box.deliver(file_of(content=content_of(file.value), usage=file))


@pytest.mark.parametrize("usage", list(Usage))
def test_both_sides_may_not_be_the_same_place(define: Define, sftp_server: SFTPServer, usage: Usage) -> None:
    for name in ("cedarline_sftp", "cedarline_sftp_test"):
        define(name, **sftp_server.connection())

    with pytest.raises(ConnectionSettingsError, match="leads to the same place as the other connection"):
        carrier_dropbox(MEDICAL, usage)


def test_one_account_may_have_a_directory_for_tests(define: Define, sftp_server: SFTPServer) -> None:
    for name in ("cedarline_sftp", "cedarline_sftp_test"):
        define(name, **sftp_server.connection())
    box = carrier_dropbox(moved(MEDICAL, test_directory="tests"), Usage.TEST)

    assert box.usage is Usage.TEST


def test_one_side_is_enough(define: Define, sftp_server: SFTPServer) -> None:
    define("clearwater_sftp", **sftp_server.connection())
    assert isinstance(carrier_dropbox(VISION, Usage.PRODUCTION), SftpDropbox)


def test_a_connection_that_does_not_exist_is_named() -> None:
    with pytest.raises(ConnectionSettingsError, match="connection clearwater_sftp_test does not exist"):
        carrier_dropbox(VISION, Usage.TEST)


def test_an_api_is_reached_by_its_profile(define: Define) -> None:
    define(
        "harborstone_api",
        conn_type="http",
        host="https://api.harborstone.example",
        login="juniper",
        password="a",
    )
    assert isinstance(carrier_dropbox(LIFE, Usage.PRODUCTION), ApiDropbox)


@pytest.mark.parametrize(("password", "same"), [("a", True), ("b", False)])
def test_both_sides_of_an_api_may_not_be_one_account(define: Define, password: str, same: bool) -> None:
    fields = {"conn_type": "http", "host": "https://api.harborstone.example", "login": "juniper"}
    define("harborstone_api", **fields, password="a")
    define("harborstone_api_sandbox", **fields, password=password)

    refused = False
    try:
        carrier_dropbox(LIFE, Usage.TEST)
    except ConnectionSettingsError as error:
        refused = "leads to the same place" in str(error)
    assert refused is same


@pytest.mark.parametrize(("side", "host"), [(Usage.PRODUCTION, "sftp.cedarline.example"), (Usage.TEST, "t")])
def test_the_host_of_a_side_is_that_of_its_connection(define: Define, side: Usage, host: str) -> None:
    define("cedarline_sftp", conn_type="sftp", host="SFTP.cedarline.example", login="juniper")
    define("cedarline_sftp_test", conn_type="sftp", host="t", login="juniper")
    assert carrier_host(MEDICAL, side) == host


def test_the_host_of_an_api_is_told_without_its_path(define: Define) -> None:
    define("harborstone_api", conn_type="http", host="https://api.harborstone.example/v2", login="juniper")
    assert carrier_host(LIFE, Usage.PRODUCTION) == "api.harborstone.example"
