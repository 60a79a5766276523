"""Only the carrier can read what is encrypted for it, and keys that are of no use are named."""

import io
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benefits_sync.clients.carriers.pgp import Expiring, Keys, is_encrypted, keyring
from benefits_sync.clients.carriers.pgp_home import PREFIX
from benefits_sync.errors import ConfigurationError, ConnectionSettingsError
from benefits_sync.mapping.carriers.delivery import Encryption
from tests.clients.carriers.conftest import content_of
from tests.services.gpg import GPG, PASSPHRASE

CONTENT = content_of()
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Parties:
    """Our key and the carrier's, and what our connection holds."""

    gpg: GPG
    ours: str
    carrier: str
    expired: str
    soon: str
    keys: Keys

    def how(self, **other: Any) -> Encryption:
        usual = {"connection": "cedarline_pgp", "recipient": self.carrier, "sign_with": self.ours}
        return Encryption.model_validate({**usual, **other})


@pytest.fixture(scope="session")
def parties(gpg: GPG) -> Parties:
    ours = gpg.new_key("juniper", passphrase=PASSPHRASE)
    carrier = gpg.new_key("cedarline")
    expired = gpg.new_key("lapsed", since="20240101T000000", expires="1y")
    soon = gpg.new_key("ending", expires="20d")
    public = gpg.public(ours, carrier, expired, soon)
    return Parties(
        gpg,
        ours,
        carrier,
        expired,
        soon,
        Keys("cedarline_pgp", public, gpg.private(ours, PASSPHRASE), PASSPHRASE),
    )


def encrypted(parties: Parties, keys: Keys | None = None, content: bytes = CONTENT, **how: Any) -> bytes:
    sink = io.BytesIO()
    with keyring(keys or parties.keys) as ring:
        ring.encrypt(io.BytesIO(content), sink, parties.how(**how), NOW)
    return sink.getvalue()


def homes() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"{PREFIX}{os.getpid()}-*"))


def test_the_carrier_reads_what_was_encrypted_for_it(parties: Parties) -> None:
    assert parties.gpg.run("--decrypt", content=encrypted(parties)) == CONTENT


def test_the_carrier_sees_who_signed(parties: Parties) -> None:
    status = parties.gpg.run(
        "--status-fd", "1", "--decrypt", "--output", "/dev/null", "--yes", content=encrypted(parties)
    )
    assert f"VALIDSIG {parties.ours}".encode() in status


def test_a_file_may_go_unsigned(parties: Parties) -> None:
    keys = replace(parties.keys, private=None, passphrase=None)
    status = parties.gpg.run(
        "--status-fd",
        "1",
        "--decrypt",
        "--output",
        "/dev/null",
        "--yes",
        content=encrypted(parties, keys, sign_with=None),
    )
    assert b"VALIDSIG" not in status


@pytest.mark.parametrize("armor", [True, False])
def test_armor_is_as_the_profile_says(parties: Parties, armor: bool) -> None:
    assert encrypted(parties, armor=armor).startswith(b"-----BEGIN PGP MESSAGE-----") is armor


def test_compression_is_as_the_profile_says(parties: Parties) -> None:
    small, large = (len(encrypted(parties, compress=compress)) for compress in (True, False))
    assert small < len(CONTENT) / 5 < len(CONTENT) < large


def test_encrypted_bytes_differ_each_time(parties: Parties) -> None:
    assert encrypted(parties) != encrypted(parties)


# Keys


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"recipient": "A" * 40}, f"holds no public key {'A' * 40}"),
        ({"sign_with": "A" * 40}, f"holds no private key {'A' * 40}"),
        ({"recipient": "expired"}, "expired on 2024-12-31; ask the carrier for its new one"),
        ({"sign_with": "carrier"}, "holds no private key"),
    ],
)
def test_a_key_that_is_of_no_use_is_named(parties: Parties, how: dict[str, str], words: str) -> None:
    named = {name: getattr(parties, value, value) for name, value in how.items()}

    with pytest.raises(ConnectionSettingsError, match=f"connection cedarline_pgp: .*{words}"):
        encrypted(parties, **named)


def test_a_key_that_cannot_encrypt_is_named(parties: Parties) -> None:
    signer = parties.gpg.new_key("signer", encrypts=False)
    keys = replace(parties.keys, public=parties.gpg.public(signer))

    with pytest.raises(ConnectionSettingsError, match=f"key {signer} cannot encrypt"):
        encrypted(parties, keys, recipient=signer)


