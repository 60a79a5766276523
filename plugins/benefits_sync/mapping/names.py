"""Checks the names of both vendors that a mapping uses: source fields and target members."""

from collections.abc import Collection, Iterator

from benefits_sync.mapping.document import Place, Problem, misnamed
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.mapping.vocabulary import SOURCE_FIELDS
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS


def name_problems(mapping: Mapping, source_aliases: Collection[str] | None = None) -> Iterator[Problem]:
    """Yield a problem for every target member and source field that the vendors do not know.

    Args:
        mapping: The mapping.
        source_aliases: Source fields as the company's account lists them; without them, the vendor's standard
            fields and the mapping's ``custom_fields`` are the valid names.
    """
    for name in mapping.fields:
        if name not in SUBSCRIBER_FIELDS:
            message = f"`{name}` is not a writable member of the PlanSource subscriber"
            yield misnamed(("fields", name), message, name, SUBSCRIBER_FIELDS)
    valid = SOURCE_FIELDS | set(mapping.custom_fields) if source_aliases is None else set(source_aliases)
    for place, alias in source_uses(mapping):
        if alias not in valid:
            yield misnamed(place, f"`{alias}` is not a field of the BambooHR employee", alias, valid)


def source_uses(mapping: Mapping) -> Iterator[tuple[Place, str]]:
    """Yield every use of a source field with its place in the file."""
    for name, spec in mapping.fields.items():
        origin: Place = ("fields", name, "from")
        yield from (((*origin, at), alias) for at, alias in enumerate(spec.from_))
        for at, call in enumerate(spec.transforms):
            for parameter, alias in call.companions.items():
                yield ("fields", name, "transforms", at, call.name, parameter), alias
    for at, exclusion in enumerate(mapping.scope):
        yield from ((("scope", at, "when", alias), alias) for alias in exclusion.when)
    for table, rules in mapping.rules.items():
        for at, rule in enumerate(rules):
            yield from ((("rules", table, at, "when", alias), alias) for alias in rule.conditions)
    if mapping.termination:
        yield from ((("termination", "when", alias), alias) for alias in mapping.termination.when)
        yield ("termination", "date"), mapping.termination.date
    yield from _custom_uses(mapping)


def _custom_uses(mapping: Mapping) -> Iterator[tuple[Place, str]]:
    yield from ((("custom_fields", at), alias) for at, alias in enumerate(mapping.custom_fields))
