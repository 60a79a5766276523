"""Rules that refuse one deduction line while a plan is made.

``docs/reference/decisions-per-deduction.md`` explains each; a test keeps the two together.
"""

from typing import Final

from benefits_sync.domain.rules import Rule

LINE_MISSING: Final = Rule(
    "line.missing",
    "line",
    "the payroll row gives no deduction line although it is in scope; have its mapping looked at",
)
LINE_DUPLICATE: Final = Rule(
    "line.duplicate",
    "line",
    "two payroll rows make the same deduction line; remove one of them in PlanSource, or give one plan "
    "another deduction code",
)
LINE_OTHER_EMPLOYEE: Final = Rule(
    "line.other_employee",
    "employee",
    "payroll holds this deduction line for another employee; correct the subscriber code in PlanSource, or "
    "the line in payroll",
)
BENEFIT_HELD_BACK: Final = Rule(
    "benefit.held_back",
    "line",
    "another row of this benefit is rejected, so the deduction stays as payroll has it: put that row right",
)

RULES: Final = (LINE_MISSING, LINE_DUPLICATE, LINE_OTHER_EMPLOYEE, BENEFIT_HELD_BACK)
"""Every rule of the planner of deductions; the mapping has its own besides."""
