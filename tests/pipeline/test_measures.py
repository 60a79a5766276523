"""The sizes of a plan that guards of later runs compare with."""

from dataclasses import replace

from benefits_sync.domain.planning import Plan, PlanRequest, plan_demographics
from benefits_sync.pipeline.integration import Integration
from tests.pipeline.company import Company
from tests.pipeline.site import Site


def measured(request: PlanRequest) -> Plan:
    """Plan as always; only a full run knows the total."""
    found = {"looked_at": len(request.source)} | ({"total": 7} if request.everyone else {})
    return replace(plan_demographics(request), measures=found)


class MeasuringSite(Site):
    """An installation whose plans are measured."""

    @property
    def integration(self) -> Integration:
        return replace(super().integration, planner=measured)


def test_a_delta_run_carries_on_what_only_a_full_run_measures(company: Company) -> None:
    site = MeasuringSite(company.site.sandbox, company.site.folder)
    site.run("full", delta=False)
    site.run("delta")
    with site.bench() as bench:
        last = bench.ledger.runs.last_accepted("demographic_export")
    assert (last.measures["total"], last.measures["looked_at"]) == (7, 0)
