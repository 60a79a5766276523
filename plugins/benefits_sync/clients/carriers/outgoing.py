"""A file on its way out: what it is called, what it holds, and for whom it may be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO, Final

from benefits_sync.clients.sftp.limits import CHUNK
from benefits_sync.errors import DeliveryError, VendorUnavailableError
from benefits_sync.models.carriers import Usage

_ISA_BYTES: Final = 106
_ISA15: Final = 102
"""Where ISA, whose every element has a fixed width, says test or production."""


def unnoticed(_done: int) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """The bytes that a carrier gets, under one name.

    PGP never gives the same bytes twice. Encrypted bytes are therefore made once and kept; every try sends
    those, or a carrier would see two different files under one control number.

    Args:
        name: Its name at the carrier.
        size: Its bytes, encrypted where they are.
        digest: SHA-256 of these bytes, in hexadecimal digits.
        usage: Whether it is of test or of production.
        opened: Opens it from its beginning, as often as it is asked.
        progress: Told how many bytes were handed on so far.
    """

    name: str
    size: int
    digest: str
    usage: Usage
    opened: Callable[[], BinaryIO] = field(repr=False)
    progress: Callable[[int], object] = field(default=unnoticed, repr=False)

    def chunks(self, carrier: str) -> Iterator[bytes]:
        """Read it in pieces, and stop before its end is trusted when it is not what was approved.

        Raises:
            DeliveryError: ISA15 says another usage, or the bytes have another digest.
        """
        digest, done = sha256(), 0
        with self.opened() as stream:
            first = stream.read(CHUNK)
            self._check_envelope(first, carrier)
            chunk = first
            while chunk:
                digest.update(chunk)
                yield chunk
                done += len(chunk)
                self.progress(done)
                chunk = stream.read(CHUNK)
        if digest.hexdigest() != self.digest:
            raise self.refused(
                "its bytes are no longer those that were built and checked; quarantine it and build it anew",
                carrier,
            )

    def check_usage(self, usage: Usage, carrier: str) -> None:
        """Refuse to send test to production, or production to test.

        Raises:
            DeliveryError: The file is for the other side.
        """
        if self.usage is not usage:
            raise self.refused(_wrong_side(self.usage, usage), carrier)

    def refused(self, why: str, carrier: str) -> DeliveryError:
        """Return the error of this file not being sent."""
        return DeliveryError(why, vendor=carrier, operation=f"deliver {self.name}")

    def unavailable(self, why: str, carrier: str) -> VendorUnavailableError:
        """Return the error of this file not being taken now."""
        return VendorUnavailableError(why, vendor=carrier, operation=f"deliver {self.name}")

    def _check_envelope(self, head: bytes, carrier: str) -> None:
        if not head.startswith(b"ISA") or len(head) < _ISA_BYTES:
            return  # encrypted
        said = head[_ISA15 : _ISA15 + 1].decode("latin-1")
        if said != self.usage:
            raise self.refused(
                f"ISA15 is not {self.usage.value}, which the connection is for; build the file anew", carrier
            )


def _wrong_side(file: Usage, connection: Usage) -> str:
    return (
        f"it is a {file.name.lower()} file and the connection is the carrier's {connection.name.lower()} "
        "side; send it by the other connection of the profile"
    )
