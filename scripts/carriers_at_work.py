"""Starts the carriers of all profiles on this machine, and tells how Airflow reaches them."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from scripts.airflow_settings import ROOT
from scripts.carrier_api_server import start_carrier_api
from scripts.carrier_desks import API, CarrierDesks
from scripts.connections import as_environment
from scripts.local_carrier import LocalCarriers
from scripts.local_carrier_api import LocalCarrierAPI
from scripts.local_gpg import is_installed
from scripts.local_sshd import Programs
from scripts.processes import Processes


def lacking() -> str | None:
    """Return what has to be installed before carriers can work here; None where nothing has."""
    found = {"openssh-server": Programs.found() is not None, "gnupg": is_installed()}
    missing = [package for package, there in found.items() if not there]
    if not missing:
        return None
    return f"carrier files need {' and '.join(missing)}: apt-get install {' '.join(missing)}, and start again"


@dataclass(frozen=True, slots=True)
class CarriersAtWork:
    """Carriers that files can be sent to.

    Args:
        desks: What they read and answer with.
        servers: OpenSSH's server, for those that take files over SFTP.
        api: The API of the one that takes them over HTTP.
    """

    desks: CarrierDesks
    servers: LocalCarriers
    api: LocalCarrierAPI

    @classmethod
    def start(cls, processes: Processes, folder: Path) -> Self:
        """Start their servers in a folder; what carriers got and answered before is still there.

        Raises:
            StackError: A program is not installed, or a server does not start.
        """
        desks = CarrierDesks.made(folder)
        names = [name for name, profile in desks.profiles.of.items() if profile.delivery.sftp is not None]
        servers = LocalCarriers.start(processes, folder, names)
        return cls(desks, servers, start_carrier_api(processes, folder / API))

    def keep_answering(self, processes: Processes, folder: Path) -> None:
        """Have them answer from now on whatever comes, in a process of its own."""
        command = [sys.executable, "-m", "scripts.carrier_desks", str(folder)]
        processes.start("carriers", command, env=dict(os.environ), cwd=ROOT)

    def environment(self) -> dict[str, str]:
        """Return the variables by which Airflow finds profiles and carriers."""
        include = {"BENEFITS_SYNC_INCLUDE": str(self.desks.profiles.include)}
        return include | as_environment(self._connections())

    def _connections(self) -> dict[str, dict[str, Any]]:
        """Return Airflow's connections by id: each carrier's production side, and the PGP keys."""
        found: dict[str, dict[str, Any]] = {}
        for name, profile in self.desks.profiles.of.items():
            delivery = profile.delivery
            way = self.api.connection() if delivery.sftp is None else self.servers.connection(name)
            found[delivery.connections.production] = way
            if delivery.encryption is not None:
                found[delivery.encryption.connection] = self.desks.keys.connection()
        return found
