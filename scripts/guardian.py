"""Stops the processes of a folder once whoever started them is gone.

Its standard input is a pipe whose other end only the starter holds. The pipe ends with the starter, be it by
return, by Ctrl-C or by SIGKILL, and then everything is stopped.
"""

import sys
from pathlib import Path

from scripts.processes import Processes


def main() -> None:
    """Wait for the end of standard input, then stop what the folder's PID files name."""
    sys.stdin.buffer.read()
    Processes(Path(sys.argv[1])).stop()


if __name__ == "__main__":
    main()