def test_a_wrong_passphrase_is_named(parties: Parties) -> None:
    with pytest.raises(ConnectionSettingsError, match="the passphrase does not unlock"):
        encrypted(parties, replace(parties.keys, passphrase="another"))


@pytest.mark.parametrize("name", ["public", "private"])
def test_a_key_that_cannot_be_read_is_named(parties: Parties, name: str) -> None:
    with pytest.raises(ConnectionSettingsError, match=f"{name}_keys? holds no key that gpg can read"):
        encrypted(parties, replace(parties.keys, **{name: "-----BEGIN PGP"}))


def test_somebody_is_told_before_a_key_expires(parties: Parties) -> None:
    with keyring(parties.keys) as ring:
        (expiring,) = ring.check(parties.how(recipient=parties.soon, warn_days=30), NOW)
    assert (expiring.fingerprint, (expiring.on - NOW).days in {19, 20}) == (parties.soon, True)


def test_nobody_is_told_long_before(parties: Parties) -> None:
    with keyring(parties.keys) as ring:
        told: tuple[Expiring, ...] = ring.check(parties.how(recipient=parties.soon, warn_days=10), NOW)
    assert told == ()


def test_a_key_expires_by_the_time_that_is_told(parties: Parties) -> None:
    with keyring(parties.keys) as ring, pytest.raises(ConnectionSettingsError, match="expired on"):
        ring.check(parties.how(recipient=parties.soon), NOW + timedelta(days=21))


# Answers


def test_an_encrypted_answer_is_read(parties: Parties) -> None:
    answer = parties.gpg.run("--encrypt", "--recipient", parties.ours, content=CONTENT)
    with keyring(parties.keys) as ring:
        assert (is_encrypted(answer), ring.decrypt(answer)) == (True, CONTENT)


@pytest.mark.parametrize("armor", [["--armor"], []])
def test_encrypted_answers_are_told_from_plain_ones(parties: Parties, armor: list[str]) -> None:
    answer = parties.gpg.run(*armor, "--encrypt", "--recipient", parties.ours, content=CONTENT)
    assert (is_encrypted(answer), is_encrypted(CONTENT)) == (True, False)


def test_an_answer_for_somebody_else_is_named(parties: Parties) -> None:
    answer = parties.gpg.run("--encrypt", "--recipient", parties.carrier, content=CONTENT)
    with (
        keyring(parties.keys) as ring,
        pytest.raises(ConnectionSettingsError, match="for a key that is not here"),
    ):
        ring.decrypt(answer)


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-40], lambda text: text[:-9] + b"\0" + text[-8:]], ids=["cut", "altered"]
)
def test_a_spoiled_answer_is_refused(parties: Parties, spoil: Any) -> None:
    answer = parties.gpg.run("--encrypt", "--recipient", parties.ours, content=CONTENT)
    with (
        keyring(parties.keys) as ring,
        pytest.raises(ConfigurationError, match="ask the carrier to send it again"),
    ):
        ring.decrypt(spoil(answer))


# What is left behind


def test_the_home_of_the_keys_is_ours_alone_and_gone_afterwards(parties: Parties) -> None:
    before = homes()
    with keyring(parties.keys):
        (home,) = homes() - before
        mode = home.stat().st_mode & 0o777
    assert (mode, home.exists()) == (0o700, False)


def test_the_home_is_removed_when_the_use_fails(parties: Parties) -> None:
    before = homes()
    with pytest.raises(ConnectionSettingsError):
        encrypted(parties, replace(parties.keys, passphrase="another"))
    assert homes() - before == set()


def test_no_agent_outlives_its_use(parties: Parties) -> None:
    encrypted(parties)
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert [line for line in running.splitlines() if f"{PREFIX}{os.getpid()}-" in line] == []


def test_the_home_of_a_killed_process_is_removed_by_the_next(parties: Parties) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{dead.pid}-"))
    with keyring(parties.keys):
        assert not left.exists()


def test_no_key_or_content_is_said_or_logged(parties: Parties, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    encrypted(parties)
    with pytest.raises(ConnectionSettingsError) as caught:
        encrypted(parties, replace(parties.keys, passphrase="another"))

    said = f"{caplog.text}{caught.value}{parties.keys!r}"
    assert [word for word in ("BEGIN PGP", "CANARY", PASSPHRASE, "another") if word in said] == []
