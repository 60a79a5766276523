"""The payroll target file: deduction lines as a file in a folder on an SFTP server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from benefits_sync.clients.payroll_file.layout import FOLDER, load_layout
from benefits_sync.clients.payroll_file.writer import PayrollFileWriter
from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook
from benefits_sync.integrations.payroll_target import PayrollTarget
from benefits_sync.operators.integration_operator import include_folder

LAYOUT: Final = "standard.yaml"


@asynccontextmanager
async def _file(_expected: int) -> AsyncIterator[PayrollFileWriter]:
    layout = load_layout(include_folder() / "mappings" / FOLDER / LAYOUT)
    async with PayrollSFTPHook().folder() as folder:
        yield PayrollFileWriter(folder, layout)


def _hosts() -> tuple[str, ...]:
    return (PayrollSFTPHook().host,)


PAYROLL_FILE = PayrollTarget(
    name="deductions_import_file",
    title="Deductions import to file",
    asset_uri="x-benefits://payroll-file/deductions",
    mapping_file="deductions_import_file.yaml",
    pool="payroll_file",
    open_writer=_file,
    hosts=_hosts,
)
