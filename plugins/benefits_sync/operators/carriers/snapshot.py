"""Second task of a run: read people and elections once, for all carriers."""

from datetime import UTC, date, datetime
from typing import Any, Final

from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowSkipException

from benefits_sync.domain.carriers.members_needed import grouping_members
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.carriers.carrier_operator import (
    CarrierOperator,
    form_of_run,
    opened_run,
)
from benefits_sync.operators.carriers.profiles import carrier_profile
from benefits_sync.pipeline.carriers.form import DeliveryForm
from benefits_sync.pipeline.carriers.snapshot import SnapshotRequest, snapshot
from benefits_sync.pipeline.failures import noted
from benefits_sync.pipeline.garbage import fewer_collections
from benefits_sync.store.ledger import Ledger

_UNCODED: Final = (
    "{} subscribers with coverages have no subscriber code, so that no carrier is told of them; enter it in "
    "PlanSource"
)


class TakeSnapshotOperator(CarrierOperator):
    """Read everyone and what they elected into sealed artifacts; return counts."""

    def execute(self, context: Context) -> dict[str, Any]:
        """Take the snapshot, unless no file will be built from it.

        Raises:
            RunError: If what was read cannot be believed.
            AirflowSkipException: If nobody is due, or a file is sent again.
        """
        with self.ledger() as ledger:
            run = opened_run(ledger, context)
            form = form_of_run(run)
            if not form.carriers or form.resend is not None:
                raise AirflowSkipException("no file is built, so nothing is read")
            with noted(ledger, run.reference_id), fewer_collections():
                taken = snapshot(
                    self.feed.sources,
                    self._request(ledger, run, form),
                    ArtifactsHook().get_store(),
                    lambda: datetime.now(UTC),
                    self.report(),
                )
        if taken.uncoded:
            self.log.warning("without a subscriber code at PlanSource: %s", ", ".join(taken.uncoded_ids))
            self.feed.tell([_UNCODED.format(taken.uncoded)])
        told = {"reference_id", "subscribers", "dependents", "elections", "waived", "without_ssn", "uncoded"}
        return taken.model_dump(mode="json", include=told)

    def _request(self, ledger: Ledger, run: RunSummary, form: DeliveryForm) -> SnapshotRequest:
        profiles = [carrier_profile(name) for name in form.carriers]
        fields = (name for profile in profiles for name in grouping_members(profile))
        return SnapshotRequest(
            integration=self.feed.name,
            reference_id=run.reference_id,
            as_of=form.as_of or date.fromisoformat(self.feed.today(run.started_at)),
            fields=tuple(dict.fromkeys(fields)),
            rates=ledger.fill_rates.last(self.feed.name),
        )
