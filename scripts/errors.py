"""What can go wrong while the local stack is started, used or stopped."""

from pathlib import Path


def tail(log: Path, lines: int = 30) -> str:
    """Return the last lines of a log, or an empty text when there is none."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


class StackError(Exception):
    """The local stack cannot do what was asked; ``log`` is the file that tells more."""

    def __init__(self, message: str, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log

    def report(self) -> str:
        """Return the message, followed by the end of the log it belongs to."""
        if self.log is None:
            return str(self)
        return f"{self}\n--- end of {self.log} ---\n{tail(self.log)}"
