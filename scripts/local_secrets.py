"""The secrets of a local stack: made up at its first start, kept for the next in a file of its owner."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from benefits_sync.store.keys import generate_key

USERS = {"operator": "op", "approver": "user"}
"""Log-in -> role; both may trigger runs and answer them, `operator` may edit connections too."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Log-ins and keys of one stack."""

    passwords: Mapping[str, str]
    fernet_key: str
    jwt_secret: str
    session_key: str
    data_key: str

    @classmethod
    def new(cls) -> Self:
        """Make up a set nobody has seen."""
        return cls(
            passwords={user: new_password() for user in USERS},
            fernet_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            jwt_secret=secrets.token_urlsafe(48),
            session_key=secrets.token_urlsafe(32),
            data_key=generate_key(),
        )

    @classmethod
    def kept(cls, file: Path) -> Self:
        """Read the set in a file, or make one up and write it there for its owner's eyes only."""
        if file.exists():
            return cls(**json.loads(file.read_text()))
        made = cls.new()
        write_private(file, json.dumps(asdict(made)))
        return made


def new_password() -> str:
    """Return a password that stands in a URL as it is, and that no program takes for an option."""
    return secrets.token_hex(12)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, from its first moment on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as private:
        private.write(text)
