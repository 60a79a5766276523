"""What each record of a run came to: the plan's decision, corrected by what the target really did."""

from dataclasses import dataclass, field

import pandas as pd

from benefits_sync.domain.planning import counted
from benefits_sync.models.plans import REJECTION_COLUMNS, WRITING_ACTIONS, Action
from benefits_sync.models.runs import Counts
from benefits_sync.models.writes import UNSETTLED_RULE, WriteStatus
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.workbench import Workbench

UNSETTLED_TEXT = "the target does not show the change; the next run tries again"

STRONGEST = {"create": 3, "rehire": 2, "terminate": 1, "update": 0}
"""A record created and then updated in one run counts as created."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """``items`` are the plan's rows with an ``outcome``; ``rejections`` come from plan and target."""

    items: pd.DataFrame = field(repr=False)
    rejections: pd.DataFrame = field(repr=False)
    counts: Counts

    def rules(self) -> dict[str, int]:
        """Count refused records by field and rule, most first."""
        names = self.rejections["field"].fillna("record") + ": " + self.rejections["rule"]
        return {str(name): int(number) for name, number in names.value_counts().items()}


def outcomes(bench: Workbench, extracted: Extract, items: pd.DataFrame) -> Outcomes:
    """Settle each record's outcome; in a dry run that is simply what was planned."""
    planned = bench.artifacts.read_frame(extracted.folder, "rejections")
    if extracted.dry_run:
        settled = items.assign(outcome=items["action"])
        return Outcomes(settled, planned, counted(settled["outcome"]))
    writes = bench.ledger.writes.of_run(extracted.reference_id)
    settled = items.assign(outcome=_settle(items, writes))
    settled = _with_remote_ids(settled, writes)
    refused = _refused(settled, writes)
    return Outcomes(settled, _joined(planned, refused), counted(settled["outcome"]))


def _settle(items: pd.DataFrame, writes: pd.DataFrame) -> pd.Series:
    """Correct the plan's actions: refused and unsettled writes are rejections; earlier tries' writes count.

    A run that is cleared and run again plans ``unchanged`` for what it wrote the first time; its summary
    still says what the run did.
    """
    good = writes["status"].eq(WriteStatus.CONFIRMED)
    failed = frozenset(writes.loc[~good, "record_key"])
    written = writes[good & ~writes["record_key"].isin(failed)]
    strongest = (
        written.assign(rank=written["kind"].map(STRONGEST))
        .sort_values("rank")
        .drop_duplicates("record_key", keep="last")
        .set_index("record_key")["kind"]
    )
    key = items["record_key"]
    outcome = items["action"].mask(items["action"].isin(WRITING_ACTIONS), Action.UNCHANGED.value)
    open_to_writes = items["action"].isin((*WRITING_ACTIONS, Action.UNCHANGED))
    outcome = outcome.mask(open_to_writes & key.isin(strongest.index), key.map(strongest))
    return outcome.mask(open_to_writes & key.isin(failed), Action.REJECTED.value)


def _with_remote_ids(items: pd.DataFrame, writes: pd.DataFrame) -> pd.DataFrame:
    answered = (
        writes.dropna(subset=["remote_id"]).drop_duplicates("record_key").set_index("record_key")["remote_id"]
    )
    known = items["remote_id"]
    return items.assign(remote_id=known.where(known.notna(), items["record_key"].map(answered)))


def _refused(items: pd.DataFrame, writes: pd.DataFrame) -> pd.DataFrame:
    bad = writes[writes["status"].ne(WriteStatus.CONFIRMED)].drop_duplicates("record_key")
    planned = items.dropna(subset=["record_key"]).drop_duplicates("record_key").set_index("record_key")
    return pd.DataFrame(
        {
            "record_key": bad["record_key"],
            "source_id": bad["record_key"].map(planned["source_id"]),
            "field": bad["field"],
            "rule": bad["rule"].fillna(UNSETTLED_RULE),
            "message": bad["message"].fillna(UNSETTLED_TEXT),
            "source_row": bad["record_key"].map(planned["source_row"]),
        },
        dtype=object,
    )


def _joined(planned: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    parts = [part for part in (planned, refused) if not part.empty]
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=list(REJECTION_COLUMNS), dtype=object)
    )
