"""Rehearses a file: built, checked and judged as if it were to go out, compared with what went out last."""

from typing import BinaryIO

from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import GateOutcome
from benefits_sync.pipeline.carriers.bench import CarrierBench, CarrierOrder
from benefits_sync.pipeline.carriers.outcome import FileOutcome
from benefits_sync.pipeline.carriers.writing import Written
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.codes import envelope
from benefits_sync.x12.comparing.comparison import Comparison


def rehearsed(
    bench: CarrierBench,
    order: CarrierOrder,
    written: Written,
    gates: tuple[GateOutcome, ...],
    group: str,
    name: str,
    last: FileRow | None,
) -> FileOutcome:
    """Return what a file would come to; nothing of it is kept."""
    stream = written.stream
    stream.seek(0)
    checked = check_file(stream, expected_of(bench.profile, envelope.Usage(order.usage)))
    stream.seek(0)
    return FileOutcome.of_gates(
        group,
        name,
        gates,
        people=written.summary.members,
        counts=dict(written.built.events),
        refused=written.built.measures.refused,
        errors=checked.errors,
        warnings=checked.warnings,
        differences=_differences(bench, stream, last) if last else {},
    )


def _differences(bench: CarrierBench, stream: BinaryIO, last: FileRow) -> dict[str, int]:
    """Count what differs from the last good file, people and coverages apart."""
    with bench.vault.open(last.uri, last.sha256) as before:
        comparison = Comparison(before, stream)
        for _ in comparison:
            pass
    return {
        f"{what}, {kind}": number
        for what, counts in comparison.counts.items()
        for kind, number in sorted(counts.items())
    }
