"""Third stage: bring the target to what the plan says, once, whatever was killed before."""

import asyncio

import pandas as pd
from pydantic import BaseModel, ConfigDict

from benefits_sync.domain.staleness import target_fingerprints
from benefits_sync.errors import StalePlanError
from benefits_sync.models.frames import records_by_key, records_of
from benefits_sync.models.writes import WriteOp
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.failures import noted
from benefits_sync.pipeline.journal import WriteJournal
from benefits_sync.pipeline.target import expected_records
from benefits_sync.pipeline.workbench import Workbench

STALE_SHOWN = 5


class Applied(BaseModel):
    """What one chunk came to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sent: int
    refused: int
    calls: dict[str, int]


def apply(bench: Workbench, reference_id: str, chunk: tuple[int, int]) -> Applied:
    """Apply rows ``chunk[0]`` to ``chunk[1]`` of the run's plan.

    Raises:
        StalePlanError: If the target changed since the plan was made; nothing of the chunk was written.
    """
    with noted(bench.ledger, reference_id):
        extracted = Extract.of(bench, reference_id)
        rows = bench.artifacts.read_frame(extracted.folder, "writes").iloc[chunk[0] : chunk[1]]
        return asyncio.run(_apply(bench, reference_id, rows, extracted.overtaken(bench)))


async def _apply(
    bench: Workbench, reference_id: str, rows: pd.DataFrame, overtaken: frozenset[str]
) -> Applied:
    journal = WriteJournal(bench, reference_id)
    journal.seen(overtaken.intersection(rows["record_key"]))
    rows = rows[~rows["record_key"].isin(overtaken)]
    async with bench.integration.open_writer(expected_records(bench)) as writer:
        current = await writer.snapshot(rows["record_key"].tolist(), bench.mapping.target_fields)
        ops = _outstanding(bench, rows, current, journal)
        # The writes may take effect and this run never close: what was confirmed is not believed until then.
        bench.ledger.states.doubt(bench.integration.name, [op.record_key for op in ops])
        await writer.write(ops, sending=journal.sending, settled=journal.settled)
        return Applied(sent=len(ops), refused=journal.refused, calls={writer.vendor: writer.calls})


def _outstanding(
    bench: Workbench, rows: pd.DataFrame, current: pd.DataFrame, journal: WriteJournal
) -> list[WriteOp]:
    """List what is still to be written, and refuse the plan if somebody else moved the target.

    A record this run began to write may be in any state between before and after; all others have to be as
    they were planned against, or already as planned.
    """
    records = records_by_key(current)
    ops: list[WriteOp] = []
    stale: list[str] = []
    done: list[str] = []
    for row, elsewhere in zip(records_of(rows), _moved(bench, rows, current), strict=True):
        key = str(row["record_key"])
        needed = bench.integration.outstanding(row, records.get(key))
        if not needed:
            done.append(key)
        elif elsewhere and not journal.began(key):
            stale.append(key)
        ops.extend(needed)
    if stale:
        raise StalePlanError(
            f"{len(stale)} records changed in the target after the plan was made "
            f"({', '.join(stale[:STALE_SHOWN])}); nothing of this chunk was written: "
            "clear the run from its plan task on"
        )
    journal.seen(done)
    return ops


def _moved(bench: Workbench, rows: pd.DataFrame, current: pd.DataFrame) -> pd.Series:
    """Tell for each row whether the target's record is no longer the one it was planned against."""
    now = target_fingerprints(current, bench.mapping.target_fields, bench.ledger.key)
    return rows["record_key"].map(now).fillna("").ne(rows["before"].fillna(""))
