"""Limits beyond which a plan of deductions waits for a person, as a mapping file states them."""

from benefits_sync.mapping.guards import Limit, StatedLimits


class DeductionGuards(StatedLimits):
    """All limits of one mapping of deductions, with their defaults.

    ``terminations`` are lines that would be stopped, ``creates`` lines that would be added,
    ``deduction_total`` the cents by which what employees pay on a pay date would move, ``rejections``
    rejected records, and ``missing_from_target`` lines that payroll confirmed before and does not show now.
    """

    terminations: Limit = Limit(floor=5, percent=2)
    creates: Limit = Limit(floor=25, percent=10)
    deduction_total: Limit = Limit(percent=10)
    rejections: Limit = Limit(floor=3, percent=5)
    missing_from_target: Limit = Limit(floor=5, percent=0.5)
