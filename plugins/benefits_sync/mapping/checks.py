"""Everything that can be found wrong with a mapping before any record is read.

Without a connection the checks know the vendors' standard fields and the mapping itself. With a live account
they also know the company's own fields and list options, and the values that the target accepts now.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Entries
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from benefits_sync.mapping.conditions import Condition
from benefits_sync.mapping.document import Place, Problem, misnamed
from benefits_sync.mapping.grammar import FieldSpec, Mapping, OnFailure, WhenEmpty
from benefits_sync.mapping.names import name_problems
from benefits_sync.mapping.reachability import unreachable_rules
from benefits_sync.models.subscriber import (
    SUBSCRIBER_FIELDS,
    USUALLY_REQUIRED,
    FieldKind,
    canonical,
    conforms,
)

TERMINATION_REASON = "termination_reason"
"""Name under which the target lists its termination codes."""


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """What live accounts say; an empty part is not checked.

    Args:
        source_aliases: Fields of the source account, table columns with a dot.
        source_options: Source field of a list type -> the texts it can hold.
        archived_options: Source field of a list type -> texts that only its past holds.
        allowed_values: Target member -> the values it accepts.
        required_members: Target members that a new record must have.
    """

    source_aliases: AbstractSet[str] = frozenset()
    source_options: Entries[str, AbstractSet[str]] = field(default_factory=dict)
    archived_options: Entries[str, AbstractSet[str]] = field(default_factory=dict)
    allowed_values: Entries[str, AbstractSet[str]] = field(default_factory=dict)
    required_members: AbstractSet[str] = frozenset(USUALLY_REQUIRED)


def check_mapping(mapping: Mapping, live: LiveFacts | None = None) -> list[Problem]:
    """Return everything that is wrong with what a mapping means.

    Names that are defined nowhere are left aside: `examine` has told them.
    """
    facts = live or LiveFacts()
    problems = [
        *missing_members(mapping, facts.required_members),
        *cleared_members(mapping, facts.required_members),
        *unused_tables(mapping),
        *wrong_kinds(mapping),
        *unreachable_rules(mapping),
        *refused_values(mapping, facts.allowed_values),
        *unmapped_options(mapping, facts.source_options),
        *unknown_options(mapping, facts),
    ]
    if facts.source_aliases:
        problems += name_problems(mapping, facts.source_aliases)
    return problems


def missing_members(mapping: Mapping, required: AbstractSet[str]) -> Iterator[Problem]:
    """Yield a problem for each member that the target needs of a new record and nothing fills."""
    for name in sorted(required - set(mapping.fields)):
        message = f"`{name}` is not mapped, and PlanSource requires it of a new subscriber"
        yield Problem(("fields",), message)


def cleared_members(mapping: Mapping, required: AbstractSet[str]) -> Iterator[Problem]:
    """Yield a problem for each member that the target needs and the mapping would clear."""
    for name, spec in mapping.fields.items():
        if spec.when_empty is WhenEmpty.CLEAR and name in required:
            message = f"`{name}` must not be cleared: PlanSource requires it"
            yield Problem(("fields", name, "when_empty"), message)


def unused_tables(mapping: Mapping) -> Iterator[Problem]:
    """Yield a problem for each lookup and rule table that nothing uses."""
    lookups = {spec.lookup for spec in mapping.fields.values()}
    tables = {spec.rules for spec in mapping.fields.values()}
    if mapping.termination:
        tables |= {mapping.termination.reason, mapping.termination.voluntary}
    for name in mapping.lookups:
        if name not in lookups:
            yield Problem(("lookups", name), f"lookup `{name}` is not used by any field")
    for name in mapping.rules:
        if name not in tables:
            yield Problem(("rules", name), f"rule table `{name}` is not used")


def wrong_kinds(mapping: Mapping) -> Iterator[Problem]:
    """Yield a problem for each value written in the file that is not of its member's kind."""
    for name in mapping.fields.keys() & SUBSCRIBER_FIELDS.keys():
        kind = SUBSCRIBER_FIELDS[name]
        for place, value in _written_values(mapping, name):
            text = canonical(kind, value)
            if kind is not FieldKind.TEXT and text is not None and not conforms(kind, text):
                yield Problem(place, f"`{value}` is not a {kind.value}, which `{name}` has to be")


