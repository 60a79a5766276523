"""First task of a run: read the source into an artifact."""

from datetime import datetime
from typing import Any

from airflow.sdk import Asset, Context

from benefits_sync.operators.integration_operator import IntegrationOperator
from benefits_sync.pipeline.extract import extract, resolved
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.watermark import watermark_key


class ExtractRecordsOperator(IntegrationOperator):
    """Read what the run's form asks for; return the run's reference id and counts.

    Args:
        asset: The asset whose state store holds the watermark.
    """

    def __init__(self, *, asset: Asset, **kwargs: Any) -> None:
        super().__init__(inlets=[asset], **kwargs)
        self.asset = asset

    def execute(self, context: Context) -> dict[str, Any]:
        """Read the source.

        Raises:
            ParameterError: If the form's values cannot be used or name unknown employees.
        """
        with self.bench() as bench:
            request = resolved(bench, self.request(context))
            stored = context["asset_state_store"][self.asset].get(
                watermark_key(self.integration, request.options)
            )
            done = extract(bench, request.going_on_from(stored))
        self.log.info("%d records read under reference %s", done.records, done.reference_id)
        return {
            "reference_id": done.reference_id,
            "records": done.records,
            "since": str(done.since or "everyone"),
        }

    def request(self, context: Context) -> RunRequest:
        """Return what the run's form asks for.

        Raises:
            ParameterError: If its values cannot be used.
        """
        run = context["dag_run"]
        form = dict(context["params"])
        started = run.start_date or run.run_after
        return RunRequest.from_form(
            form,
            self.integration.options,
            dag_id=run.dag_id,
            airflow_run_id=run.run_id,
            user=run.triggering_user_name or "schedule",
            run_name=str(form.get("run_name") or self._default_name(started)),
        )

    def _default_name(self, started: datetime) -> str:
        return f"{self.integration.title} {started:%Y-%m-%d %H:%M:%S}"
