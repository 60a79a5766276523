"""Empty ledgers for tests: brought up to date once, and copied from then on."""

import tempfile
from functools import cache
from pathlib import Path

from benefits_sync.store.migrate import upgrade


def new_ledger(file: Path) -> str:
    """Make an empty ledger in SQLite, unless the file is there already, and return its URL."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(_empty())
    return f"sqlite:///{file}"


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()
