"""What the target holds now."""

import asyncio
from collections.abc import Sequence

import pandas as pd

from benefits_sync.models.plans import TARGET_COLUMNS
from benefits_sync.pipeline.awaiting import result_of
from benefits_sync.pipeline.workbench import Workbench

Allowed = dict[str, frozenset[str]]
Calls = dict[str, int]


def expected_records(bench: Workbench) -> int:
    """Return how many records the target has, as far as the ledger knows."""
    return bench.ledger.states.count(bench.integration.name)


def read_target(bench: Workbench, keys: Sequence[str] | None) -> tuple[pd.DataFrame, Allowed, Calls]:
    """Read the target's records (all when ``keys`` is None) and the values it accepts; no keys, no call."""
    if keys is not None and not keys:
        columns = dict.fromkeys([*TARGET_COLUMNS, *bench.mapping.target_fields])
        return pd.DataFrame(columns=list(columns), dtype=object), {}, {}
    return result_of(_read(bench, keys))


async def _read(bench: Workbench, keys: Sequence[str] | None) -> tuple[pd.DataFrame, Allowed, Calls]:
    async with bench.integration.open_writer(expected_records(bench)) as writer:
        allowed, target = await asyncio.gather(
            writer.allowed_values(), writer.snapshot(keys, bench.mapping.target_fields)
        )
        bench.progress("target records read", len(target))
        return target, allowed, {writer.vendor: writer.calls}
