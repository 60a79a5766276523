"""The messages of one carrier file as a person reads them: who says it, how grave, whose to put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from benefits_sync.models.carrier_files import MessageOrigin, MessageRow, MessageState
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.carriers.wording import OWNERS, SEVERITIES
from benefits_sync.ui.queries import Part, page_number, query_of

PAGE_SIZE: Final = 50
EVERY: Final = "all"

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "show": (EVERY, *MessageState),
    "origin": tuple(MessageOrigin),
    "severity": tuple(SEVERITIES),
    "owner": tuple(OWNERS),
}


@dataclass(frozen=True, slots=True)
class Messages:
    """A page of a file's messages; those that are open unless others are asked for."""

    fields: Mapping[str, str]
    part: Part
    rows: Sequence[MessageRow]
    counts: Sequence[tuple[str, str, MessageState, int]]

    @classmethod
    def of(cls, ledger: Ledger, file: int, sent: Mapping[str, str]) -> Self:
        """Read a page of messages as an address asks for them; what cannot be asked for is left out."""
        fields = {
            name: sent.get(name, "") if sent.get(name, "") in known else ""
            for name, known in _CHOICES.items()
        }
        wanted, every = _wanted(file, fields), ledger.carriers.messages.tally(MessageFilter(file=file))
        total = sum(ledger.carriers.messages.tally(wanted).values())
        part = Part(page_number(sent), PAGE_SIZE, total)
        return cls(
            fields,
            part,
            ledger.carriers.messages.page(wanted, part.offset, PAGE_SIZE),
            [(severity, owner, state, count) for (severity, owner, state), count in every.items()],
        )

    def query(self, **changed: str | int) -> str:
        """Return the address's query with some fields changed, at its first page unless one is given."""
        return query_of({**self.fields, **changed}) + "#messages"


def _wanted(file: int, fields: Mapping[str, str]) -> MessageFilter:
    show = fields["show"] or MessageState.OPEN.value
    return MessageFilter(
        file=file,
        state=None if show == EVERY else MessageState(show),
        origin=MessageOrigin(fields["origin"]) if fields["origin"] else None,
        severity=fields["severity"] or None,
        owner=fields["owner"] or None,
    )
