"""Checks that the parts of a mapping fit each other: names that one part uses and another defines."""

from collections.abc import Iterator

from benefits_sync.mapping.document import Place, Problem, misnamed
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.mapping.guards import Limit, PointsLimit


def reference_problems(mapping: Mapping) -> Iterator[Problem]:
    """Yield a problem for every name of a lookup, rule table or field that is used and defined nowhere."""
    yield from _key_problems(mapping)
    for name, spec in mapping.fields.items():
        if spec.lookup and spec.lookup not in mapping.lookups:
            place = ("fields", name, "lookup")
            yield misnamed(place, f"there is no lookup `{spec.lookup}`", spec.lookup, mapping.lookups)
        if spec.rules and spec.rules not in mapping.rules:
            place = ("fields", name, "rules")
            yield misnamed(place, f"there is no rule table `{spec.rules}`", spec.rules, mapping.rules)
    yield from _table_problems(mapping)
    yield from _termination_problems(mapping)
    yield from _guard_problems(mapping)
    yield from _horizon_problems(mapping)


def _key_problems(mapping: Mapping) -> Iterator[Problem]:
    spec = mapping.fields.get(mapping.key)
    if spec is None:
        message = f"the key `{mapping.key}` is not one of the fields"
        yield misnamed(("key",), message, mapping.key, mapping.fields)
    elif len(spec.from_) != 1 or not spec.required:
        yield Problem(
            ("fields", mapping.key), f"the key `{mapping.key}` needs one `from` and `required: true`"
        )


def _table_problems(mapping: Mapping) -> Iterator[Problem]:
    for table, rules in mapping.rules.items():
        names = [rule.name for rule in rules]
        for at, name in enumerate(names):
            if name in names[:at]:
                yield Problem(("rules", table, at, "name"), f"`{table}` already has a rule `{name}`")
        if not rules:
            yield Problem(("rules", table), f"rule table `{table}` is empty")


def _termination_problems(mapping: Mapping) -> Iterator[Problem]:
    ending = mapping.termination
    if ending is None:
        return
    for part, table in (("reason", ending.reason), ("voluntary", ending.voluntary)):
        if table not in mapping.rules:
            place = ("termination", part)
            yield misnamed(place, f"there is no rule table `{table}`", table, mapping.rules)
            continue
        for at, rule in enumerate(mapping.rules[table]):
            if rule.result is None or (part == "voluntary" and rule.result not in {"true", "false"}):
                must = "true or false" if part == "voluntary" else "a code"
                yield Problem(("rules", table, at), f"rule `{rule.name}` must give {must} for a leaver")
    for at, name in enumerate(ending.keep):
        if name not in mapping.fields:
            kept: Place = ("termination", "keep", at)
            yield misnamed(kept, f"`{name}` is not one of the fields", name, mapping.fields)


def _guard_problems(mapping: Mapping) -> Iterator[Problem]:
    for guard, limit in mapping.guards:
        for name in limit.fields if isinstance(limit, Limit | PointsLimit) else ():
            if name not in mapping.fields:
                place = ("guards", guard, "fields", name)
                yield misnamed(place, f"`{name}` is not one of the fields", name, mapping.fields)


def _horizon_problems(mapping: Mapping) -> Iterator[Problem]:
    """The planner wakes a future hire on the day it enters the horizon: scope and setting must agree."""
    horizon = mapping.settings.hire_horizon_days
    for at, exclusion in enumerate(mapping.scope):
        for alias, condition in exclusion.when.items():
            if condition.more_than_days_ahead not in (None, horizon):
                place = ("scope", at, "when", alias, "more_than_days_ahead")
                yield Problem(place, f"must equal `hire_horizon_days` of the settings, which is {horizon}")
