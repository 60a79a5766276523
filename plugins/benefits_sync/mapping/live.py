"""What both vendors' metadata documents say, as the facts that mappings are checked against."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benefits_sync.mapping.checks import LiveFacts
from benefits_sync.mapping.vocabulary import SOURCE_FIELDS
from benefits_sync.models.subscriber import USUALLY_REQUIRED

Row = Mapping[str, Any]


def live_facts(
    fields: Iterable[Row],
    tables: Iterable[Row],
    lists: Iterable[Row],
    meta: Mapping[str, Any],
    allowed: Mapping[str, frozenset[str]],
) -> LiveFacts:
    """Gather the facts of one BambooHR account and one PlanSource organization.

    BambooHR leaves calculated fields out of its metadata although it serves them, so its standard fields
    count as known in any case.

    Args:
        fields: BambooHR's fields.
        tables: BambooHR's tables with their columns.
        lists: BambooHR's list fields with their options.
        meta: PlanSource's subscriber document.
        allowed: Member -> accepted values, as read from that document.
    """
    names = dict(_names(fields, tables))
    options: dict[str, set[str]] = {}
    archived: dict[str, set[str]] = {}
    for listed in lists:
        for name in _aliases(listed, names):
            for option in listed.get("options") or ():
                kept = archived if option.get("archived") == "yes" else options
                kept.setdefault(name, set()).add(str(option["name"]))
    return LiveFacts(
        source_aliases=SOURCE_FIELDS | {alias for aliases in names.values() for alias in aliases},
        source_options=options,
        archived_options=archived,
        allowed_values=allowed,
        required_members=_required(meta),
    )


def _names(fields: Iterable[Row], tables: Iterable[Row]) -> Iterator[tuple[str, set[str]]]:
    """Yield each field's id with every name a mapping may call it by."""
    names: dict[str, set[str]] = {}
    for described in fields:
        number = str(described["id"]).strip()
        names.setdefault(number, {number}).add(str(described.get("alias") or number))
    for table in tables:
        for column in table.get("fields") or ():
            number = str(column["id"]).strip()
            names.setdefault(number, {number}).add(f"{table['alias']}.{column.get('alias')}")
    yield from names.items()


def _aliases(listed: Row, names: Mapping[str, set[str]]) -> set[str]:
    known = names.get(str(listed.get("fieldId")).strip(), set())
    alias = listed.get("alias")
    return known | {str(alias)} if alias else known


def _required(meta: Mapping[str, Any]) -> frozenset[str]:
    """Return what this organization requires; members that its document leaves out are as usual."""
    marked = {
        member: described["required"]
        for member, described in meta.items()
        if isinstance(described, Mapping) and "required" in described
    }
    return frozenset(name for name in marked.keys() | set(USUALLY_REQUIRED) if marked.get(name, True))
