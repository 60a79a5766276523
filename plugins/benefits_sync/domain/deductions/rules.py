"""Rules that refuse one deduction line while a plan is made.

``docs/reference/decisions-per-deduction.md`` explains each; a test keeps the two together.
"""

from typing import Final

from benefits_sync.domain.rules import Rule

BENEFIT_HELD_BACK: Final = Rule(
    "benefit.held_back",
    "line",
    "another row of this benefit is rejected, so the deduction stays as payroll has it: put that row right",
)

RULES: Final = (BENEFIT_HELD_BACK,)
"""Every rule of the planner of deductions; the mapping has its own besides."""
