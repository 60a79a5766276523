"""The one secret of the stores, and the separate keys derived from it for each purpose."""

import base64
import binascii
import secrets
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from benefits_sync.errors import ConnectionSettingsError

KEY_BYTES: Final = 32


def generate_key() -> str:
    """Return a new random key as text, the form in which connections and environments hold it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def parse_key(text: str) -> bytes:
    """Return the bytes of a key given as text.

    Raises:
        ConnectionSettingsError: If the text is not a key made by `generate_key`.
    """
    try:
        key = base64.b64decode(text.strip().encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ConnectionSettingsError(
            f"the key of the ledger and the artifacts must be {KEY_BYTES} random bytes in base64: "
            "make one with `benefits keygen`, and keep it, for without it nothing stored can be read"
        )
    return key


def derive_key(key: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose, so that no two uses share a key."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"benefits_sync/{purpose}".encode()).derive(key)
