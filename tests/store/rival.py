"""A process that writes while another does the same: ``python -m tests.store.rival URL RUN DIRECTION``."""

import sys

from benefits_sync.store.ledger import Ledger
from tests.store.samples import KEY, confirmed, hours, keys

RECORDS = 2_000
BATCH = 50


def main(url: str, reference_id: str, direction: str) -> None:
    """Send and settle every record in small batches, upwards or downwards."""
    everyone = keys(RECORDS)
    if direction == "down":
        everyone.reverse()
    with Ledger.open(url, KEY) as ledger:
        for start in range(0, RECORDS, BATCH):
            batch = everyone[start : start + BATCH]
            ledger.writes.sending(reference_id, [(key, "update", "h", ["ssn"]) for key in batch], hours(1))
            ledger.writes.settle(reference_id, [confirmed(key) for key in batch], hours(2))


if __name__ == "__main__":
    main(*sys.argv[1:])
