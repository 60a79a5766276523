"""Which runs are announced to those who wait for their asset, and with what."""

from types import SimpleNamespace

import pytest
from airflow.sdk import Asset
from airflow.sdk.exceptions import AirflowSkipException

from benefits_sync.models.runs import Counts, RunStatus
from benefits_sync.operators.announce import AnnounceRunOperator
from tests.operators.conftest import context
from tests.store.samples import EXPORT, begin

LINES = Asset(name="lines", uri="x-benefits://payroll/lines")
COUNTS = Counts(read=3, created=2, rejected=1)


@pytest.fixture
def announced(ledger):
    """Announce a run that ended so; return what its event carries."""

    def announce(status=None, *, dry_run=False):
        if status is not None:
            reference_id = begin(ledger, "manual__1", dry_run=dry_run)
            ended = ledger.runs.summary(reference_id).model_copy(update={"status": status, "counts": COUNTS})
            ledger.runs.finish(reference_id, ended)
        event = SimpleNamespace(extra=None)
        told = context({}, dag_id=EXPORT) | {"outlet_events": {LINES: event}}
        AnnounceRunOperator(task_id="announce_run", asset=LINES).execute(told)
        return event.extra

    return announce


@pytest.mark.parametrize("status", [RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_ERRORS])
def test_a_run_that_was_closed_is_announced_with_its_counts(announced, status):
    assert announced(status) == COUNTS.model_dump()


@pytest.mark.parametrize("status", [RunStatus.FAILED, RunStatus.IN_PROGRESS])
def test_a_run_that_failed_or_was_never_closed_is_not(announced, status):
    with pytest.raises(AirflowSkipException, match="the run failed"):
        announced(status)


def test_a_run_that_failed_before_it_was_opened_is_not(announced):
    with pytest.raises(AirflowSkipException, match="the run failed"):
        announced()


def test_a_dry_run_is_not(announced):
    with pytest.raises(AirflowSkipException, match="a dry run changes nothing"):
        announced(RunStatus.COMPLETED, dry_run=True)
