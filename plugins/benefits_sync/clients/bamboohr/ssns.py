"""Reads the SSNs of employees and their dependents, which a benefits system may show masked only.

Two calls, whatever the size of the company: a report, and the whole table of dependents, the one place where
BambooHR shows a dependent's SSN in clear.
"""

from typing import Final

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.frames import texts
from benefits_sync.clients.bamboohr.refusals import VENDOR
from benefits_sync.clients.columns import Columns
from benefits_sync.clients.concurrency import both
from benefits_sync.models.elections import HeldSsns
from benefits_sync.models.frames import text_frame

TABLE: Final = "dependents"
_COLUMNS: Final = {
    "relationship": "relationship",
    "first_name": "firstName",
    "birthdate": "dateOfBirth",
    "ssn": "ssn",
}


class SsnReader:
    """Reads SSNs by the employee number that is the subscriber code.

    Args:
        client: An open client; its key must see SSNs and the table of dependents.
        key_field: The employee field that is the subscriber code.
    """

    vendor = VENDOR

    def __init__(self, client: BambooHRClient, key_field: str = "employeeNumber") -> None:
        self._client = client
        self._key_field = key_field

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""
        return self._client.calls

    async def read(self) -> HeldSsns:
        """Return everyone's SSNs that the key may see."""
        wanted = (self._key_field, "ssn")
        report, table = await both(
            self._client.report(wanted),
            self._client.whole_table(TABLE, ("employeeId", *_COLUMNS.values())),
        )
        withheld = [name for name in wanted if name not in report.columns]
        if table.size:
            withheld += [f"{TABLE}.{name}" for name in _COLUMNS.values() if name not in table.told]
        codes = _cells(report.people, self._key_field)
        numbers = dict(zip(map(str, report.people.cells["id"]), codes, strict=True))
        dependents = {name: texts(table.cells[column]) for name, column in _COLUMNS.items()}
        owners = [numbers.get(str(owner)) for owner in table.cells["employeeId"]]
        return HeldSsns(
            text_frame({"subscriber_code": codes, "ssn": _cells(report.people, "ssn")}),
            text_frame({"subscriber_code": owners, **dependents}),
            tuple(withheld),
        )


def _cells(people: Columns, name: str) -> list[str | None]:
    return list(texts(people.cells[name])) if name in people.cells else [None] * people.size
