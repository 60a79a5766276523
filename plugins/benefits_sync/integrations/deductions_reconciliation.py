"""PlanSource elections against what payroll holds: a reconciliation for each payroll target.

It is the target's import with another planner: same source, mapping, target, sync state and corrections.
"""

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from benefits_sync.domain.deductions.corrections import plan_corrections
from benefits_sync.domain.deductions.outstanding import outstanding_lines
from benefits_sync.domain.planning import Plan
from benefits_sync.domain.request import PlanRequest
from benefits_sync.integrations.deduction_options import PlanYearChoice
from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.pipeline.integration import Calls, Integration
from benefits_sync.pipeline.reconciliation import refuse_first_import
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.workbench import Workbench


class ReconciliationOptions(BaseModel):
    """The values of the form, checked again because a run can be started without it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan_year: PlanYearChoice = PlanYearChoice.CURRENT


def _finding_only(request: PlanRequest[Any]) -> Plan:
    return plan_corrections(request, correct=False).plan


def reconciliation_of(integration: Integration, listed_as: str) -> Integration:
    """Return the reconciliation of an import; a correction has to keep the order that its import keeps."""
    in_order = integration.precondition

    async def precondition(bench: Workbench, request: RunRequest) -> Calls:
        calls = await refuse_first_import(bench, request)
        return calls if in_order is None else await in_order(bench, request)

    return replace(
        integration,
        title=f"{integration.title}: reconciliation",
        asset_uri=f"{integration.asset_uri}/reconciliation",
        planner=_finding_only,
        outstanding=outstanding_lines,
        options=ReconciliationOptions,
        precondition=precondition,
        check_reading=None,
        listed_as=listed_as,
        whole_target=True,
    )


RECONCILIATIONS: Final = MappingProxyType(
    {
        target.reconciliation: reconciliation_of(DEDUCTIONS[name], target.reconciliation)
        for name, target in PAYROLL_TARGETS.items()
    }
)
"""The reconciliations, by the name of their DAG."""
