"""Turns a stream of bytes into text, chunk by chunk, for whoever cuts it into segments."""

import hashlib
from typing import Final, Protocol

CHUNK: Final = 1 << 16
LONGEST_SEGMENT: Final = 1 << 16
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
LINE_BREAKS: Final = "\r\n"
OUTSIDE: Final = "\r\n\t \x1a"
"""What may stand before, between and after interchanges."""


class Readable(Protocol):
    """A stream that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Give at most so many bytes, none at the end."""


class DigestedStream:
    """A stream that is hashed while it is read.

    Args:
        stream: The file's bytes.
    """

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        """Read on."""
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def finish(self) -> bytes:
        """Read what is left, and give the SHA-256 of all bytes."""
        while self.read(CHUNK):
            pass
        return self._digest.digest()


class StreamText:
    """The text of a stream, as far as it was read and not yet taken.

    Bytes are read as Latin-1, so that none is lost: whether they are permitted is for a check to say.

    Args:
        stream: The file's bytes.

    Attributes:
        rest: What was read and not yet taken; whoever takes some of it sets it to what remains.
    """

    def __init__(self, stream: Readable) -> None:
        self.rest = ""
        self._stream = stream

    def begin(self) -> bool:
        """Read the beginning without its byte order mark; tell whether there was one."""
        start = self._stream.read(CHUNK)
        while 0 < len(start) < len(BYTE_ORDER_MARK) and (more := self._stream.read(CHUNK)):
            start += more
        self.rest = start.removeprefix(BYTE_ORDER_MARK).decode("latin-1")
        return start.startswith(BYTE_ORDER_MARK)

    def fill(self) -> bool:
        """Read on; tell whether the stream had more."""
        data = self._stream.read(CHUNK)
        self.rest += data.decode("latin-1")
        return bool(data)

    def skip_outside(self, least: int) -> None:
        """Drop what stands before an interchange, and read until so many characters of it are there."""
        self.rest = self.rest.lstrip(OUTSIDE)
        while len(self.rest) < least and self.fill():
            self.rest = self.rest.lstrip(OUTSIDE)
