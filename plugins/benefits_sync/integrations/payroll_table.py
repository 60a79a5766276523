"""The payroll target BambooHR: deduction lines as rows of a custom table."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benefits_sync.clients.bamboohr.deduction_table_writer import DeductionTableWriter
from benefits_sync.hooks.bamboohr import BambooHRHook
from benefits_sync.integrations.payroll_target import PayrollTarget


@asynccontextmanager
async def _table(_expected: int) -> AsyncIterator[DeductionTableWriter]:
    async with BambooHRHook().client() as client:
        yield DeductionTableWriter(client)


def _hosts() -> tuple[str, ...]:
    return (BambooHRHook().host,)


PAYROLL_TABLE = PayrollTarget(
    name="deductions_import",
    title="Deductions import",
    asset_uri="x-benefits://bamboohr/deductions",
    mapping_file="deductions_import.yaml",
    pool="bamboohr",
    open_writer=_table,
    hosts=_hosts,
)
