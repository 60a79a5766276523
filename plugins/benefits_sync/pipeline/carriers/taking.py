"""What is found in one answer, before the ledger keeps it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from benefits_sync.clients.carriers.dropbox import AnswerFile
from benefits_sync.models.carrier_files import NewMessage
from benefits_sync.models.carriers import AnswerKind, FileState


@dataclass(frozen=True, slots=True)
class Collected:
    """One file that a carrier put out, in clear and in the vault."""

    found: AnswerFile
    content: bytes = field(repr=False)
    uri: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer that a collected file holds.

    Args:
        kind: What sort of answer it is.
        verdict: What it says, in a word.
        file: The file that it is about; None where that is not known.
        told: The state that it tells of that file.
        messages: What it says of people and of the file.
        problem: Why somebody has to look, where it could not be read or matched.
    """

    kind: AnswerKind
    verdict: str
    file: int | None = None
    told: FileState | None = None
    messages: Sequence[NewMessage] = ()
    problem: str | None = None


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of an answer, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
