"""The source fields of a refused record as a form: what is shown of each, and what was typed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from benefits_sync.mapping.suggestions import nearest, respelled
from benefits_sync.ui.assistant.record import RefusedRecord

LONGEST_VALUE: Final = 500
MOST_TRIED: Final = 12
MOST_SUGGESTED: Final = 3


@dataclass(frozen=True, slots=True)
class FieldView:
    """One source field in the form.

    A personal value that is not ``open`` is in neither ``source`` nor ``value``. ``seen`` tells, when the
    form comes back, whether the field is still as its author saw it.
    """

    name: str
    personal: bool
    open: bool
    filled: bool
    source: str | None = field(repr=False)
    value: str | None = field(repr=False)
    typed: str | None = field(repr=False)
    seen: str
    corrected_by: str | None
    corrected_at: datetime | None
    correction: int | None
    overtaken: bool
    known: tuple[str, ...]
    suggestions: tuple[str, ...] = field(repr=False)


def field_views(record: RefusedRecord, *, reveal: bool, typed: Mapping[str, str | None]) -> list[FieldView]:
    """Return the fields that can put a record right; personal values only to ``reveal``."""
    return [_view(record, name, reveal, typed) for name in record.names]


def _view(record: RefusedRecord, name: str, reveal: bool, typed: Mapping[str, str | None]) -> FieldView:
    personal = record.is_personal(name)
    is_open = reveal or not personal
    correction, in_use = record.corrections.get(name), record.in_use(name)
    value = record.value(name)
    return FieldView(
        name=name,
        personal=personal,
        open=is_open,
        filled=bool(value),
        source=record.source.get(name) if is_open else None,
        value=value if is_open else None,
        typed=typed.get(name),
        seen=record.seen(name),
        corrected_by=None if in_use is None else in_use.made_by,
        corrected_at=None if in_use is None else in_use.made_at,
        correction=None if correction is None else correction.id,
        overtaken=correction is not None and in_use is None,
        known=record.mapping.known_values(name),
        suggestions=tuple(_suggestions(record, name, value)) if is_open else (),
    )


def _suggestions(record: RefusedRecord, name: str, value: str | None) -> Iterator[str]:
    """Yield values that the rules take: other spellings of this one, then what the mapping knows."""
    if not record.faults({name: value})[0]:
        return
    known = record.mapping.known_values(name)
    near = [*respelled(value), *nearest(value, known)] if value else []
    tried = list(dict.fromkeys([*near, *known]))[:MOST_TRIED]
    good = (one for one in tried if not any(record.faults({name: one})))
    for _, one in zip(range(MOST_SUGGESTED), good, strict=False):
        yield one


def changed_values(record: RefusedRecord, sent: Mapping[str, str]) -> dict[str, str | None]:
    """Return the fields that somebody typed another value into.

    A field whose value was not shown is left as it is when nothing was typed, unless it is to be emptied.
    """
    changed: dict[str, str | None] = {}
    for name in record.names:
        text = " ".join(sent.get(f"value.{name}", "").split())[:LONGEST_VALUE]
        shown = f"shown.{name}" in sent
        if text or shown or f"empty.{name}" in sent:
            value = text or None
            if not shown or value != record.value(name):
                changed[name] = value
    return changed


def stale_fields(record: RefusedRecord, sent: Mapping[str, str], names: Collection[str]) -> list[str]:
    """Return the fields that are no longer as the author of a form saw them."""
    return [name for name in names if sent.get(f"seen.{name}") != record.seen(name)]
