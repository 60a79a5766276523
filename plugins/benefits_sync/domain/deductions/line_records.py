"""Deduction lines, rows left out and rows refused, as the frames that every later stage reads."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, cells_of, kept, present
from benefits_sync.domain.deductions import row_rules as rules
from benefits_sync.domain.deductions.payroll_rows import Numbers
from benefits_sync.domain.deductions.pieces import Pieces
from benefits_sync.domain.deductions.refusals import Refusals
from benefits_sync.mapping import MappedFrame
from benefits_sync.mapping.deductions.grammar import DeductionMapping
from benefits_sync.mapping.records import MappedRecords
from benefits_sync.models.deductions import LINE_FIELDS, LINE_KEY, LineKind, amount_text, line_key

_COLUMNS = (LINE_KEY, *LINE_FIELDS)


def line_records(
    mapping: DeductionMapping,
    source: pd.DataFrame,
    pieces: Pieces,
    reasons: Cells,
    untaken: Mask,
    refusals: Refusals,
) -> MappedRecords:
    """Put the records of all rows in the order of the rows.

    ``untaken`` rows have, beside their lines, a record for the part that is left to be keyed by hand.
    """
    left_out, by_hand = np.flatnonzero(present(reasons)), np.flatnonzero(untaken)
    refused = np.flatnonzero(refusals.refused)
    row = np.concatenate([pieces.row, left_out, by_hand, refused])
    reason = np.full(len(row), None, dtype=object)
    ends = np.cumsum([len(pieces.row), len(left_out), len(by_hand)])
    reason[ends[0] : ends[1]] = reasons[left_out]
    reason[ends[1] : ends[2]] = rules.PARTNER_PRETAX
    order = np.argsort(row, kind="stable")
    labels = pd.RangeIndex(len(row))
    payload = _payload(mapping, source, pieces)
    lines = {name: _spread(payload[name], order, len(pieces.row)) for name in _COLUMNS}
    label_of = np.full(len(source), -1, dtype=np.intp)
    label_of[row[order]] = np.arange(len(row))
    nothing = pd.Series(np.full(len(row), None, dtype=object), index=labels, dtype=object)
    return MappedRecords(
        records=pd.DataFrame(
            {name: cells_of(source, name)[row[order]] for name in ("source_id", "source_row")},
            index=labels,
            dtype=object,
        ),
        mapped=MappedFrame(
            payload=pd.DataFrame(lines, index=labels, columns=list(_COLUMNS), dtype=object),
            issues=refusals.issues(label_of),
            exclusions=pd.Series(reason[order], index=labels, dtype=object),
            termination_reason=nothing,
            voluntary=nothing.copy(),
            cleared=pd.DataFrame(index=labels),
        ),
    )


def _spread(cells: Cells, order: Numbers, lines: int) -> Cells:
    """Put the lines' values in their places among all records; the other records hold None."""
    placed = np.full(len(order), None, dtype=object)
    are_lines = order < lines
    placed[are_lines] = cells[order[are_lines]]
    return placed


def _payload(mapping: DeductionMapping, source: pd.DataFrame, pieces: Pieces) -> dict[str, Cells]:
    """Return the lines as canonical text, column by column."""
    rows = pieces.row
    fields = {
        "employee": cells_of(source, "source_id")[rows],
        "plan_year": cells_of(source, "org_plan_year_starts")[rows],
        "benefit": cells_of(source, "benefit_lookup_code")[rows],
        "code": pieces.code,
        "kind": np.array([kind.value for kind in LineKind], dtype=object)[pieces.kind],
        "start_date": _texts(pieces.start, _day_text),
        "end_date": _texts(pieces.end, _day_text),
        "amount": _texts(pieces.cents, amount_text),
        "annual_amount": kept(pieces.annual > 0, _texts(pieces.annual, amount_text)),
        "frequency": _labels(mapping, cells_of(source, "subscriber_pay_frequency")[rows]),
    }
    parts = (fields[name] for name in ("employee", "plan_year", "benefit", "code", "start_date"))
    keys = np.empty(len(rows), dtype=object)
    keys[:] = [line_key(*texts) for texts in zip(*parts, strict=True)]
    return {LINE_KEY: keys, **fields}


def _labels(mapping: DeductionMapping, frequencies: Cells) -> Cells:
    places, texts = pd.factorize(frequencies)
    return np.array([*(mapping.pay_schedules[text].label for text in texts), None], dtype=object)[places]


def _texts(numbers: Numbers, spell: Callable[[int], str]) -> Cells:
    """Return the text of each number; each distinct one is spelt once."""
    places, distinct = pd.factorize(numbers)
    return np.array([*(spell(int(number)) for number in distinct), None], dtype=object)[places]


def _day_text(day: int) -> str:
    return date.fromordinal(day).isoformat()
