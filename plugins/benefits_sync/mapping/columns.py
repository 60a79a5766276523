"""One member of the target, derived for all rows; each distinct value is worked out once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from benefits_sync.mapping.coded import Cells, Coded, DayNumbers, Distinct, Mask, Places, coded
from benefits_sync.mapping.derivation import Broken, Derivation, Nothing, Outcome
from benefits_sync.mapping.grammar import Mapping, Rule
from benefits_sync.mapping.transforms import Facts
from benefits_sync.models.frames import as_cells

NO_RULE: Final = -1


class Issue(NamedTuple):
    """One broken rule of the row at a position."""

    position: int
    field: str
    rule: str
    message: str


@dataclass(frozen=True)
class Column:
    """One member for all rows: what the distinct source values become, and which of them each row has."""

    name: str
    outcomes: list[Outcome] = field(repr=False)
    places: Places = field(repr=False)

    @cached_property
    def _without_text(self) -> list[int]:
        """The places of the few outcomes that are no text."""
        return [place for place, kind in enumerate(map(type, self.outcomes)) if kind is not str]

    @property
    def values(self) -> Cells:
        """Canonical texts, None where there is nothing or a rule was broken."""
        texts: list[Any] = self.outcomes.copy()
        for place in self._without_text:
            texts[place] = None
        return as_cells(texts)[self.places]

    @property
    def emptied(self) -> Mask:
        """Where the source or the mapping says that the member is empty."""
        empty = np.zeros(len(self.outcomes), dtype=np.bool_)
        empty[[place for place in self._without_text if self.outcomes[place] is Nothing.EMPTY]] = True
        return empty[self.places]

    def issues(self) -> Iterator[Issue]:
        """Yield an issue for each row whose value breaks a rule."""
        broken = np.zeros(len(self.outcomes), dtype=np.bool_)
        broken[[place for place in self._without_text if isinstance(self.outcomes[place], Broken)]] = True
        for position in np.flatnonzero(broken[self.places]).tolist():
            outcome = self.outcomes[self.places[position]]
            if isinstance(outcome, Broken):
                yield Issue(position, self.name, *outcome)

    def of(self, rows: Places) -> "Column":
        """Return the same member for some of the rows."""
        return Column(self.name, self.outcomes, self.places[rows])


def rule_indices(
    rules: Sequence[Rule], source: Coded, as_of: date | DayNumbers, rows: Places | None = None
) -> Places:
    """Return for each row the position of the first rule that holds, or `NO_RULE`."""
    chosen = np.full(len(source) if rows is None else len(rows), NO_RULE, dtype=np.intp)
    for position, rule in reversed(list(enumerate(rules))):
        chosen[source.matching(rule.conditions, as_of, rows)] = position
    return chosen


def derive(mapping: Mapping, name: str, source: Coded, facts: Facts) -> Column:
    """Derive one member of the target for every row of the source."""
    spec = mapping.fields[name]
    derivation = Derivation(mapping, name, facts)
    if spec.rules:  # NO_RULE is -1, the place of the last
        chosen = rule_indices(mapping.rules[spec.rules], source, facts.as_of)
        return Column(name, derivation.of_rules(), chosen)
    if not spec.from_:
        return Column(name, [derivation.of_constant()], np.zeros(len(source), dtype=np.intp))
    places, distinct = _first_present(source, spec.from_)
    companions = [alias for call in spec.transforms for alias in call.companions.values()]
    if not companions:
        # An empty value has the place -1, again the last.
        return Column(name, [*derivation.of_values(distinct.texts), derivation.of_value(None)], places)
    pairs, chosen = _combinations([(places, distinct), *map(source.column, companions)])
    return Column(name, [derivation.of_value(*pair) for pair in pairs], chosen)


def _first_present(source: Coded, aliases: Sequence[str]) -> tuple[Places, Distinct]:
    if len(aliases) == 1:
        return source.column(aliases[0])
    first, *others = map(source.cells, aliases)
    for other in others:
        first = np.where(pd.isna(first), other, first)
    return coded(first)


def _combinations(columns: Sequence[tuple[Places, Distinct]]) -> tuple[list[tuple[str | None, ...]], Places]:
    """Return the distinct combinations of values that rows have, and which of them each row has."""
    numbers = np.zeros(len(columns[0][0]), dtype=np.int64)
    for places, distinct in columns:
        numbers = numbers * (len(distinct.texts) + 1) + places + 1
    chosen, found = pd.factorize(numbers)
    somebody = np.zeros(len(found), dtype=np.intp)
    somebody[chosen] = np.arange(len(chosen))
    values = [[*distinct.texts, None] for _, distinct in columns]
    rows = zip(*(places[somebody].tolist() for places, _ in columns), strict=True)
    return [tuple(texts[at] for texts, at in zip(values, row, strict=True)) for row in rows], chosen
