"""What any mapper makes of a source: records, and what became of each."""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from benefits_sync.mapping.frame import MappedFrame, map_frame
from benefits_sync.mapping.grammar import Mapping


@dataclass(frozen=True, slots=True)
class MappingContext:
    """What a mapper knows besides the source: the company's date, and the run's own options by name."""

    as_of: date
    options: Lookup[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MappedRecords:
    """The records of a run, each to be accounted for once.

    ``records`` has ``source_id`` and may have ``source_row``, which tells apart the rows of one source id;
    its index is that of all parts of ``mapped``. A source row may become several records, never none.
    """

    records: pd.DataFrame = field(repr=False)
    mapped: MappedFrame


def map_records(mapping: Mapping, source: pd.DataFrame, context: MappingContext) -> MappedRecords:
    """Make one record of each source row."""
    return MappedRecords(source, map_frame(mapping, source, context.as_of))
