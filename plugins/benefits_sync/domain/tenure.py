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

from benefits_sync.domain.columns import Cells, Places, present
from benefits_sync.mapping.coded import Coded, DayNumbers
from benefits_sync.mapping.columns import rule_indices
from benefits_sync.mapping.conditions import Condition
from benefits_sync.mapping.frame import excluded_for
from benefits_sync.mapping.grammar import Mapping, OnFailure, Rule

MOST_DAYS_AHEAD: Final = 400
"""What lies further ahead is left to a later full run, which reads everybody again."""

REFUSED: Final = object()
"""Stands for no rule that fits; None is what a rule gives on purpose."""

When = Entries[str, Condition]
Standing = npt.NDArray[np.object_]


def next_turns(mapping: Mapping, source: pd.DataFrame, as_of: date) -> Cells:
    """Return for each person the next day, as ISO text, on which a dated condition changes the outcome.

    Outcome means exclusion, the result of a rule table, or being a leaver. A condition that turns and changes
    none of them (an earlier rule holds) is no reason to read anybody.
    """
    turns = np.full(len(source), None, dtype=object)
    facts = Coded(source)
    rows, days = _days_ahead(mapping, facts, as_of)
    if len(rows):
        turned = (_standing(mapping, facts, days, rows) != _standing(mapping, facts, as_of, rows)).any(axis=1)
        latest_first = np.flatnonzero(turned)[::-1]  # so that a person's next day is the one that stays
        turns[rows[latest_first]] = [date.fromordinal(day).isoformat() for day in days[latest_first].tolist()]
    return turns


def _days_ahead(mapping: Mapping, source: Coded, as_of: date) -> tuple[Places, DayNumbers]:
    """Return each day on which some condition turns for somebody, in order, and for whom."""
    today = as_of.toordinal()
    found: list[tuple[Places, DayNumbers]] = []
    for alias, since in _dated_conditions(mapping):
        places, distinct = source.column(alias)
        turning = distinct.days[places] + since
        rows = np.flatnonzero((turning > today) & (turning <= today + MOST_DAYS_AHEAD))
        found.append((rows, turning[rows]))
    if not found:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.int64)
    rows, days = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(days, kind="stable")
    return rows[order], days[order]


def _standing(mapping: Mapping, source: Coded, day: date | DayNumbers, rows: Places) -> Standing:
    """Return what dated conditions can change about people, as it is on a day: one line for each of them."""
    excluded = excluded_for(mapping.scope, source, day, rows)
    columns: list[npt.NDArray[Any]] = [excluded]
    for rules, without in _dated_tables(mapping):
        results = np.array([*(rule.result for rule in rules), without], dtype=object)
        columns.append(results[rule_indices(rules, source, day, rows)])
    if mapping.termination:
        columns.append(source.matching(mapping.termination.when, day, rows))
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


def _dated_conditions(mapping: Mapping) -> set[tuple[str, int]]:
    """Return each source field that is compared with the calendar, and the days after it that count."""
    return {
        (alias, since)
        for when in _whens(mapping)
        for alias, condition in when.items()
        for since in condition.tenures
    }
