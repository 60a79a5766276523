"""Streams sealed part by part with AES-GCM, in flat memory.

Each stream has a key of its own. A part says at which place of which file it stands and whether it is the
last, so that none can be exchanged, left out or put in another order.
"""

import io
import os
import struct
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benefits_sync.store.keys import derive_key
from benefits_sync.store.parquet import DamagedError, WrongKeyError

PART: Final = 256 * 1024
_MARK: Final = b"BSV1"
_SALT_BYTES: Final = 16
_TAG_BYTES: Final = 16


class Seal:
    """Seals and unseals the parts of one stream."""

    def __init__(self, key: bytes, salt: bytes, place: str) -> None:
        self._cipher = AESGCM(derive_key(key, f"vault/{salt.hex()}"))
        self._place = _MARK + place.encode()
        self.parts = 0

    def seal(self, part: bytes, *, last: bool) -> bytes:
        """Return the next part sealed."""
        return self._cipher.encrypt(self._nonce(last=last), part, self._place)

    def unseal(self, part: bytes, *, last: bool) -> bytes:
        """Return the next part in clear.

        Raises:
            WrongKeyError: If not even the first part can be unsealed.
            DamagedError: If a later part is not what was sealed at its place.
        """
        try:
            return self._cipher.decrypt(self._nonce(last=last), part, self._place)
        except InvalidTag as error:
            raise (WrongKeyError if self.parts == 1 else DamagedError) from error

    def _nonce(self, *, last: bool) -> bytes:
        nonce = struct.pack(">QI", self.parts, last)
        self.parts += 1
        return nonce


class SealingWriter:
    """Seals what is written to it; `close` writes the last part, without which the stream cannot be read."""

    def __init__(self, file: BinaryIO, key: bytes, place: str) -> None:
        salt = os.urandom(_SALT_BYTES)
        self._file, self._seal = file, Seal(key, salt, place)
        self._held = bytearray()
        file.write(_MARK + salt)

    def write(self, data: bytes, /) -> int:
        """Take bytes in clear."""
        self._held += data
        while len(self._held) > PART:
            self._file.write(self._seal.seal(bytes(self._held[:PART]), last=False))
            del self._held[:PART]
        return len(data)

    def close(self) -> None:
        """Seal what is left; the file below stays open."""
        self._file.write(self._seal.seal(bytes(self._held), last=True))


class UnsealingReader(io.RawIOBase):
    """Reads a sealed stream in clear, part by part.

    Raises:
        WrongKeyError: On the first read, if it was sealed with another key or for another place.
        DamagedError: As soon as a part shows that the stream was changed or cut short.
    """

    def __init__(self, file: BinaryIO, key: bytes, place: str) -> None:
        super().__init__()
        head = file.read(len(_MARK) + _SALT_BYTES)
        if head[: len(_MARK)] != _MARK or len(head) < len(_MARK) + _SALT_BYTES:
            raise DamagedError
        self._file, self._seal = file, Seal(key, head[len(_MARK) :], place)
        self._next = file.read(PART + _TAG_BYTES)
        self._left = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # any buffer
        """Fill a buffer as far as the part at hand goes."""
        while not self._left and not self._ended:
            self._left = memoryview(self._part())
        taken = min(len(buffer), len(self._left))
        buffer[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken

    def close(self) -> None:
        """Close the file below too."""
        self._file.close()
        super().close()

    def _part(self) -> bytes:
        part, self._next = self._next, self._file.read(PART + _TAG_BYTES)
        self._ended = not self._next
        return self._seal.unseal(part, last=self._ended)
