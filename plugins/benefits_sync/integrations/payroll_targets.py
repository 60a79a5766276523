"""The payroll targets, by the name of their integration; a new one is a module of its own and a line here."""

from types import MappingProxyType
from typing import Final

from benefits_sync.integrations.payroll_file import PAYROLL_FILE
from benefits_sync.integrations.payroll_table import PAYROLL_TABLE

PAYROLL_TARGETS: Final = MappingProxyType({target.name: target for target in (PAYROLL_TABLE, PAYROLL_FILE)})
