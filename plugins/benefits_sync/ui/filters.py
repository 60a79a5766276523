"""What a person asks the list of runs for, read from the page's address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self

from benefits_sync.store.listing import RunFilter
from benefits_sync.ui.queries import query_of
from benefits_sync.ui.tiles import Shown

LONGEST_TEXT: Final = 200
MOST_PAGES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Filters:
    """The form above the list as it was sent; what cannot be used is named in ``faults`` and left out."""

    fields: Mapping[str, str]
    status: Shown | None = None
    begun_from: date | None = None
    begun_to: date | None = None
    page: int = 1
    faults: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read the fields of an address."""
        names = ("q", "integration", "status", "user", "from", "to")
        fields = {name: sent.get(name, "").strip()[:LONGEST_TEXT] for name in names}
        faults: list[str] = []
        status = _status(fields, faults)
        begun_from, begun_to = _day(fields, "from", faults), _day(fields, "to", faults)
        if begun_from and begun_to and begun_from > begun_to:
            faults.append("The first day is after the last one, so no run can be found.")
        page = sent.get("page", "")
        number = min(int(page), MOST_PAGES) if page.isdecimal() and int(page) > 0 else 1
        return cls(fields, status, begun_from, begun_to, number, tuple(faults))

    @property
    def used(self) -> bool:
        """Whether anything is asked for."""
        return any(self.fields.values())

    def run_filter(self, dag_ids: frozenset[str]) -> RunFilter:
        """Return the same as a filter of the ledger."""
        return RunFilter(
            dag_ids,
            self.fields["integration"] or None,
            self.status.value if self.status else None,
            self.fields["user"] or None,
            self.fields["q"] or None,
            _midnight(self.begun_from),
            _midnight(self.begun_to + timedelta(days=1) if self.begun_to else None),
        )

    def query(self, **changed: str | int) -> str:
        """Return the address's query with some fields changed; a changed filter begins at its first page."""
        return query_of({**self.fields, **changed})


def _status(fields: Mapping[str, str], faults: list[str]) -> Shown | None:
    if not fields["status"]:
        return None
    try:
        return Shown(fields["status"])
    except ValueError:
        faults.append("There is no such status; runs of every status are shown.")
        return None


def _day(fields: Mapping[str, str], name: str, faults: list[str]) -> date | None:
    if not fields[name]:
        return None
    try:
        return date.fromisoformat(fields[name])
    except ValueError:
        faults.append(f"“{name}” is no date such as 2026-11-20 and was left out.")
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
