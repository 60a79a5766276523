"""A mapping applied to a frame of source records, a column at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.mapping.coded import Cells, Coded, DayNumbers, Mask, Places
from benefits_sync.mapping.columns import NO_RULE, Column, Issue, derive, rule_indices
from benefits_sync.mapping.grammar import Exclusion, Mapping, Termination, WhenEmpty
from benefits_sync.mapping.transforms import BrokenRuleError, Facts
from benefits_sync.mapping.transforms.identity import iso_date

ISSUE_COLUMNS: Final = ("row", "field", "rule", "message")


@dataclass(frozen=True, slots=True)
class MappedFrame:
    """What a mapping makes of the source, row by row; all parts but ``issues`` are indexed as the source.

    ``payload`` has the target's members as canonical text or None; an excluded row holds its key and nothing
    else. ``issues`` has one line for each broken rule of a row that is not excluded: its index label, the
    member, the rule and a message without any value. ``exclusions`` holds the reason why a row is left out.
    ``termination_reason`` and ``voluntary`` are filled for people who have left, and only for them.
    ``cleared`` has a column of yes and no for each member with ``when_empty: clear``: yes where the target's
    value is to go. A member made from a field that the source did not return has no column.
    """

    payload: pd.DataFrame = field(repr=False)
    issues: pd.DataFrame
    exclusions: pd.Series
    termination_reason: pd.Series
    voluntary: pd.Series
    cleared: pd.DataFrame = field(repr=False)


def map_frame(mapping: Mapping, source: pd.DataFrame, as_of: date) -> MappedFrame:
    """Apply a mapping to source records as they stand on a day."""
    facts = Facts(as_of=as_of, ssn_allow_900_area=mapping.settings.ssn_allow_900_area)
    everybody = Coded(source)
    reasons = excluded_for(mapping.scope, everybody, as_of)
    rows = np.flatnonzero(pd.isna(reasons))
    included = Coded(source.take(rows))
    key = derive(mapping, mapping.key, everybody, facts)
    columns = [
        key.of(rows) if name == mapping.key else derive(mapping, name, included, facts)
        for name in mapping.fields
    ]
    payload = {column.name: _spread(column.values, rows, len(source)) for column in columns}
    payload[mapping.key] = key.values
    issues = [issue for column in columns for issue in column.issues()]
    reason, voluntary, ending = _terminations(mapping, included, as_of)
    return MappedFrame(
        payload=pd.DataFrame(payload, index=source.index, columns=list(mapping.fields), dtype=object),
        issues=_issue_frame([*issues, *ending], source.index[rows]),
        exclusions=pd.Series(reasons, index=source.index, dtype=object),
        termination_reason=pd.Series(_spread(reason, rows, len(source)), index=source.index, dtype=object),
        voluntary=pd.Series(_spread(voluntary, rows, len(source)), index=source.index, dtype=object),
        cleared=_cleared(mapping, columns, source, rows),
    )


def excluded_for(
    scope: Sequence[Exclusion], source: Coded, as_of: date | DayNumbers, rows: Places | None = None
) -> Cells:
    """Return for each row the reason of the first exclusion that holds, or None."""
    reasons = np.full(len(source) if rows is None else len(rows), None, dtype=object)
    for exclusion in reversed(scope):
        reasons[source.matching(exclusion.when, as_of, rows)] = exclusion.reason
    return reasons


def _spread(values: Cells, rows: Places, length: int) -> Cells:
    """Put the values of the included rows in their places; the other places hold None."""
    spread = np.full(length, None, dtype=object)
    spread[rows] = values
    return spread


def _cleared(mapping: Mapping, columns: Sequence[Column], source: pd.DataFrame, rows: Places) -> pd.DataFrame:
    """Tell which members are to be cleared; a field that the source withheld may well have a value."""
    told = set(source.columns)
    cleared: dict[str, Mask] = {}
    for column in columns:
        spec = mapping.fields[column.name]
        if spec.when_empty is WhenEmpty.CLEAR and told.issuperset(mapping.sources_of(spec)):
            cleared[column.name] = np.zeros(len(source), dtype=np.bool_)
            cleared[column.name][rows] = column.emptied
    return pd.DataFrame(cleared, index=source.index, columns=list(cleared), dtype=np.bool_)


def _terminations(mapping: Mapping, source: Coded, as_of: date) -> tuple[Cells, Cells, list[Issue]]:
    ending = mapping.termination
    if ending is None:
        nothing = np.full(len(source), None, dtype=object)
        return nothing, nothing, []
    left = source.matching(ending.when, as_of)
    reason, no_reason = _ruled(mapping, ending.reason, "termination_reason", source, left, as_of)
    voluntary, no_answer = _ruled(mapping, ending.voluntary, "is_voluntary_termination", source, left, as_of)
    return reason, voluntary, [*no_reason, *no_answer, *_undated(ending, source, left)]


def _ruled(
    mapping: Mapping, table: str, name: str, source: Coded, rows: Mask, as_of: date
) -> tuple[Cells, list[Issue]]:
    """Return what a rule table gives for some of the rows, with an issue where no rule holds."""
    rules = mapping.rules[table]
    chosen = rule_indices(rules, source, as_of)
    results = np.array([*(rule.result for rule in rules), None], dtype=object)  # NO_RULE is -1, the last
    advice = (
        f"no rule of `{table}` gives {name}; correct {', '.join(mapping.rule_sources(table))} or add a rule"
    )
    missing = np.flatnonzero(rows & (chosen == NO_RULE))
    issues = [Issue(int(position), name, "no_rule", advice) for position in missing]
    return results[np.where(rows, chosen, NO_RULE)], issues


def _undated(ending: Termination, source: Coded, rows: Mask) -> Iterable[Issue]:
    days = source.cells(ending.date)
    for position in np.flatnonzero(rows).tolist():
        day = days[position]
        if day is None:
            advice = f"termination_date is required for a leaver and {ending.date} is empty"
            yield Issue(position, "termination_date", "required", advice)
            continue
        try:
            iso_date(day)
        except BrokenRuleError as error:
            advice = f"termination_date {error}; correct {ending.date} in the source"
            yield Issue(position, "termination_date", "iso_date", advice)


def _issue_frame(issues: Sequence[Issue], labels: pd.Index) -> pd.DataFrame:
    ordered = sorted(issues, key=lambda issue: issue.position)
    rows = [(labels[issue.position], issue.field, issue.rule, issue.message) for issue in ordered]
    return pd.DataFrame(rows, columns=list(ISSUE_COLUMNS), dtype=object)
