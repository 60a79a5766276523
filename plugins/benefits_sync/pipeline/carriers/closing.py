"""Last stage of a run of carrier files: every person counted once, and how the run ended."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from benefits_sync.domain.carriers.states import LEFT
from benefits_sync.errors import RunError
from benefits_sync.mapping.carriers.members import USUAL_EVENTS, Event
from benefits_sync.models.carrier_files import MessageOrigin
from benefits_sync.models.carriers import FileState
from benefits_sync.models.runs import Counts, RunStatus, RunSummary
from benefits_sync.pipeline.carriers.bench import INTEGRATION
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome, FileOutcome
from benefits_sync.pipeline.carriers.rehearsal import keep_differences
from benefits_sync.pipeline.carriers.snapshot import Snapshot
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.ledger import Ledger

NOT_SENT: Final = "file not sent"
_BY_TYPE: Final = {"021": "created", "024": "terminated", "025": "rehired", "001": "updated"}
_NOT_GONE: Final = frozenset(
    {FileState.BUILT, FileState.VALIDATED, FileState.HELD, FileState.REFUSED, FileState.APPROVED}
)
"""States of a file that was to go out and did not; one that a person set aside is none."""

_OUTCOMES: Final = {event.value: _BY_TYPE[codes.type] for event, codes in USUAL_EVENTS.items()} | {
    Event.REHIRE.value: "rehired"
}
"""What a run's counts call the events of people; who is in a full file and did not change has none."""

_Files = list[tuple[str, FileOutcome]]


def close_delivery(
    ledger: Ledger,
    artifacts: ArtifactStore,
    run: RunSummary,
    outcomes: Sequence[CarrierOutcome],
    now: datetime,
    failure: str | None = None,
) -> RunSummary:
    """Count, keep the summary, and remember how full the fields were where nothing failed.

    Args:
        ledger: The ledger.
        artifacts: Where the snapshot is.
        run: The run as it was opened.
        outcomes: What the carriers' files came to, as they were built.
        now: The moment.
        failure: Why the run failed, if it did; what was sent is counted all the same.
    """
    snapshot, files = _snapshot(artifacts, run.reference_id), _as_they_stand(ledger, outcomes)
    counts = sum((_counted(file, dry_run=run.dry_run) for _, file in files), Counts())
    errors = counts.rejected + _unsent(file for _, file in files).total()
    summary = run.model_copy(
        update={
            "status": _status(failure, errors),
            "ended_at": now,
            "employees_processed": snapshot.subscribers if snapshot else 0,
            "counts": counts,
            "exclusions": {NOT_SENT: counts.excluded} if counts.excluded else {},
            "rejection_rules": _rules(ledger, files),
            "differences": _differences(files) if run.dry_run else {},
            "guards": tuple(f"{carrier}: {said}" for carrier, file in files for said in file.sentences),
            "approved_by": ledger.approvals.approver(run.reference_id),
            "api_calls": snapshot.calls if snapshot else {},
            "errors": errors + (failure is not None),
            "failure": failure,
        }
    )
    keep_differences(artifacts, run.reference_id, (file.listed for _, file in files if file.listed))
    ledger.runs.finish(run.reference_id, summary)
    if snapshot and failure is None and not run.dry_run:
        ledger.fill_rates.record(INTEGRATION, run.reference_id, snapshot.fill_rates, now)
    return summary


def shortcomings(ledger: Ledger, summary: RunSummary, outcomes: Iterable[CarrierOutcome]) -> str:
    """Say why a run that did all it could is red."""
    unsent = _unsent(file for _, file in _as_they_stand(ledger, outcomes))
    told = [f"{summary.counts.rejected} people could not be told"] if summary.counts.rejected else []
    if unsent:
        listed = ", ".join(f"{state} x {number}" for state, number in sorted(unsent.items()))
        told.append(f"files were not sent: {listed}")
    return f"{'; '.join(told)}; the page Carrier files says why"


def _as_they_stand(ledger: Ledger, outcomes: Iterable[CarrierOutcome]) -> _Files:
    """Return all files by carrier, in the states that they are in by now."""
    return [(outcome.carrier, _now(ledger, file)) for outcome in outcomes for file in outcome.files]


def _now(ledger: Ledger, file: FileOutcome) -> FileOutcome:
    if file.file is None:
        return file
    return file.model_copy(update={"state": ledger.carriers.files.get(file.file).state})


def _snapshot(artifacts: ArtifactStore, reference_id: str) -> Snapshot | None:
    try:
        return Snapshot.of(artifacts, INTEGRATION, reference_id)
    except RunError:  # none was taken: a file was sent again, nobody was due, or the reading failed
        return None


def _counted(file: FileOutcome, *, dry_run: bool) -> Counts:
    """Count the people of a file: by what they were told, or as left out with a file that did not go."""
    told: Counter[str] = Counter()
    for event, number in file.counts.items():
        told[_OUTCOMES.get(event, "unchanged")] += number
    told["unchanged"] -= file.retold  # they are among those refused
    outcomes: dict[str, Any] = dict(told) if dry_run or file.state in LEFT else {"excluded": told.total()}
    return Counts(read=told.total() + file.refused, rejected=file.refused, **outcomes)


def _unsent(files: Iterable[FileOutcome]) -> Counter[FileState]:
    return Counter(file.state for file in files if file.state in _NOT_GONE)


def _rules(ledger: Ledger, files: _Files) -> dict[str, int]:
    found: Counter[str] = Counter()
    for number in (file.file for _, file in files if file.refused and file.file is not None):
        wanted = MessageFilter(file=number, origin=MessageOrigin.BUILD)
        found.update(f"{said.element}: {said.code}" for said in ledger.carriers.messages.page(wanted))
    return dict(sorted(found.items()))


def _differences(files: _Files) -> dict[str, int]:
    found: Counter[str] = Counter()
    for carrier, file in files:
        found.update({f"{carrier}: {what}": number for what, number in file.differences.items()})
    return dict(sorted(found.items()))


def _status(failure: str | None, errors: int) -> RunStatus:
    if failure is not None:
        return RunStatus.FAILED
    return RunStatus.COMPLETED_WITH_ERRORS if errors else RunStatus.COMPLETED
