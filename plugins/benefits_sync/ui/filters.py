"""What a person asks the list of runs for, read from the page's address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from benefits_sync.store.listing import RunFilter
from benefits_sync.ui.queries import LONGEST_TEXT, day_in, page_number, query_of, span_of
from benefits_sync.ui.tiles import Shown


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
        begun_from, begun_to = day_in(fields, "from", faults), day_in(fields, "to", faults)
        if begun_from and begun_to and begun_from > begun_to:
            faults.append("The first day is after the last one, so no run can be found.")
        return cls(fields, status, begun_from, begun_to, page_number(sent), tuple(faults))

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
            *span_of(self.begun_from, self.begun_to),
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
