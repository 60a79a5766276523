"""Stands in for carriers: one SFTP server on this machine, on which each has a home with its directories."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from scripts.local_sshd import LocalSSHD
from scripts.processes import Processes

DIRECTORIES: Final = ("inbound/prod", "inbound/staging", "inbound/test", "outbound", "upload", "reports")
"""What every carrier's home has; which of them are used is in the carrier's profile."""


@dataclass(frozen=True, slots=True)
class LocalCarriers:
    """Carriers on one server; each key leads to the home of its carrier.

    Args:
        server: The server.
        homes: Folder with one home for each carrier.
    """

    server: LocalSSHD
    homes: Path

    @classmethod
    def start(cls, processes: Processes, folder: Path, carriers: Sequence[str]) -> Self:
        """Start the server with a home for each carrier; what is there already is kept.

        Raises:
            StackError: OpenSSH's server is not installed, or does not start.
        """
        homes = folder / "carriers"
        for carrier in carriers:
            for name in DIRECTORIES:
                (homes / carrier / name).mkdir(parents=True, exist_ok=True)
        clients = {carrier: f"exec {{sftp}} -d {homes / carrier}" for carrier in carriers}
        return cls(LocalSSHD.start(processes, folder / "sshd", clients), homes)

    def connection(self, carrier: str) -> dict[str, Any]:
        """Return the fields of the Airflow connection to one carrier."""
        return self.server.connection(carrier)

    def directory(self, carrier: str, name: str) -> Path:
        """Return one of a carrier's directories, such as ``inbound``."""
        return self.homes / carrier / name


@contextmanager
def local_carriers(folder: Path, carriers: Sequence[str]) -> Iterator[LocalCarriers]:
    """Start carriers and stop them at the end, however this process ends.

    Args:
        folder: Where the homes, keys and logs are put.
        carriers: Their names.

    Raises:
        StackError: OpenSSH's server is not installed, or does not start.
    """
    processes = Processes(folder / "processes")
    processes.guard()
    try:
        yield LocalCarriers.start(processes, folder, carriers)
    finally:
        processes.stop()
