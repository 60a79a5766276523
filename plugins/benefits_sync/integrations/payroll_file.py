"""The payroll target file: deduction lines as a file in a folder on an SFTP server.

Writer and hook are imported where they are used: every reading of a DAG file, and every task of every other
integration, would load the SFTP libraries.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from benefits_sync.clients.payroll_file.layout import FOLDER, load_layout
from benefits_sync.integrations.payroll_target import PayrollTarget
from benefits_sync.operators.integration_operator import include_folder

if TYPE_CHECKING:
    from benefits_sync.clients.payroll_file.writer import PayrollFileWriter

LAYOUT: Final = "standard.yaml"


@asynccontextmanager
async def _file(_expected: int) -> AsyncIterator["PayrollFileWriter"]:
    from benefits_sync.clients.payroll_file.writer import PayrollFileWriter  # noqa: PLC0415 - see above
    from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook  # noqa: PLC0415 - see above

    layout = load_layout(include_folder() / "mappings" / FOLDER / LAYOUT)
    async with PayrollSFTPHook().folder() as folder:
        yield PayrollFileWriter(folder, layout)


def _hosts() -> tuple[str, ...]:
    from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook  # noqa: PLC0415 - see above

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
