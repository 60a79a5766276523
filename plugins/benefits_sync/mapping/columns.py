"""One member of the target, derived for all rows; each distinct value is worked out once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from benefits_sync.mapping.conditions import matching_rows
from benefits_sync.mapping.grammar import FieldSpec, Mapping, OnFailure, Rule
from benefits_sync.mapping.transforms import Arguments, BrokenRuleError, Facts
from benefits_sync.mapping.transforms.registry import Function
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, canonical, conforms

Texts = Sequence[str | None]
NO_RULE: Final = -1


class Outcome(NamedTuple):
    """What one value becomes: a canonical text, nothing, or a broken rule with its message."""

    value: str | None
    rule: str | None = None
    message: str | None = None


class Issue(NamedTuple):
    """One broken rule of the row at a position."""

    position: int
    field: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Column:
    """One member for all rows."""

    name: str
    outcomes: list[Outcome] = field(repr=False)

    @property
    def values(self) -> list[str | None]:
        """Canonical texts, None where there is nothing or a rule was broken."""
        return [outcome.value for outcome in self.outcomes]

    def issues(self) -> Iterator[Issue]:
        """Yield an issue for each row whose value breaks a rule."""
        for position, (_, rule, message) in enumerate(self.outcomes):
            if rule is not None:
                yield Issue(position, self.name, rule, message or "")


def texts_of(source: pd.DataFrame, alias: str) -> Texts:
    """Return a source column as a list; one that the source did not return counts as empty."""
    return source[alias].tolist() if alias in source.columns else [None] * len(source)


def rule_indices(rules: Sequence[Rule], source: pd.DataFrame, as_of: date) -> npt.NDArray[np.int_]:
    """Return for each row the position of the first rule that holds, or `NO_RULE`."""
    chosen = np.full(len(source), NO_RULE)
    for position, rule in enumerate(rules):
        chosen[(chosen == NO_RULE) & matching_rows(rule.conditions, source, as_of)] = position
    return chosen


def derive(mapping: Mapping, name: str, source: pd.DataFrame, facts: Facts) -> Column:
    """Derive one member of the target for every row of the source."""
    spec = mapping.fields[name]
    known = _Derived(mapping, name, facts)
    if spec.rules:
        outcomes = known.from_rules(rule_indices(mapping.rules[spec.rules], source, facts.as_of))
    elif spec.from_:
        values = _first_present([texts_of(source, alias) for alias in spec.from_])
        companions = [alias for call in spec.transforms for alias in call.companions.values()]
        keys: Iterable[tuple[str | None, ...]] = zip(
            values, *(texts_of(source, alias) for alias in companions), strict=True
        )
        outcomes = list(map(known.__getitem__, keys))
    else:
        outcomes = [known.finished(spec.constant)] * len(source)
    return Column(name, outcomes)


def _first_present(columns: Sequence[Texts]) -> Texts:
    first, *others = columns
    for other in others:
        first = [later if value is None else value for value, later in zip(first, other, strict=True)]
    return first


class _Step(NamedTuple):
    """One transform of a field, with the positions of its companions among those of the field."""

    name: str
    function: Function
    arguments: dict[str, str]
    companions: tuple[tuple[str, int], ...]

    def arguments_with(self, companions: Texts) -> Arguments:
        return self.arguments | {name: companions[at] for name, at in self.companions}


def _steps(spec: FieldSpec) -> Iterator[_Step]:
    positions = count()
    for call in spec.transforms:
        companions = tuple((name, next(positions)) for name in call.companions)
        yield _Step(call.name, call.transform.function, call.arguments, companions)


class _Derived(dict[tuple[str | None, ...], Outcome]):
    """Outcome of each distinct source value, with the companions that its transforms look at."""

    def __init__(self, mapping: Mapping, name: str, facts: Facts) -> None:
        super().__init__()
        self._name, self._facts = name, facts
        self._spec: FieldSpec = mapping.fields[name]
        self._kind = SUBSCRIBER_FIELDS[name]
        self._codes = mapping.lookups[self._spec.lookup] if self._spec.lookup else None
        self._rules = mapping.rules[self._spec.rules] if self._spec.rules else ()
        self._steps = tuple(_steps(self._spec))
        self._origin = ", ".join(mapping.sources_of(self._spec))

    def __missing__(self, key: tuple[str | None, ...]) -> Outcome:
        outcome = self[key] = self._work_out(*key)
        return outcome

    def from_rules(self, chosen: npt.NDArray[np.int_]) -> list[Outcome]:
        """Return an outcome for each row, given the position of the rule that holds for it."""
        results = [self._given(rule.result) for rule in self._rules]
        if self._spec.unlisted is OnFailure.LEAVE_OUT:
            results.append(self.finished(self._spec.default))
        else:
            table, name = self._spec.rules, self._name
            advice = f"no rule of `{table}` gives {name}; correct {self._origin} in the source or add a rule"
            results.append(Outcome(None, "no_rule", advice))  # NO_RULE is -1, the last
        return [results[position] for position in chosen]

    def finished(self, text: str | None) -> Outcome:
        """Bring a derived text to its canonical spelling, and check that a required one is there."""
        value = canonical(self._kind, text)
        if value is None and self._spec.required:
            advice = f"{self._name} is required and {self._origin} is empty; fill it in in the source"
            return Outcome(None, "required", advice)
        if value is not None and not conforms(self._kind, value):
            return self._broken(self._kind.value, f"must be a {self._kind.value}")
        return Outcome(value)

    def _work_out(self, value: str | None, *companions: str | None) -> Outcome:
        text = value.strip() if value else None
        for step in self._steps:
            if not text:
                break
            arguments = step.arguments_with(companions) if step.companions else step.arguments
            try:
                text = step.function(text, self._facts, arguments)
            except BrokenRuleError as error:
                return self._broken(step.name, str(error))
        if text and self._codes is not None:
            return self._looked_up(text, self._codes)
        return self.finished(text or self._spec.default)

    def _looked_up(self, text: str, codes: dict[str, str | None]) -> Outcome:
        if text in codes:
            return self._given(codes[text])
        if self._spec.unlisted is OnFailure.LEAVE_OUT:
            return self.finished(None)
        advice = f"has no code in lookup `{self._spec.lookup}` for this value of {self._origin}"
        return Outcome(None, "unlisted", f"{self._name} {advice}; add one, or correct it in the source")

    def _given(self, code: str | None) -> Outcome:
        """A table that gives nothing says so on purpose, for a required member too."""
        return Outcome(None) if code is None else self.finished(code)

    def _broken(self, rule: str, expectation: str) -> Outcome:
        if self._spec.on_error is OnFailure.LEAVE_OUT:
            return self.finished(None) if self._spec.required else Outcome(None)
        return Outcome(None, rule, f"{self._name} {expectation}; correct {self._origin} in the source")