def refused_values(mapping: Mapping, allowed: Entries[str, AbstractSet[str]]) -> Iterator[Problem]:
    """Yield a problem for each value that the target's list for the member does not have."""
    for name, accepted in allowed.items():
        for place, value in _written_values(mapping, name):
            if value not in accepted:
                yield misnamed(place, f"PlanSource does not accept `{value}` for `{name}`", value, accepted)


def unmapped_options(mapping: Mapping, options: Entries[str, AbstractSet[str]]) -> Iterator[Problem]:
    """Yield a problem for each option of a source list that a lookup of that field has no line for."""
    for name, spec in mapping.fields.items():
        if spec.lookup not in mapping.lookups or spec.transforms or spec.unlisted is OnFailure.LEAVE_OUT:
            continue
        for alias in spec.from_:
            for option in sorted(options.get(alias, frozenset()) - set(mapping.lookups[spec.lookup])):
                if not _excluded(mapping, alias, option):
                    message = f"`{option}` of {alias} has no code here, and `{name}` needs one"
                    yield Problem(("lookups", spec.lookup), message)


def unknown_options(mapping: Mapping, facts: LiveFacts) -> Iterator[Problem]:
    """Yield a problem for each value named in a condition or lookup that the source's list does not have."""
    for place, alias, value in _named_values(mapping):
        known = facts.source_options.get(alias, frozenset())
        if known and value not in known | facts.archived_options.get(alias, frozenset()):
            yield misnamed(place, f"{alias} has no option `{value}` in BambooHR", value, known)


def _written_values(mapping: Mapping, name: str) -> Iterator[tuple[Place, str]]:
    """Yield every value that the file itself gives a member: constants, defaults, codes and rule values."""
    if name == TERMINATION_REASON:
        yield from _rule_values(mapping, mapping.termination.reason if mapping.termination else None)
    if name in mapping.fields:
        spec = mapping.fields[name]
        yield from _own_values(name, spec)
        if spec.lookup:
            codes = mapping.lookups.get(spec.lookup, {})
            yield from ((("lookups", spec.lookup, value), code) for value, code in codes.items() if code)
        yield from _rule_values(mapping, spec.rules)


def _own_values(name: str, spec: FieldSpec) -> Iterator[tuple[Place, str]]:
    if spec.constant is not None:
        yield ("fields", name, "constant"), spec.constant
    if spec.default is not None:
        yield ("fields", name, "default"), spec.default


def _rule_values(mapping: Mapping, table: str | None) -> Iterator[tuple[Place, str]]:
    for at, rule in enumerate(mapping.rules.get(table, ()) if table else ()):
        if rule.result is not None:
            yield ("rules", table, at), rule.result


def _named_values(mapping: Mapping) -> Iterator[tuple[Place, str, str]]:
    """Yield every source value that a condition or a lookup names, with its field."""
    for place, when in _conditions(mapping):
        for alias, condition in when.items():
            yield from (((*place, "when", alias), alias, value) for value in condition.texts)
    for spec in mapping.fields.values():
        if spec.lookup and not spec.transforms and len(spec.from_) == 1:
            for value in mapping.lookups.get(spec.lookup, ()):
                yield ("lookups", spec.lookup, value), spec.from_[0], value


def _conditions(mapping: Mapping) -> Iterator[tuple[Place, Entries[str, Condition]]]:
    yield from ((("scope", at), exclusion.when) for at, exclusion in enumerate(mapping.scope))
    for table, rules in mapping.rules.items():
        yield from ((("rules", table, at), rule.conditions) for at, rule in enumerate(rules))
    if mapping.termination:
        yield ("termination",), mapping.termination.when


def _excluded(mapping: Mapping, alias: str, option: str) -> bool:
    """Tell whether the scope leaves out everybody with this option, whatever else holds for them."""
    whole = (exclusion.when[alias] for exclusion in mapping.scope if set(exclusion.when) == {alias})
    return any(condition.equals == option or option in condition.in_ for condition in whole)
