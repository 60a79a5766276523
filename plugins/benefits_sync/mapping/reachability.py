"""Finds rules that can never hold: contradictions, and rules that earlier ones cover altogether.

The values of each source field fall into finitely many atoms, one for every difference that some condition
makes: nothing, each value that is named, some other text, a number at, below and above each limit, a date on
either side of each tenure. A rule is then a box (for each field, a set of atoms), and taking the boxes of the
earlier rules away from it leaves exactly the people it can ever apply to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from benefits_sync.mapping.conditions import Condition
from benefits_sync.mapping.document import Place, Problem
from benefits_sync.mapping.grammar import Mapping as MappingFile

When = Mapping[str, Condition]
Box = Mapping[str, frozenset[str | None]]

_DAY: Final = date(2024, 1, 1)
_OTHER_TEXT: Final = "\N{BULLET} a value that no rule names"
_MOST_BOXES: Final = 20_000


class _Line(NamedTuple):
    """One rule or exclusion, where it stands, and when it holds."""

    place: Place
    title: str
    when: When


def unreachable_rules(mapping: MappingFile) -> Iterator[Problem]:
    """Yield a problem for every exclusion and rule that can never hold."""
    scope = [
        _Line(("scope", at), f"exclusion `{exclusion.reason}`", exclusion.when)
        for at, exclusion in enumerate(mapping.scope)
    ]
    yield from _unreachable((), scope)
    for table, rules in mapping.rules.items():
        lines = [
            _Line(("rules", table, at), f"rule `{rule.name}`", rule.conditions)
            for at, rule in enumerate(rules)
        ]
        yield from _unreachable(scope, lines)


def _unreachable(before: Sequence[_Line], lines: Sequence[_Line]) -> Iterator[Problem]:
    atoms = _atoms(line.when for line in (*before, *lines))
    earlier = [(line, box) for line in before if (box := _box(line.when, atoms)) is not None]
    for line in lines:
        box = _box(line.when, atoms)
        if box is None:
            alias = next(alias for alias in line.when if not _holding(line.when[alias], atoms[alias]))
            message = f"{line.title} can never hold: its conditions on `{alias}` contradict each other"
            yield Problem((*line.place, "when", alias), message)
            continue
        touching = [(former, other) for former, other in earlier if _intersection(box, other) is not None]
        if _covered(box, [other for _, other in touching]):
            names = ", ".join(former.title for former, _ in touching)
            message = f"{line.title} can never hold: every case of it is covered before, by {names}"
            yield Problem(line.place, message)
        earlier.append((line, box))


def _atoms(conditions: Iterable[When]) -> dict[str, frozenset[str | None]]:
    by_alias: dict[str, list[Condition]] = {}
    for when in conditions:
        for alias, condition in when.items():
            by_alias.setdefault(alias, []).append(condition)
    return {alias: frozenset(_values(found)) for alias, found in by_alias.items()}


def _values(conditions: Sequence[Condition]) -> Iterator[str | None]:
    """Yield one value for every difference that the conditions on a field can make."""
    yield None
    yield _OTHER_TEXT
    for condition in conditions:
        yield from condition.texts
    limits = sorted({number for condition in conditions for number in condition.numbers})
    for number in (*limits, *_between(limits)):
        yield f"{number:f}"
    for days in {days for condition in conditions for days in condition.tenures}:
        for shift in (-1, 0, 1):
            yield (_DAY - timedelta(days=days + shift)).isoformat()


def _between(limits: Sequence[Decimal]) -> Iterator[Decimal]:
    if limits:
        yield limits[0] - 1
        yield limits[-1] + 1
    for low, high in pairwise(limits):
        yield (low + high) / 2


def _holding(condition: Condition, atoms: Iterable[str | None]) -> frozenset[str | None]:
    return frozenset(atom for atom in atoms if condition.matches(atom, _DAY))


def _box(when: When, atoms: Mapping[str, frozenset[str | None]]) -> Box | None:
    """Return the rule's box over all fields, or None when it is empty."""
    box = {alias: _holding(when[alias], known) if alias in when else known for alias, known in atoms.items()}
    return box if all(box.values()) else None


def _intersection(one: Box, other: Box) -> Box | None:
    shared = {alias: one[alias] & other[alias] for alias in one}
    return shared if all(shared.values()) else None


def _covered(box: Box, others: Sequence[Box]) -> bool:
    """Tell whether nothing is left of a box once the others are taken away from it."""
    remaining = [box]
    for other in others:
        remaining = [piece for part in remaining for piece in _without(part, other)]
        if len(remaining) > _MOST_BOXES:  # too fine to settle: no claim is better than a wrong one
            return False
    return not remaining


def _without(box: Box, other: Box) -> Iterator[Box]:
    """Yield disjoint boxes that make up a box less another one."""
    shared = _intersection(box, other)
    if shared is None:
        yield box
        return
    rest = dict(box)
    for alias, inner in shared.items():
        outer = rest[alias] - inner
        if outer:
            yield {**rest, alias: outer}
        rest[alias] = inner
