"""The little language of dataset filters: ``status in ('Active') and hireDate ge '2026-01-01'``."""

import re
from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from sandbox.bamboohr.dataset_fields import DatasetField
from sandbox.core.wire import Json

_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([(),])|([^\s(),']+))")
_COMPARE: dict[str, Callable[[Json, Json], bool]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "le": le,
    "gt": gt,
    "ge": ge,
}
_ORDERED = {"lt", "le", "gt", "ge"}


class FilterError(ValueError):
    """A filter cannot be read; the message says what is wrong with it."""


class Clause(NamedTuple):
    """One comparison."""

    field: str
    operator: str
    values: tuple[str, ...]

    def holds(self, value: Json) -> bool:
        """Tell whether a value fits the comparison."""
        if self.operator == "in":
            return value in self.values
        if value is None:
            return self.operator == "ne"
        wanted = self.values[0]
        if _is_number(str(value)) and _is_number(wanted):
            return _COMPARE[self.operator](float(value), float(wanted))
        return _COMPARE[self.operator](str(value), wanted)


class Filter(NamedTuple):
    """A whole filter: clauses joined by ``and`` or by ``or``, never by both."""

    clauses: tuple[Clause, ...]
    every: bool

    def holds(self, values: Mapping[str, Json]) -> bool:
        """Tell whether the values of a row fit."""
        found = (clause.holds(values[clause.field]) for clause in self.clauses)
        return all(found) if self.every else any(found)


def read_filter(text: str, fields: Mapping[str, DatasetField]) -> Filter:
    """Read a filter.

    Args:
        text: The filter; empty for none.
        fields: The fields it may speak of.

    Returns:
        The filter.

    Raises:
        FilterError: When it cannot be read or compares what cannot be compared.
    """
    tokens = _tokens(text)
    clauses: list[Clause] = []
    joints: set[str] = set()
    while tokens:
        clauses.append(_clause(tokens, fields))
        if tokens:
            joint = tokens.pop(0)[1].lower()
            if joint not in {"and", "or"} or not tokens:
                raise FilterError("comparisons are joined by and, or by or")
            joints.add(joint)
    if len(joints) > 1:
        raise FilterError("and and or cannot be mixed in one filter")
    return Filter(tuple(clauses), joints != {"or"})


def _tokens(text: str) -> list[tuple[bool, str]]:
    """Split into tokens, each with whether it was quoted."""
    tokens: list[tuple[bool, str]] = []
    place, text = 0, text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise FilterError("a quote is not closed")
        quoted, mark, word = found.groups()
        tokens.append((quoted is not None, quoted.replace("''", "'") if quoted is not None else mark or word))
        place = found.end()
    return tokens


def _clause(tokens: list[tuple[bool, str]], fields: Mapping[str, DatasetField]) -> Clause:
    if len(tokens) < 3:
        raise FilterError("a comparison has a field, an operator and a value")
    name, operator = tokens.pop(0)[1], tokens.pop(0)[1].lower()
    field = fields.get(name)
    if field is None:
        raise FilterError(f"unknown field {name}")
    if operator == "in":
        values = _values(tokens)
        if len(values) > 1 and field.type != "options":
            raise FilterError("in with several values is for option fields only")
        return Clause(name, operator, values)
    if operator not in _COMPARE:
        raise FilterError(f"unknown operator {operator}")
    if field.type == "govIdText" or (operator in _ORDERED and field.type not in {"date", "int"}):
        raise FilterError(f"{operator} is not for {field.type} fields")
    return Clause(name, operator, (tokens.pop(0)[1],))


def _values(tokens: list[tuple[bool, str]]) -> tuple[str, ...]:
    if tokens.pop(0) != (False, "("):
        raise FilterError("in is followed by values in parentheses")
    values: list[str] = []
    while tokens:
        quoted, word = tokens.pop(0)
        if (quoted, word) == (False, ")"):
            return tuple(values)
        if quoted or word != ",":
            values.append(word)
    raise FilterError("a parenthesis is not closed")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()
