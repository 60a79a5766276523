"""Puts what people corrected in place of what the source has, before anything is mapped.

A correction stands for the value that the source had when it was made. A source that has another value since
is right again: the correction is given up, and the run says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from benefits_sync.pipeline.workbench import Workbench
from benefits_sync.store.corrections import Correction, SourceRecord


@dataclass(frozen=True, slots=True)
class Corrected:
    """A source frame with its corrections.

    ``records`` counts those for which one was used; ``overtaken`` are the numbers of those given up.
    """

    source: pd.DataFrame = field(repr=False)
    records: int
    overtaken: tuple[int, ...]


def corrected(bench: Workbench, reference_id: str, source: pd.DataFrame) -> Corrected:
    """Apply an integration's corrections to what a run has read."""
    known = bench.ledger.corrections.in_force(bench.integration.name, reference_id)
    places = _places(source, known)
    used: list[tuple[int, Correction]] = []
    overtaken: list[int] = []
    for one in known:
        place = places.get(one.record)
        if place is None or one.name not in source.columns:
            continue
        value = source[one.name].iloc[place]
        same = bench.ledger.corrections.digest(one.record, one.name, None if pd.isna(value) else value)
        if same == one.replaces:
            used.append((place, one))
        else:
            overtaken.append(one.id)
    return Corrected(_replaced(source, used), len({place for place, _ in used}), tuple(overtaken))


def _places(source: pd.DataFrame, known: Sequence[Correction]) -> dict[SourceRecord, int]:
    """Return where the corrected records are; of one that is there twice nobody can say which is meant."""
    if not known:
        return {}
    integration = known[0].record.integration
    near = source["source_id"].isin({one.record.source_id for one in known}).to_numpy().nonzero()[0]
    rows = source["source_row"].iloc[near] if "source_row" in source.columns else [None] * len(near)
    records = [
        SourceRecord(integration, source_id, source_row)
        for source_id, source_row in zip(source["source_id"].iloc[near], rows, strict=True)
    ]
    once = {record for record, number in Counter(records).items() if number == 1}
    return {record: int(place) for record, place in zip(records, near, strict=True) if record in once}


def _replaced(source: pd.DataFrame, used: Iterable[tuple[int, Correction]]) -> pd.DataFrame:
    columns: dict[str, list[tuple[int, str | None]]] = {}
    for place, one in used:
        columns.setdefault(one.name, []).append((place, one.value))
    changed: dict[str, pd.Series] = {}
    for name, values in columns.items():
        cells = source[name].to_numpy(dtype=object).copy()
        for place, value in values:
            cells[place] = value
        changed[name] = pd.Series(cells, index=source.index, dtype=object)
    return source.assign(**changed) if changed else source
