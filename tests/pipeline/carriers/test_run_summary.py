"""How a run of carrier files ends: everybody counted once, refused and unsent files told, failures kept."""

import pytest

from benefits_sync.models.carrier_files import MessageOrigin
from benefits_sync.models.carriers import FileState
from benefits_sync.models.runs import RunStatus
from benefits_sync.pipeline.carriers.closing import close_delivery, shortcomings
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome, FileOutcome
from benefits_sync.store.artifacts import ArtifactStore
from tests.pipeline.site import KEY
from tests.store.carriers.samples import at, did, message
from tests.store.samples import NOW, begin

EVENTS = {"new_hire": 2, "termination": 3, "rehire": 1, "plan_change": 4, "full": 7}


@pytest.fixture
def close(ledger, tmp_path):
    """Close a run whose carriers' files came to these outcomes."""
    artifacts = ArtifactStore(str(tmp_path / "artifacts"), KEY)

    def closing(*files, failure=None, **run):
        reference_id = begin(ledger, dag_id="carrier_edi_delivery", **run)
        opened = ledger.runs.summary(reference_id)
        return close_delivery(ledger, artifacts, opened, outcomes(*files), NOW, failure)

    return closing


def outcomes(*files):
    return [CarrierOutcome(carrier="brightleaf_dental", files=files)]


def sent(ledger, state=FileState.DELIVERED, **told):
    file = at(ledger, state)
    return FileOutcome.of(file, counts=EVENTS, **told)


def test_people_are_counted_by_what_the_carrier_is_told(ledger, close):
    counts = close(sent(ledger)).counts
    assert (counts.created, counts.terminated, counts.rehired, counts.updated, counts.unchanged) == (
        2,
        3,
        1,
        4,
        7,
    )


@pytest.mark.parametrize("state", [FileState.APPROVED, FileState.DELIVERED])
def test_the_counts_balance_whatever_became_of_the_file(ledger, close, state):
    assert close(sent(ledger, state, refused=2)).counts.balanced


@pytest.mark.parametrize("state", [FileState.APPROVED, FileState.DELIVERED])
def test_who_is_told_as_before_for_want_of_a_datum_is_counted_once_as_rejected(ledger, close, state):
    counts = close(sent(ledger, state, refused=4, retold=3)).counts
    told = counts.created + counts.terminated + counts.rehired + counts.updated + counts.unchanged
    assert (counts.read, counts.rejected, told + counts.excluded) == (18, 4, 14)


def test_a_run_without_a_shortcoming_is_completed(ledger, close):
    assert close(sent(ledger)).status is RunStatus.COMPLETED


def test_a_run_for_which_nobody_was_due_is_completed(close):
    summary = close()
    assert (summary.status, summary.counts.read) == (RunStatus.COMPLETED, 0)


def test_people_of_a_file_that_did_not_go_are_excluded(ledger, close):
    summary = close(sent(ledger, FileState.APPROVED))
    assert (summary.status, summary.exclusions) == (
        RunStatus.COMPLETED_WITH_ERRORS,
        {"file not sent": sum(EVENTS.values())},
    )


def test_families_that_were_left_out_make_the_run_red_and_tell_their_rule(ledger, close):
    outcome = sent(ledger, refused=1)
    file = ledger.carriers.files.get(outcome.file)
    said = message(code="ssn_required", element="ssn")
    ledger.carriers.messages.keep(file, MessageOrigin.BUILD, [said], NOW)
    summary = close(outcome)
    assert (summary.status, summary.rejection_rules) == (
        RunStatus.COMPLETED_WITH_ERRORS,
        {"ssn: ssn_required": 1},
    )


def test_a_file_refused_without_being_kept_makes_the_run_red(close):
    summary = close(FileOutcome(name="BLD_1.txt", state=FileState.REFUSED))
    assert (summary.status, summary.errors) == (RunStatus.COMPLETED_WITH_ERRORS, 1)


def test_a_file_that_a_person_set_aside_is_no_shortcoming(ledger, close):
    outcome = sent(ledger)
    ledger.carriers.moves.move(outcome.file, FileState.QUARANTINED, did())
    assert close(outcome).status is RunStatus.COMPLETED


def test_a_failure_is_kept_beside_what_was_sent(ledger, close):
    summary = close(sent(ledger), failure="stopped at deliver_files of cedarline_health")
    assert (summary.status, summary.failure, summary.counts.created) == (
        RunStatus.FAILED,
        "stopped at deliver_files of cedarline_health",
        2,
    )


def test_a_rehearsal_counts_as_if_it_had_been_sent_and_lists_the_differences(close):
    rehearsed = FileOutcome(name="BLD_1.txt", counts=EVENTS, differences={"people, added": 2})
    summary = close(rehearsed, dry_run=True)
    assert (summary.counts.excluded, summary.differences) == (0, {"brightleaf_dental: people, added": 2})


def test_the_gates_are_told_with_their_carrier(ledger, close):
    summary = close(sent(ledger, sentences=("hold: 5 of 40 people fewer",)))
    assert summary.guards == ("brightleaf_dental: hold: 5 of 40 people fewer",)


def test_what_is_wrong_is_said_in_numbers(ledger, close):
    held = at(ledger, FileState.HELD, "held", group="WEST")
    files = (sent(ledger, refused=2), FileOutcome.of(held))
    summary = close(*files)
    assert shortcomings(ledger, summary, outcomes(*files)) == (
        "2 people could not be told; files were not sent: held x 1; the page Carrier files says why"
    )
