"""Runs a carrier's HTTP API as a process of its own, so that it outlives the script that started it."""

import argparse
import os
import sys
import threading
from pathlib import Path

from scripts.airflow_settings import ROOT
from scripts.errors import StackError
from scripts.local_carrier_api import LocalCarrierAPI, local_carrier_api
from scripts.processes import Processes, free_port, port_taken, wait_until


def start_carrier_api(processes: Processes, folder: Path) -> LocalCarrierAPI:
    """Start a carrier's API, and return where it keeps what it gets and gives, and how it is reached.

    Raises:
        StackError: It does not listen.
    """
    port = free_port()
    command = [sys.executable, "-m", "scripts.carrier_api_server", str(folder), "--port", str(port)]
    processes.start("carrier-api", command, env=dict(os.environ), cwd=ROOT)
    if not wait_until(lambda: port_taken(port), seconds=15):
        raise StackError("the carrier's API does not listen after 15 s", processes.log("carrier-api"))
    return LocalCarrierAPI(folder, url=f"http://127.0.0.1:{port}")


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    with local_carrier_api(arguments.folder, port=arguments.port):
        threading.Event().wait()


if __name__ == "__main__":
    main()
