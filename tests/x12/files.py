"""Files written to and read from memory."""

from io import BytesIO

from benefits_sync.x12.model.member import Member
from benefits_sync.x12.reader import TransactionStart, read_parts
from benefits_sync.x12.settings import WriterSettings
from benefits_sync.x12.writer import write_file
from tests.x12.families import ENVELOPE, NUMBERS


def written(*transactions, settings=None, numbers=NUMBERS, envelope=ENVELOPE):
    stream = BytesIO()
    write_file(
        stream, transactions, envelope=envelope, numbers=numbers, settings=settings or WriterSettings()
    )
    return stream.getvalue()


def lines(*transactions, settings=None):
    return written(*transactions, settings=settings).decode("ascii").splitlines()


def parsed(data, on_error=None):
    """The headers of a file, each with its people."""
    found = []
    for part in read_parts(BytesIO(data), on_error):
        if isinstance(part, TransactionStart):
            found.append((part.header, []))
        elif isinstance(part, Member):
            found[-1][1].append(part)
    return found


class Trickle:
    """A stream that gives one byte at a time."""

    def __init__(self, data):
        self._stream = BytesIO(data)

    def read(self, size):
        return self._stream.read(min(size, 1))
