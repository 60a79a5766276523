"""Rehearses a file: built, checked and judged as if it were to go out, and compared person by person.

The file of the next plan year is compared with a full file of this year, built beside it from the same
snapshot; a full file with the last full one that the carrier took. A change file is the difference itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

import pandas as pd

from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.models.carrier_files import PersonIndexRow
from benefits_sync.models.carriers import GateOutcome
from benefits_sync.pipeline.carriers.bench import INTEGRATION, CarrierBench, CarrierOrder
from benefits_sync.pipeline.carriers.outcome import FileOutcome
from benefits_sync.pipeline.carriers.writing import Written
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.codes import envelope
from benefits_sync.x12.comparing.comparison import Comparison
from benefits_sync.x12.comparing.differences import Difference
from benefits_sync.x12.stream import Readable
from benefits_sync.x12.tokens import Tokens

DIFFERENCES: Final = "differences"
"""Name of the artifact with everything that differs, and of the file for people."""
COLUMNS: Final = (
    "carrier",
    "group",
    "subscriber_code",
    "person",
    "relationship",
    "became",
    "line",
    "plan",
    "elements",
)
MASKED: Final = frozenset({"line", "plan"})
"""Columns that tell of somebody's coverage."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The file that a rehearsed one is compared with.

    Args:
        stream: Its bytes, to be read from the beginning.
        people: Who stands in it, in its order.
    """

    stream: BinaryIO = field(repr=False)
    people: Iterable[PersonIndexRow] = field(repr=False)


def rehearsed(
    bench: CarrierBench,
    order: CarrierOrder,
    written: Written,
    gates: tuple[GateOutcome, ...],
    group: str,
    name: str,
    earlier: Earlier | None,
) -> FileOutcome:
    """Return what a file would come to; of the file itself nothing is kept, of what differs an artifact."""
    stream = written.stream
    stream.seek(0)
    expected = expected_of(bench.profile, envelope.Usage(order.usage), as_of=order.as_of)
    checked = check_file(stream, expected, name=name)
    stream.seek(0)
    return FileOutcome.of_gates(
        group,
        name,
        gates,
        people=written.summary.members,
        counts=dict(written.built.events),
        refused=written.built.measures.refused,
        retold=written.built.measures.retold,
        errors=checked.errors,
        warnings=checked.warnings,
        **_compared(bench, order, written, group, earlier) if earlier else {},
    )


def keep_differences(artifacts: ArtifactStore, run_id: str, names: Iterable[str]) -> None:
    """Put what differs in each rehearsed file of a run into one artifact and one file for people."""
    folder = artifacts.folder(INTEGRATION, run_id)
    parts = [artifacts.read_frame(folder, name) for name in names]
    if parts:
        together = pd.concat(parts, ignore_index=True)
        artifacts.write_frame(folder, DIFFERENCES, together)
        artifacts.write_csv(folder, DIFFERENCES, together, MASKED)


def _compared(
    bench: CarrierBench, order: CarrierOrder, written: Written, group: str, earlier: Earlier
) -> dict[str, object]:
    old, new = (
        _by_segment(one.stream, one.people) for one in (earlier, Earlier(written.stream, written.people))
    )
    comparison = Comparison(earlier.stream, written.stream)
    rows = [_row(bench.profile.name, group, difference, old, new) for difference in comparison]
    reference = written.summary.transactions[0].reference.replace(".", "-").lower()
    name = f"{DIFFERENCES}-{bench.profile.name}-{reference}"
    folder = bench.artifacts.folder(INTEGRATION, order.run_id)
    bench.artifacts.write_frame(folder, name, pd.DataFrame(rows, columns=list(COLUMNS), dtype=object))
    counts = {
        f"{what}, {kind}": number
        for what, counts in comparison.counts.items()
        for kind, number in sorted(counts.items())
    }
    return {"differences": counts, "listed": name}


def _by_segment(stream: BinaryIO, people: Iterable[PersonIndexRow]) -> dict[int, PersonIndexRow]:
    """Return who stands at which INS of a file."""
    stream.seek(0)
    found = dict(zip(_places(stream), people, strict=True))
    stream.seek(0)
    return found


def _places(stream: Readable) -> Iterable[int]:
    return (number for number, elements in enumerate(Tokens(stream), start=1) if elements[0] == "INS")


def _row(
    carrier: str,
    group: str,
    difference: Difference,
    old: Mapping[int, PersonIndexRow],
    new: Mapping[int, PersonIndexRow],
) -> tuple[str | None, ...]:
    place = difference.new_segment
    who = new[place] if place is not None else old[difference.old_segment or 0]
    return (
        carrier,
        group,
        who.subscriber_code,
        who.person_ref,
        difference.relationship,
        str(difference.kind),
        difference.line,
        difference.plan,
        ", ".join(difference.elements) or None,
    )
