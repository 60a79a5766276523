"""The mapping of payroll rows to deduction lines: its grammar, its reading and its checks."""

from benefits_sync.mapping.deductions.grammar import DeductionMapping
from benefits_sync.mapping.deductions.loading import load_deduction_mapping

__all__ = ["DeductionMapping", "load_deduction_mapping"]
