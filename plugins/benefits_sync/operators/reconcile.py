"""The stages of a reconciliation that differ from those of an import."""

from collections import Counter
from collections.abc import Sequence

from airflow.sdk import Context

from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.close import CloseRunOperator
from benefits_sync.operators.extract import ExtractRecordsOperator
from benefits_sync.operators.plan import PlanChangesOperator
from benefits_sync.pipeline.apply import Applied
from benefits_sync.pipeline.plan import SavedPlan
from benefits_sync.pipeline.reconciliation import close_reconciliation, reconcile, reconciliation_request
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.workbench import Workbench


class ReadForReconciliationOperator(ExtractRecordsOperator):
    """Read everything that is to be compared, whatever changed."""

    def request(self, context: Context) -> RunRequest:
        """Return what the form asks for; without its ``correct`` nothing will be changed.

        Raises:
            ParameterError: If its values cannot be used.
        """
        return reconciliation_request(
            super().request(context), correct=context["params"].get("correct") is True
        )


class ReconcileOperator(PlanChangesOperator):
    """Find the differences and plan the corrections; return counts as any plan does."""

    def make(self, bench: Workbench, reference_id: str) -> SavedPlan:
        """Do the work of the stage."""
        return reconcile(bench, reference_id)


class CloseReconciliationOperator(CloseRunOperator):
    """Close the run, red while anything differs; there is no watermark that it could move."""

    def finish(self, bench: Workbench, reference_id: str, applied: Sequence[Applied]) -> RunSummary:
        """Do the work of the last stage."""
        return close_reconciliation(bench, reference_id, applied)

    def advance(self, bench: Workbench, context: Context, summary: RunSummary) -> None:
        """Leave the watermark: the import still has to read what changed."""

    def shortcomings(self, summary: RunSummary) -> str:
        """Say how many differences of which kinds remain, and how many records were refused by which rule."""
        kinds: Counter[str] = Counter()
        for name, number in summary.differences.items():
            kinds[name.partition(":")[0]] += number
        told = [f"differences remain: {_listed(kinds)}"] if kinds else []
        rules = summary.rejection_rules
        if rules:
            told.append(f"records were refused: {_listed(rules)}")
        return f"{'; '.join(told)}; see `benefits reconciliation {summary.reference_id}` and its page"


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} x {number}" for name, number in sorted(numbers.items()))
