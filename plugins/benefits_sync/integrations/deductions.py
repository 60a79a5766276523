"""PlanSource elections to payroll: one integration for each payroll target."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benefits_sync.clients.plansource.payroll import PayrollReader
from benefits_sync.domain.deductions.guards import evaluate_deductions
from benefits_sync.domain.deductions.lines import deduction_lines
from benefits_sync.domain.deductions.outstanding import outstanding_lines
from benefits_sync.domain.deductions.planning import plan_deductions
from benefits_sync.hooks.bamboohr import BambooHRHook
from benefits_sync.hooks.plansource import PlanSourceHook
from benefits_sync.integrations.deduction_options import (
    DeductionOptions,
    lines_of_plan_year,
    resolve_plan_year,
    same_plan_year,
)
from benefits_sync.integrations.deduction_order import ImportOrder
from benefits_sync.integrations.payroll_table import PAYROLL_TABLE
from benefits_sync.integrations.payroll_target import PayrollTarget
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.mapping.deductions import DeductionMapping, load_deduction_mapping
from benefits_sync.mapping.safety import refuse_invented_records
from benefits_sync.models.runs import IntegrationType
from benefits_sync.pipeline.integration import Integration


@asynccontextmanager
async def _payroll_rows() -> AsyncIterator[PayrollReader]:
    async with PlanSourceHook().client() as client:
        yield PayrollReader(client)


def _mapping_for(target: PayrollTarget) -> Callable[[Path], DeductionMapping]:
    def opened(path: Path) -> DeductionMapping:
        mapping = load_deduction_mapping(path)
        refuse_invented_records(PlanSourceHook().host, target.hosts())
        return mapping

    return opened


_ORDER: Final = ImportOrder(
    lambda: BambooHRHook().client(), writers=(PAYROLL_TABLE.name, PAYROLL_TABLE.reconciliation)
)


def _into(target: PayrollTarget) -> Integration:
    return Integration(
        name=target.name,
        title=target.title,
        type=IntegrationType.IMPORT,
        mapping_file=target.mapping_file,
        asset_uri=target.asset_uri,
        open_mapping=_mapping_for(target),
        mapper=deduction_lines,
        planner=plan_deductions,
        guard=evaluate_deductions,
        outstanding=outstanding_lines,
        open_reader=_payroll_rows,
        open_writer=target.open_writer,
        options=DeductionOptions,
        resolve=resolve_plan_year,
        precondition=_ORDER.precondition,
        check_reading=_ORDER.check_reading,
        watermark_option="plan_year_starts",
        form_again=same_plan_year,
        in_part=lines_of_plan_year,
        one_record_each=False,
    )


DEDUCTIONS: Final = MappingProxyType({name: _into(target) for name, target in PAYROLL_TARGETS.items()})
"""The imports of deductions, by name."""
