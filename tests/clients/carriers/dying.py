"""Delivers a file and is killed at a point: ``python -m tests.clients.carriers.dying SERVER POINT``."""

import io
import json
import os
import signal
import sys
from pathlib import Path

from benefits_sync.clients.carriers.dropbox import Step
from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.clients.carriers.sftp_dropbox import SftpDropbox
from benefits_sync.clients.sftp.limits import CHUNK
from benefits_sync.models.carriers import Usage
from scripts.local_sshd import LocalSSHD
from tests.clients.carriers.conftest import CARRIER, content_of, file_of, way_of
from tests.services.sshd import SFTPServer

SIZE = 6 * CHUNK


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly(io.BytesIO):
    """A file whose reader is killed when it asks for one chunk too many."""

    def __init__(self, content: bytes, chunks: int) -> None:
        super().__init__(content)
        self._left = chunks

    def read(self, size: int | None = -1) -> bytes:
        if self._left == 0:
            die()
        self._left -= 1
        return super().read(size)


def deliver(server: SFTPServer, point: str) -> None:
    whole = file_of(content=content_of(size=SIZE))
    chunks = int(point) if point.isdigit() else 1_000
    file = OutgoingFile(
        whole.name, whole.size, whole.digest, whole.usage, lambda: Deadly(whole.opened().read(), chunks)
    )

    def reached(step: Step) -> None:
        print(step.value, flush=True)
        if point == step.value:
            die()

    way = way_of(directory=str(server.folder / "inbound"))
    SftpDropbox(CARRIER, way, Usage.PRODUCTION, server.session).deliver(file, reached=reached)
    die()


if __name__ == "__main__":
    port, keys, folder = json.loads(sys.argv[1])
    deliver(SFTPServer(LocalSSHD(port, Path(keys)), Path(folder), Path(folder)), sys.argv[2])
