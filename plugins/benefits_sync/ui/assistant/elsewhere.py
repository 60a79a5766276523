"""Causes that no value typed on the page can put right, and who can put each of them right.

``docs/reference/transaction-assistant.md`` has the same table for readers; a test keeps the two together.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from benefits_sync.clients.bamboohr.deduction_table_refusals import (
    LINE_GONE,
    REPEATED_LINE,
    SHARED_NUMBER,
    UNKNOWN_EMPLOYEE,
)
from benefits_sync.clients.plansource import refusals
from benefits_sync.domain.deductions.row_rules import EMPLOYEE_MISSING
from benefits_sync.domain.deductions.rules import BENEFIT_HELD_BACK
from benefits_sync.domain.rules import TARGET_DUPLICATE, TARGET_MISSING, TARGET_TEST_EMPLOYEE
from benefits_sync.models.writes import UNSETTLED_RULE

NAMELESS: Final = "An administrator of PlanSource puts it right there"
PLANSOURCE: Final = f"{NAMELESS}; resubmit the record then"
EMPLOYEES: Final = "Whoever keeps the employees of BambooHR puts it right there; resubmit the record then"
PAYROLL: Final = "Whoever runs payroll puts it right in BambooHR; resubmit the record then"
TABLE: Final = "Whoever set up the deductions table in BambooHR puts it right there; resubmit the record then"
LAYOUT: Final = (
    "An administrator of PlanSource puts it right there, or an engineer in the layout of the payroll file; "
    "resubmit the record then"
)
OTHER_ROW: Final = "Put the benefit's other refused row, named above, right on its own page, and resubmit it"
NEXT_RUN: Final = "Nobody has to: the next run compares both sides anew; resubmit the record to have one now"

ELSEWHERE: Final[Mapping[str, str]] = MappingProxyType(
    {
        TARGET_DUPLICATE.name: PLANSOURCE,
        TARGET_MISSING.name: PLANSOURCE,
        TARGET_TEST_EMPLOYEE.name: PLANSOURCE,
        EMPLOYEE_MISSING.name: NAMELESS,
        refusals.NOT_FOUND: PLANSOURCE,
        refusals.REFUSED: PLANSOURCE,
        refusals.TERMINATED: NEXT_RUN,
        refusals.NOT_TERMINATED: NEXT_RUN,
        UNSETTLED_RULE: NEXT_RUN,
        BENEFIT_HELD_BACK.name: OTHER_ROW,
        UNKNOWN_EMPLOYEE.rule: EMPLOYEES,
        SHARED_NUMBER.rule: EMPLOYEES,
        "row.incomplete": TABLE,
        "column.value": TABLE,
        "payroll.conflict": PAYROLL,
        "pay_schedule.inactive": PAYROLL,
        LINE_GONE.rule: NEXT_RUN,
        REPEATED_LINE.rule: PAYROLL,
        "file.format": LAYOUT,
        "file.encoding": LAYOUT,
    }
)
"""Rule -> who puts right what it refuses, as the page says it."""
