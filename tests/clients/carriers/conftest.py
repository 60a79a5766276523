"""A carrier's SFTP server, and files for it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest

from benefits_sync.clients.carriers.dropbox import Receipt, Step
from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.clients.carriers.sftp_dropbox import SftpDropbox
from benefits_sync.mapping.carriers.delivery import Sftp
from benefits_sync.models.carriers import Usage
from tests.services.sshd import SFTPServer

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
CARRIER = "cedarline_health"
CONNECTIONS = {"production": "cedarline_sftp", "test": "cedarline_sftp_test"}

ISA = (
    "ISA*00*          *00*          *30*841234567      *33*70114          *260302*1800*^*00501*000000001*0*"
    "{usage}*:~"
)


def content_of(usage: str = "P", size: int = 60_000) -> bytes:
    """Bytes as of a carrier file: larger than one write, and than what a limited client can upload."""
    head = ISA.format(usage=usage).encode()
    return head + b"NM1*IL*1*CANARY*PAT~" * ((size - len(head)) // 20)


def file_of(
    name: str = "CLH_P_20260302_000000001.834",
    content: bytes | None = None,
    usage: Usage = Usage.PRODUCTION,
) -> OutgoingFile:
    """A file to be delivered."""
    data = content_of() if content is None else content
    return OutgoingFile(name, len(data), sha256(data).hexdigest(), usage, lambda: BytesIO(data))


def way_of(**other: Any) -> Sftp:
    """How files are put into an open inbox, with other settings."""
    usual = {"connections": CONNECTIONS, "directory": "inbound", "temporary": {"suffix": ".part"}}
    members = {name: value for name, value in {**usual, **other}.items() if value is not None}
    return Sftp.model_validate(members)


@dataclass
class Carrier:
    """A carrier's home on the server, and what the last delivery reported."""

    server: SFTPServer
    steps: list[Step] = field(default_factory=list)

    def dropbox(self, client: str = "writer", *, way: Sftp | None = None, **other: Any) -> SftpDropbox:
        """The carrier as a client of its server reaches it."""
        way = way or way_of(directory=str(self.server.folder / "inbound"))
        settings = {
            "sessions": lambda: self.server.session(client),
            "answers": str(self.server.folder / "outbound"),
            **other,
        }
        return SftpDropbox(CARRIER, way, Usage.PRODUCTION, clock=lambda: NOW, **settings)

    def deliver(
        self, file: OutgoingFile | None = None, *, after: Step | None = None, **dropbox: Any
    ) -> Receipt:
        """Hand a file over."""
        self.steps = []
        return self.dropbox(**dropbox).deliver(file or file_of(), after=after, reached=self.steps.append)

    @property
    def inbox(self) -> dict[str, bytes]:
        """What the carrier finds."""
        return {path.name: path.read_bytes() for path in (self.server.folder / "inbound").iterdir()}

    def put(self, name: str, content: bytes, directory: str = "inbound") -> None:
        """Put a file there, as the carrier or somebody else does."""
        (self.server.folder / directory / name).write_bytes(content)


@pytest.fixture
def carrier(sftp_server: SFTPServer) -> Carrier:
    """A carrier with an empty home."""
    for name in ("inbound", "outbound", "temp"):
        (sftp_server.folder / name).mkdir()
    return Carrier(sftp_server)
