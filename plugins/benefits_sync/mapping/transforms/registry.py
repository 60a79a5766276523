"""What a named transform is: a pure function of one text, a documented rule, and its parameters."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

Arguments = Mapping[str, str | None]
Function = Callable[[str, "Facts", Arguments], str | None]
Simple = Callable[[str], str | None]


class BrokenRuleError(Exception):
    """A value breaks a transform's rule. The message says what is expected and never quotes the value."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a transform may know besides the value: the day it is done for, and the mapping's settings."""

    as_of: date
    ssn_allow_900_area: bool = False


@dataclass(frozen=True, slots=True)
class Transform:
    """One named transform.

    ``numbers`` are parameters given in the mapping as whole numbers; ``companions`` are parameters that name
    further source fields of the same person. ``simple`` is the same function where the value is all it needs.
    """

    name: str
    function: Function
    numbers: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    simple: Simple | None = None

    def with_facts(self, facts: Facts, arguments: Arguments) -> Simple:
        """Return the transform as a function of the value alone."""
        return self.simple or (lambda value: self.function(value, facts, arguments))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of all parameters; each must be given."""
        return (*self.numbers, *self.companions)

    @property
    def summary(self) -> str:
        """The first line of the function's docstring, for the list of transforms."""
        return (inspect.getdoc(inspect.unwrap(self.function)) or "").partition("\n")[0]


_SEPARATORS: Final = str.maketrans("", "", " \t\u00a0-.()/+")


def plain(function: Simple) -> Transform:
    """Make a transform of a function that needs nothing but the value; its name is the function's."""

    def call(value: str, _facts: Facts, _arguments: Arguments) -> str | None:
        return function(value)

    call.__wrapped__ = function  # type: ignore[attr-defined]
    return Transform(name=function.__name__, function=call, simple=function)


def without_separators(value: str) -> str:
    """Remove blanks and the signs people put between groups of digits."""
    return value.translate(_SEPARATORS)


def is_digits(value: str) -> bool:
    """Tell whether the text consists of the digits 0 to 9."""
    return value.isascii() and value.isdigit()
