"""What every way to a carrier has in common: a file is handed over once, answers are left where they are."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final, Protocol

from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.errors import VendorContractError

MOST_ANSWER_BYTES: Final = 64 * 1024 * 1024
"""An answer larger than this is refused, not read: no acknowledgment is."""


class Step(StrEnum):
    """How far a delivery may have come.

    Each is reported before it is begun, and has to be kept before the call returns: a later try reads from
    it what a killed one can have left behind.
    """

    UPLOADING = "uploading"
    RENAMING = "renaming"


Reached = Callable[[Step], None]


def unrecorded(_step: Step) -> None:
    """Keep no record of steps."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a file was handed over.

    Args:
        name: Its name at the carrier.
        size: Its bytes.
        verified: Whether the carrier's side was seen to hold all of it. Without, only its answer will tell.
        receipt_id: The carrier's own number of the delivery, where it gives one.
        at: When.
    """

    name: str
    size: int
    verified: bool
    receipt_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """One file that the carrier put out for us.

    Args:
        name: Its name.
        content: Its bytes.
        modified: When the carrier wrote it, where that is known.
        mark: Tells it from every other, later ones of its name included; given back as ``seen``.
    """

    name: str
    content: bytes = field(repr=False)
    modified: datetime | None
    mark: str


class CarrierDropbox(Protocol):
    """One carrier's inbox and outbox, of test or of production. Its calls block."""

    def deliver(
        self, file: OutgoingFile, *, after: Step | None = None, reached: Reached = unrecorded
    ) -> Receipt:
        """Hand a file over; the same bytes again change nothing.

        Nothing of the carrier's is ever replaced or deleted.

        Args:
            file: The file; its usage must be that of the dropbox.
            after: The last step that an earlier try reported.
            reached: Told of each step before it is begun.

        Raises:
            DeliveryError: It may not go there, its bytes are not those that were approved, or its name is
                taken by another file; nothing was sent.
            ConnectionSettingsError: Folder, address or rights are wrong.
            VendorUnavailableError: The carrier cannot be reached, or takes nothing now; try again.
        """

    def collect(self, patterns: Sequence[str], seen: Container[str]) -> Iterator[AnswerFile]:
        """Take the answers that are complete and not seen yet, and leave them where they are.

        Args:
            patterns: Which names are answers; ``*``, ``?`` and ``[…]`` stand for others.
            seen: Marks of those taken before.

        Raises:
            VendorContractError: One is larger than any answer, or the list of them cannot be read; the others
                were given before.
            ConnectionSettingsError: Folder, address or rights are wrong.
            VendorUnavailableError: The carrier cannot be reached.
        """


def is_wanted(name: str, patterns: Sequence[str]) -> bool:
    """Tell whether a file is an answer by its name; hidden ones and paths never are."""
    plain = not name.startswith(".") and "/" not in name and name.isprintable()
    return plain and any(fnmatchcase(name, pattern) for pattern in patterns)


def too_large(size: int, carrier: str) -> VendorContractError:
    """Return the error of a file that is no answer by its size, without its name, which may be a person's."""
    return VendorContractError(
        f"a file has {size} bytes, and no answer has more than {MOST_ANSWER_BYTES}; ask the carrier what it "
        "is, and have it moved away",
        vendor=carrier,
        operation="collect answers",
    )


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
