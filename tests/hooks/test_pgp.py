"""PGP keys come from a connection, whose Test button tells which they are."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.pgp import PGPHook
from benefits_sync.mapping.carriers.delivery import Encryption
from tests.hooks.conftest import Define
from tests.services.gpg import GPG, PASSPHRASE

CONTENT = b"ISA*00*a file~"


@pytest.fixture(scope="session")
def carrier(gpg: GPG) -> str:
    return gpg.new_key("clearhook", expires="2y")


@pytest.fixture(scope="session")
def ours(gpg: GPG) -> str:
    return gpg.new_key("juniperhook", passphrase=PASSPHRASE)


@pytest.fixture
def fields(gpg: GPG, carrier: str, ours: str) -> dict[str, Any]:
    extra = {"public_keys": gpg.public(carrier, ours), "private_key": gpg.private(ours, PASSPHRASE)}
    return {"conn_type": "benefits_pgp", "password": PASSPHRASE, "extra": extra}


def test_a_file_is_encrypted_with_the_connections_keys(
    define: Define, gpg: GPG, fields: dict[str, Any], carrier: str, ours: str
) -> None:
    define("cedarline_pgp", **fields)
    how = Encryption(connection="cedarline_pgp", recipient=carrier, sign_with=ours)
    sink = io.BytesIO()
    with PGPHook("cedarline_pgp").keyring() as ring:
        ring.encrypt(io.BytesIO(CONTENT), sink, how, datetime.now(UTC))

    assert gpg.run("--decrypt", content=sink.getvalue()) == CONTENT


def test_the_test_button_tells_the_keys(
    define: Define, fields: dict[str, Any], carrier: str, ours: str
) -> None:
    define("cedarline_pgp", **fields)
    well, text = PGPHook("cedarline_pgp").test_connection()

    assert (well, f"{ours} (private) does not expire" in text, f"{carrier} expires on 20" in text) == (
        True,
        True,
        True,
    )


def test_the_test_button_names_a_key_that_cannot_be_read(define: Define, fields: dict[str, Any]) -> None:
    define("cedarline_pgp", **fields | {"extra": {"public_keys": "-----BEGIN"}})
    well, text = PGPHook("cedarline_pgp").test_connection()

    assert (well, "cedarline_pgp: public_keys holds no key that gpg can read" in text) == (False, True)


def test_public_keys_are_needed(define: Define) -> None:
    define("cedarline_pgp", conn_type="benefits_pgp")

    with pytest.raises(ConnectionSettingsError, match="public keys is empty"):
        PGPHook("cedarline_pgp").keys()
