"""What a person asks the list of carrier files for, read from the page's address."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Self, TypeVar

from benefits_sync.models.carriers import FileKind, FileState, Usage
from benefits_sync.store.carriers.listing import FileFilter
from benefits_sync.ui.carriers.wording import BUCKETS, Bucket
from benefits_sync.ui.queries import LONGEST_TEXT, day_in, page_number, query_of, span_of

_NAMES: Final = ("q", "carrier", "state", "usage", "kind", "from", "to")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class CarrierFilters:
    """The form above the list as it was sent; what cannot be used is named in ``faults`` and left out."""

    fields: Mapping[str, str]
    states: Collection[FileState] | None = None
    usage: Usage | None = None
    kind: FileKind | None = None
    built_from: date | None = None
    built_to: date | None = None
    page: int = 1
    faults: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read the fields of an address."""
        fields = {name: sent.get(name, "").strip()[:LONGEST_TEXT] for name in _NAMES}
        faults: list[str] = []
        begins, ends = day_in(fields, "from", faults), day_in(fields, "to", faults)
        if begins and ends and begins > ends:
            faults.append("The first day is after the last one, so no file can be found.")
        return cls(
            fields,
            _states(fields, faults),
            _choice(Usage, fields, "usage", faults),
            _choice(FileKind, fields, "kind", faults),
            begins,
            ends,
            page_number(sent),
            tuple(faults),
        )

    @property
    def used(self) -> bool:
        """Whether anything is asked for."""
        return any(self.fields.values())

    def wanted(self, states: Collection[FileState] | None) -> FileFilter:
        """Return the same as a filter of the ledger, for files in these states."""
        created_from, created_before = span_of(self.built_from, self.built_to)
        return FileFilter(
            carriers=[self.fields["carrier"]] if self.fields["carrier"] else None,
            states=states,
            usage=self.usage,
            kind=self.kind,
            text=self.fields["q"] or None,
            created_from=created_from,
            created_before=created_before,
        )

    def query(self, **changed: str | int) -> str:
        """Return the address's query with some fields changed, at its first page unless ``page`` is given."""
        return query_of({**self.fields, **changed})


def _states(fields: dict[str, str], faults: list[str]) -> Collection[FileState] | None:
    """Return the states of a tile, or the one of the form."""
    wanted = fields["state"]
    if wanted in list(Bucket):
        return BUCKETS[Bucket(wanted)][2]
    found = _choice(FileState, fields, "state", faults)
    return None if found is None else {found}


def _choice(kind: type[Choice], fields: dict[str, str], name: str, faults: list[str]) -> Choice | None:
    text = fields[name]
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        fields[name] = ""
        faults.append(f"There is no such {name}; files of every {name} are shown.")
        return None
