"""JSON sealed with AES-GCM and bound to its place, so that two files cannot be exchanged."""

import os
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benefits_sync.store.parquet import WrongKeyError

_NONCE_BYTES: Final = 12
_MARK: Final = b"BSJ1"


def seal(value: object, key: bytes, place: str) -> bytes:
    """Return a JSON value encrypted for one place."""
    nonce = os.urandom(_NONCE_BYTES)
    return _MARK + nonce + AESGCM(key).encrypt(nonce, orjson.dumps(value), _MARK + place.encode())


def unseal(content: bytes, key: bytes, place: str) -> Any:  # noqa: ANN401 - whatever was sealed
    """Return the JSON value sealed for this place.

    Raises:
        WrongKeyError: If it was sealed with another key or for another place, or was changed.
    """
    nonce, sealed = content[len(_MARK) :][:_NONCE_BYTES], content[len(_MARK) + _NONCE_BYTES :]
    try:
        return orjson.loads(AESGCM(key).decrypt(nonce, sealed, _MARK + place.encode()))
    except (InvalidTag, ValueError) as error:
        raise WrongKeyError from error
