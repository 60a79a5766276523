"""What a person asks the list of refused records for, read from an address or from a form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Self

from benefits_sync.store.rejection_listing import Cause, RejectionFilter
from benefits_sync.store.rejections import RejectionStatus
from benefits_sync.ui.queries import LONGEST_TEXT, page_number, query_of

PAGE_SIZE: Final = 50
NO_FIELD: Final = "-"
"""Stands in an address for the field of a rule that is about the whole record."""

_NAMES: Final = ("integration", "run", "field", "rule", "q", "status")


@dataclass(frozen=True, slots=True)
class AssistantFilters:
    """The fields of the form above the list, empty where nothing is asked for."""

    fields: Mapping[str, str]
    page: int = 1

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read the fields sent; a status that does not exist asks for what is open."""
        fields = {name: str(sent.get(name, "")).strip()[:LONGEST_TEXT] for name in _NAMES}
        if fields["status"] not in {one.value for one in RejectionStatus}:
            fields["status"] = ""
        return cls(fields, page_number(sent))

    @property
    def status(self) -> str:
        """The status of the rejections asked for."""
        return self.fields["status"] or RejectionStatus.OPEN.value

    @property
    def used(self) -> bool:
        """Whether anything is asked for."""
        return any(self.fields.values())

    @property
    def narrowed(self) -> bool:
        """Whether records are asked for, and not only their causes."""
        return any(self.fields[name] for name in ("run", "rule", "q", "status"))

    def wanted(self, dag_ids: Collection[str], up_to: int | None = None) -> RejectionFilter:
        """Return the same as a filter of the ledger."""
        field = self.fields["field"]
        return RejectionFilter(
            dag_ids,
            integration=self.fields["integration"] or None,
            reference_id=self.fields["run"] or None,
            field="" if field == NO_FIELD else field or None,
            rule=self.fields["rule"] or None,
            record=self.fields["q"] or None,
            status=self.status,
            up_to=up_to,
        )

    def query(self, **changed: str | int) -> str:
        """Return an address's query with some fields changed, at its first page unless ``page`` is given."""
        return query_of({**self.fields, **changed})

    def of_cause(self, cause: Cause) -> str:
        """Return the query that asks for the records of one cause."""
        return self.query(integration=cause.integration, field=cause.field or NO_FIELD, rule=cause.rule)
