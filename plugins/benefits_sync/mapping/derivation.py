"""One member of the target worked out of one source value: transforms, lookup, default, spelling."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import count
from typing import Final, NamedTuple, cast

from benefits_sync.mapping.grammar import Mapping, OnFailure
from benefits_sync.mapping.transforms import Arguments, BrokenRuleError, Facts
from benefits_sync.mapping.transforms.registry import Function, Simple
from benefits_sync.models.subscriber import (
    SUBSCRIBER_FIELDS,
    FieldKind,
    all_conform,
    canonical,
    canonical_cells,
    conforms,
)

VALUES_AT_ONCE: Final = 500
"""Values tried together; one that breaks a rule makes these few be looked at one by one."""


class Nothing(Enum):
    """Why there is no value: the source or the mapping says that it is empty, or neither can tell."""

    EMPTY = "empty"
    UNTOLD = "untold"


class Broken(NamedTuple):
    """A rule that a value breaks, and what to do about it."""

    rule: str
    message: str


Outcome = str | Nothing | Broken
"""What one value becomes: a canonical text, nothing, or a broken rule."""


class _Step(NamedTuple):
    """One transform of a field, with the positions of its companions among those of the field."""

    name: str
    function: Function
    arguments: dict[str, str]
    companions: tuple[tuple[str, int], ...]
    alone: Simple

    def arguments_with(self, companions: Sequence[str | None]) -> Arguments:
        return self.arguments | {name: companions[at] for name, at in self.companions}


class Derivation:
    """Works out one member of the target, value by value.

    Args:
        mapping: The mapping.
        name: The member.
        facts: What transforms may know besides the value.
    """

    def __init__(self, mapping: Mapping, name: str, facts: Facts) -> None:
        self._name, self._facts = name, facts
        self._spec = mapping.fields[name]
        self._kind = SUBSCRIBER_FIELDS[name]
        self._codes = mapping.lookups[self._spec.lookup] if self._spec.lookup else None
        self._rules = mapping.rules[self._spec.rules] if self._spec.rules else ()
        self._steps = tuple(self._transforms())
        self._origin = ", ".join(mapping.sources_of(self._spec))

    def of_value(self, value: str | None, *companions: str | None) -> Outcome:
        """Return what a source value becomes, given those that its transforms look at besides."""
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
        return self._finished(text or self._spec.default)

    def of_values(self, values: Sequence[str]) -> list[Outcome]:
        """Return what each of many source values becomes, without companions."""
        outcomes: list[Outcome] = []
        for start in range(0, len(values), VALUES_AT_ONCE):
            part = values[start : start + VALUES_AT_ONCE]
            good = self._good_texts(part)
            outcomes.extend(map(self.of_value, part) if good is None else good)
        return outcomes

    def _good_texts(self, values: Sequence[str]) -> Sequence[str] | None:
        """Return what values become, one step at a time for all of them; None when one of them is special.

        Special is a value that breaks a rule, that is or becomes empty, or that is looked up.
        """
        if self._codes is not None:
            return None
        texts: Sequence[str | None] = list(map(str.strip, values))
        try:
            for step in self._steps:
                if not all(texts):
                    return None
                texts = list(map(step.alone, cast("Sequence[str]", texts)))
        except BrokenRuleError:
            return None
        good = canonical_cells(self._kind, texts)
        return cast("Sequence[str]", good) if all(good) and all_conform(self._kind, good) else None

    def of_constant(self) -> Outcome:
        """Return what the field's constant becomes."""
        return self._finished(self._spec.constant)

    def of_rules(self) -> list[Outcome]:
        """Return what each rule of the field's table gives, and last what becomes of whom none fits."""
        results = [self._given(rule.result) for rule in self._rules]
        if self._spec.unlisted is OnFailure.LEAVE_OUT:
            default = self._spec.default
            return [*results, self._left_out() if default is None else self._finished(default)]
        table, name = self._spec.rules, self._name
        advice = f"no rule of `{table}` gives {name}; correct {self._origin} in the source or add a rule"
        return [*results, Broken("no_rule", advice)]

    def _transforms(self) -> Iterator[_Step]:
        positions = count()
        for call in self._spec.transforms:
            companions = tuple((name, next(positions)) for name in call.companions)
            alone = call.transform.with_facts(self._facts, call.arguments)
            yield _Step(call.name, call.transform.function, call.arguments, companions, alone)

    def _looked_up(self, text: str, codes: dict[str, str | None]) -> Outcome:
        if text in codes:
            return self._given(codes[text])
        if self._spec.unlisted is OnFailure.LEAVE_OUT:
            return self._left_out()
        advice = f"has no code in lookup `{self._spec.lookup}` for this value of {self._origin}"
        return Broken("unlisted", f"{self._name} {advice}; add one, or correct it in the source")

    def _given(self, code: str | None) -> Outcome:
        """A table that gives nothing says so on purpose, for a required member too."""
        return Nothing.EMPTY if code is None else self._finished(code)

    def _finished(self, text: str | None) -> Outcome:
        """Bring a derived text to its canonical spelling, and check that a required one is there."""
        value = canonical(self._kind, text)
        if value is None:
            return self._missed() if self._spec.required else Nothing.EMPTY
        if self._kind is not FieldKind.TEXT and not conforms(self._kind, value):
            return self._broken(self._kind.value, f"must be a {self._kind.value}")
        return value

    def _left_out(self) -> Outcome:
        """The source has a value that cannot be used: that is not the same as none."""
        return self._missed() if self._spec.required else Nothing.UNTOLD

    def _missed(self) -> Broken:
        advice = f"{self._name} is required and {self._origin} is empty; fill it in in the source"
        return Broken("required", advice)

    def _broken(self, rule: str, expectation: str) -> Outcome:
        if self._spec.on_error is OnFailure.LEAVE_OUT:
            return self._left_out()
        return Broken(rule, f"{self._name} {expectation}; correct {self._origin} in the source")
