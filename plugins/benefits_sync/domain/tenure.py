"""The next day on which the calendar alone changes what the mapping makes of a person.

A tenure is reached, and a date comes within a horizon, without any change in the HR system: nobody would read
the person on that day.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Entries
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benefits_sync.domain.columns import Cells, Places, cells_of, present
from benefits_sync.mapping.columns import rule_indices
from benefits_sync.mapping.conditions import Condition, as_day, matching_rows
from benefits_sync.mapping.frame import excluded_for
from benefits_sync.mapping.grammar import Mapping, OnFailure, Rule

MOST_DAYS_AHEAD: Final = 400
"""What lies further ahead is left to a later full run, which reads everybody again."""

REFUSED: Final = object()
"""Stands for no rule that fits; None is what a rule gives on purpose."""

NEVER: Final = -(10**9)
"""A day number out of anybody's reach."""

When = Entries[str, Condition]
Standing = npt.NDArray[np.object_]


def next_turns(mapping: Mapping, source: pd.DataFrame, as_of: date) -> Cells:
    """Return for each person the next day, as ISO text, on which a dated condition changes the outcome.

    Outcome means exclusion, the result of a rule table, or being a leaver. A condition that turns and changes
    none of them (an earlier rule holds) is no reason to read anybody.
    """
    turns = np.full(len(source), None, dtype=object)
    facts = source[[alias for alias in dict.fromkeys(_aliases(mapping)) if alias in source.columns]]
    ahead = list(_days_ahead(mapping, facts, as_of))
    today = _standing(mapping, facts, as_of) if ahead else np.empty((0, 0), dtype=object)
    for day, rows in ahead:
        waiting = rows[~present(turns[rows])]
        turned = (_standing(mapping, facts.take(waiting), day) != today[waiting]).any(axis=1)
        turns[waiting[turned]] = day.isoformat()
    return turns


def _days_ahead(mapping: Mapping, source: pd.DataFrame, as_of: date) -> Iterator[tuple[date, Places]]:
    """Yield each day on which some condition turns, in order, with the rows that it turns for."""
    today = as_of.toordinal()
    found = []
    for alias, since in _dated_conditions(mapping):
        turning = _ordinals(cells_of(source, alias)) + since
        rows = np.flatnonzero((turning > today) & (turning <= today + MOST_DAYS_AHEAD))
        found.append(pd.DataFrame({"row": rows, "day": turning[rows]}))
    if found:
        every = pd.concat(found).drop_duplicates()
        for day, rows_of_day in every.groupby("day")["row"]:
            yield date.fromordinal(int(str(day))), rows_of_day.to_numpy(dtype=np.intp)


def _ordinals(cells: Cells) -> npt.NDArray[np.int64]:
    """Return dates as day numbers."""
    places, texts = pd.factorize(cells)
    days = [as_day(text) for text in texts]
    numbers = [NEVER if day is None else day.toordinal() for day in days]
    return np.array([*numbers, NEVER], dtype=np.int64)[places]


def _standing(mapping: Mapping, source: pd.DataFrame, day: date) -> Standing:
    """Return what dated conditions can change about people, as it is on a day: one row for each person."""
    excluded = excluded_for(mapping.scope, source, day)
    columns: list[npt.NDArray[Any]] = [excluded]
    for rules, without in _dated_tables(mapping):
        results = np.array([*(rule.result for rule in rules), without], dtype=object)
        columns.append(results[rule_indices(rules, source, day)])
    if mapping.termination:
        columns.append(matching_rows(mapping.termination.when, source, day))
    standing = np.array(columns, dtype=object).T
    standing[present(excluded), 1:] = None
    return standing


def _dated_tables(mapping: Mapping) -> Iterator[tuple[tuple[Rule, ...], object]]:
    """Yield each field's rules that look at the calendar, with what becomes of whom none of them fits."""
    for spec in mapping.fields.values():
        rules = mapping.rules[spec.rules] if spec.rules else ()
        if any(condition.tenures for rule in rules for condition in rule.conditions.values()):
            yield rules, REFUSED if spec.unlisted is OnFailure.REJECT else spec.default


def _whens(mapping: Mapping) -> Iterator[When]:
    yield from (exclusion.when for exclusion in mapping.scope)
    yield from (rule.conditions for rules, _ in _dated_tables(mapping) for rule in rules)
    if mapping.termination:
        yield mapping.termination.when


def _aliases(mapping: Mapping) -> Iterator[str]:
    yield from (alias for when in _whens(mapping) for alias in when)


def _dated_conditions(mapping: Mapping) -> set[tuple[str, int]]:
    """Return each source field that is compared with the calendar, and the days after it that count."""
    return {
        (alias, since)
        for when in _whens(mapping)
        for alias, condition in when.items()
        for since in condition.tenures
    }
