"""A process that takes numbers while others do: ``python -m tests.store.carriers.rival URL NAME``.

All but ``a`` want numbers for the same purposes.
"""

import sys

from benefits_sync.store.ledger import Ledger
from tests.store.carriers.samples import PAIR
from tests.store.samples import KEY, NOW

TIMES = 60


def main(url: str, name: str) -> None:
    """Take numbers one after another."""
    whose = name if name == "a" else "shared"
    with Ledger.open(url, KEY) as ledger:
        for at in range(TIMES):
            ledger.carriers.numbers.take(PAIR, f"{whose} {at}", NOW)


if __name__ == "__main__":
    main(*sys.argv[1:])
