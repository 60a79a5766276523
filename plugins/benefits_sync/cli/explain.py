"""``benefits explain``: all that was ever sent or refused for one employee."""

from dataclasses import asdict
from typing import Annotated, Final

import typer

from benefits_sync.cli.opening import LedgerOption, open_ledger
from benefits_sync.cli.showing import JsonOption, print_json, print_table
from benefits_sync.errors import ParameterError

HEADINGS: Final = ("when", "what", "detail", "members", "run", "mapping")
UNLIKE_ALL: Final = (
    ", nor one like it: nobody of that number was sent or refused yet; look the number up in BambooHR, and "
    "start demographic_export with it under Include employees"
)


def explain(
    employee: Annotated[str, typer.Argument(metavar="EMPLOYEE", help="Employee number.")],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what was sent, refused or scheduled for an employee, in order; values are never kept."""
    with open_ledger(ledger) as opened:
        events = opened.explain(employee)
        nearest = [] if events else opened.nearest_record_keys(employee)
    if not events:
        hint = f"; the nearest are: {', '.join(nearest)}" if nearest else UNLIKE_ALL
        raise ParameterError(f"the ledger knows no employee {employee!r}{hint}")
    if as_json:
        print_json([asdict(event) for event in events])
        return
    rows = [
        [
            event.at,
            event.kind.value,
            event.detail,
            " ".join(event.members),
            event.reference_id,
            event.mapping_version,
        ]
        for event in events
    ]
    print_table(HEADINGS, rows, "")
