"""Stops what ``make up`` started; what it wrote stays."""

from scripts.processes import Processes
from scripts.up import FOLDER


def main() -> None:
    """Stop every process that has a PID file; none is fine."""
    Processes(FOLDER).stop()


if __name__ == "__main__":
    main()
