"""One member of the target, derived for all rows; each distinct value is worked out once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from benefits_sync.mapping.conditions import Mask, matching_rows
from benefits_sync.mapping.derivation import Broken, Derivation, Nothing, Outcome
from benefits_sync.mapping.grammar import Mapping, Rule
from benefits_sync.mapping.transforms import Facts
from benefits_sync.models.frames import as_cells

Cells = npt.NDArray[np.object_]
Places = npt.NDArray[np.intp]

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


def cells_of(source: pd.DataFrame, alias: str) -> Cells:
    """Return a source column; one that the source did not return counts as empty."""
    if alias not in source.columns:
        return np.full(len(source), None, dtype=object)
    return source[alias].to_numpy(dtype=object)


def rule_indices(rules: Sequence[Rule], source: pd.DataFrame, as_of: date) -> Places:
    """Return for each row the position of the first rule that holds, or `NO_RULE`."""
    chosen = np.full(len(source), NO_RULE, dtype=np.intp)
    for position, rule in enumerate(rules):
        chosen[(chosen == NO_RULE) & matching_rows(rule.conditions, source, as_of)] = position
    return chosen


def derive(mapping: Mapping, name: str, source: pd.DataFrame, facts: Facts) -> Column:
    """Derive one member of the target for every row of the source."""
    spec = mapping.fields[name]
    derivation = Derivation(mapping, name, facts)
    if spec.rules:  # NO_RULE is -1, the place of the last
        chosen = rule_indices(mapping.rules[spec.rules], source, facts.as_of)
        return Column(name, derivation.of_rules(), chosen)
    if not spec.from_:
        return Column(name, [derivation.of_constant()], np.zeros(len(source), dtype=np.intp))
    values = _first_present([cells_of(source, alias) for alias in spec.from_])
    companions = [alias for call in spec.transforms for alias in call.companions.values()]
    if not companions:
        places, texts = pd.factorize(values)  # an empty value has the place -1, again the last
        return Column(name, [*derivation.of_values(texts.tolist()), derivation.of_value(None)], places)
    together = zip(values, *(cells_of(source, alias) for alias in companions), strict=True)
    places, pairs = pd.factorize(np.fromiter(together, dtype=object, count=len(source)))
    return Column(name, [derivation.of_value(*pair) for pair in pairs], places)


def _first_present(columns: Sequence[Cells]) -> Cells:
    first, *others = columns
    for other in others:
        first = np.where(pd.isna(first), other, first)
    return first
