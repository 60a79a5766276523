"""``python -m sandbox``: serve both vendors until told to stop."""

import argparse
import asyncio
import json
import signal
import sys
from datetime import date
from pathlib import Path

from sandbox.core.faults import FaultRuleError, load_rules
from sandbox.core.saving import StateFileError
from sandbox.server import HOST, Running, running


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 picks a free one")
    parser.add_argument("--host", default=HOST, help="address; another one only inside a container")
    parser.add_argument("--employees", type=int, default=1000, help="size of the invented company")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same company")
    parser.add_argument("--faults", type=Path, help="JSON file with a list of fault rules")
    parser.add_argument("--state", type=Path, help="file that keeps the state over restarts")
    parser.add_argument("--today", type=date.fromisoformat, help="date to start the clock at (YYYY-MM-DD)")
    return parser.parse_args(argv)


async def _serve(box: Running) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with box:
        sys.stdout.write(json.dumps({"url": box.url, **box.credentials}) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main(argv: list[str]) -> int:
    """Run the sandbox until SIGTERM or SIGINT and return the exit status."""
    options = _arguments(argv)
    try:
        rules = load_rules(options.faults) if options.faults else []
        box = running(
            options.employees,
            options.seed,
            faults=rules,
            state_file=options.state,
            today=options.today,
            port=options.port,
            host=options.host,
        )
        asyncio.run(_serve(box))
    except (FaultRuleError, StateFileError, OSError) as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
