"""Files encrypted for a carrier and answers decrypted, by gpg with keys that live for one use only."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO, Final

import gnupg

from benefits_sync.clients.carriers.pgp_home import gpg_home
from benefits_sync.clients.carriers.pgp_keys import Capability, Key, listed_keys
from benefits_sync.errors import BenefitsSyncError, ConfigurationError, ConnectionSettingsError
from benefits_sync.mapping.carriers.delivery import Encryption
from benefits_sync.x12.writer import Writable

# The library writes the beginning of imported keys into its log at debug level.
logging.getLogger("gnupg").setLevel(logging.WARNING)

_ARMOR: Final = b"-----BEGIN PGP MESSAGE-----"
_SESSION_KEY_PACKETS: Final = frozenset({0x84, 0x85, 0x86, 0xC1, 0xC3})
"""First bytes of a binary message: a session key, encrypted for a public key or by a passphrase."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one connection.

    Args:
        conn_id: The connection, named in errors.
        public: Public keys, armored, one after the other.
        private: Our private key, armored; None where nothing is signed or decrypted.
        passphrase: What unlocks it; None when it is not locked.
    """

    conn_id: str
    public: str = field(repr=False)
    private: str | None = field(default=None, repr=False)
    passphrase: str | None = field(default=None, repr=False)

    def wrong(self, what: str) -> ConnectionSettingsError:
        """Return the error of a key, with what to do about it."""
        return ConnectionSettingsError(f"connection {self.conn_id}: {what}")


@dataclass(frozen=True, slots=True)
class Expiring:
    """A key that stops working soon."""

    fingerprint: str
    on: datetime


class Keyring:
    """gpg with the keys of one connection; made by `keyring`."""

    def __init__(self, gpg: gnupg.GPG, keys: Keys) -> None:
        self._gpg = gpg
        self._keys = keys
        self._public = listed_keys(gpg.list_keys())
        self._private = listed_keys(gpg.list_keys(secret=True))

    def check(self, how: Encryption, now: datetime) -> tuple[Expiring, ...]:
        """Return the keys that expire within the profile's ``warn_days``.

        Raises:
            ConnectionSettingsError: A key is missing, expired, revoked, or of no use for what it is to do.
        """
        used = [self._usable(self._public, how.recipient, "e", now)]
        if how.sign_with is not None:
            used.append(self._usable(self._private, how.sign_with, "s", now))
        soon = now + timedelta(days=how.warn_days)
        return tuple(Expiring(key.fingerprint, end) for key, end in used if end is not None and end <= soon)

    def described(self, now: datetime) -> list[str]:
        """Return a line about each key: its fingerprint, whether it is private, and until when it lasts."""
        private = {key.fingerprint for key in self._private}
        return [
            f"{key.fingerprint}{' (private)' if key.fingerprint in private else ''} {key.validity(now)}"
            for key in self._public
        ]

    def encrypt(
        self, source: BinaryIO, sink: Writable, how: Encryption, now: datetime
    ) -> tuple[Expiring, ...]:
        """Encrypt for the carrier, and sign where the profile asks for it.

        The bytes differ each time, because PGP draws a new session key. Make them once, keep them, and send
        those kept bytes in every try.

        Args:
            source: What is encrypted; it is never written to a disk.
            sink: Where the encrypted bytes are written.
            how: For whom, signed by whom, compressed, armored.
            now: The time, against which keys expire.

        Returns:
            Keys that expire soon, as `check` tells them.

        Raises:
            ConnectionSettingsError: A key or the passphrase is of no use.
        """
        expiring = self.check(how, now)

        def taken(chunk: bytes) -> bool:
            sink.write(chunk)
            return False  # the library needs not keep it

        self._gpg.on_data = taken
        result = self._gpg.encrypt_file(
            source,
            [how.recipient],
            sign=how.sign_with is not None,
            passphrase=self._keys.passphrase if how.sign_with is not None else None,
            always_trust=True,  # the connection is what vouches for these keys
            armor=how.armor,
            extra_args=_options(how),
        )
        if not result.ok or result.returncode != 0:
            raise self._failed("encrypt", result)
        return expiring

    def decrypt(self, content: bytes) -> bytes:
        """Decrypt an answer; gpg refuses one that was altered on the way.

        Raises:
            ConnectionSettingsError: It is encrypted for another key, or the passphrase is wrong.
            ConfigurationError: It is cut off, altered, or no PGP message.
        """
        self._gpg.on_data = None
        result = self._gpg.decrypt(content, passphrase=self._keys.passphrase, always_trust=True)
        if not result.ok or result.returncode != 0:
            raise self._failed("decrypt", result)
        return bytes(result.data)

    def _usable(
        self, keys: Sequence[Key], fingerprint: str, capability: Capability, now: datetime
    ) -> tuple[Key, datetime | None]:
        key = next((key for key in keys if key.fingerprint == fingerprint), None)
        if key is None:
            kind, name = (
                ("private key", "private_key") if capability == "s" else ("public key", "public_keys")
            )
            raise self._keys.wrong(
                f"holds no {kind} {fingerprint}, which the carrier's profile names; put it into {name}"
            )
        reason = key.trouble(capability, now)
        if reason is not None:
            owner = "make a new one" if capability == "s" else "ask the carrier for its new one"
            raise self._keys.wrong(
                f"key {fingerprint} {reason}; {owner}, put it in here and into the carrier's profile"
            )
        return key, key.ends(capability)

    def _failed(self, doing: str, result: gnupg.Crypt) -> BenefitsSyncError:
        # gpg's own text can quote what it read; the library's status does not.
        status = str(result.status or "")
        if "passphrase" in status or "bad passphrase" in str(result.stderr).lower():
            return self._keys.wrong("the passphrase does not unlock the private key; put the right one in")
        if "no secret key" in status or "NO_SECKEY" in str(result.stderr):
            return self._keys.wrong(
                "the file is encrypted for a key that is not here; put our private key in, or tell the "
                "carrier which key to use"
            )
        if doing == "decrypt":
            return ConfigurationError(
                f"gpg with the keys of {self._keys.conn_id} cannot read the answer: it is cut off, was "
                "altered, or is no PGP message; ask the carrier to send it again"
            )
        return self._keys.wrong(f"gpg cannot {doing} ({status or 'it does not say why'})")


@contextmanager
def keyring(keys: Keys) -> Iterator[Keyring]:
    """Give gpg the keys in a home of its own, which is removed with its agent at the end.

    Raises:
        ConfigurationError: gpg is not installed.
        ConnectionSettingsError: A key cannot be read.
    """
    with gpg_home() as home:
        gpg = gnupg.GPG(gnupghome=str(home))
        for text, name in ((keys.public, "public_keys"), (keys.private, "private_key")):
            if text is not None and not gpg.import_keys(text, passphrase=keys.passphrase).fingerprints:
                raise keys.wrong(f"{name} holds no key that gpg can read; paste it again, whole and armored")
        yield Keyring(gpg, keys)


def is_encrypted(content: bytes) -> bool:
    """Tell whether an answer is a PGP message."""
    return content.lstrip().startswith(_ARMOR) or content[:1] in {
        bytes([one]) for one in _SESSION_KEY_PACKETS
    }


def _options(how: Encryption) -> list[str]:
    compression = ["--compress-algo", "ZLIB" if how.compress else "none"]
    # Not the library's --default-key: gpg takes another key when that one is of no use.
    return [*compression, "--local-user", how.sign_with] if how.sign_with is not None else compression
