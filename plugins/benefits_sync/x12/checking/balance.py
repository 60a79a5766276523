"""Level 3: what a transaction states about itself and what it holds."""

from typing import Final

from benefits_sync.x12.checking.facts import Report, RuleSet, Transaction
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.model.transaction import people_by_kind

SEGMENT_COUNT: Final = Rule(
    "segment-count",
    Snip.BALANCE,
    Severity.ERROR,
    "SE01 is not the number of segments from ST to SE",
    "Count all segments of the transaction, ST and SE included.",
)
CONTROL_TOTAL: Final = Rule(
    "control-total",
    Snip.BALANCE,
    Severity.ERROR,
    "A control total (QTY) is not the number of people in the transaction",
    "Count INS: all of them for TO, those with INS01 Y for ET, the others for DT.",
)
RULES: Final = (SEGMENT_COUNT, CONTROL_TOTAL)


def _totals_are_right(transaction: Transaction, report: Report) -> None:
    for kind, count in people_by_kind(transaction.subscribers, transaction.dependents).items():
        if kind in transaction.totals and not is_count(transaction.totals[kind], count):
            report.on_transaction(CONTROL_TOTAL, transaction, transaction.places[f"QTY*{kind}"], "QTY02")


def is_count(stated: str, counted: int) -> bool:
    """Tell whether a trailer states this count."""
    return stated.isascii() and stated.isdigit() and stated.lstrip("0") == str(counted or "")


RULE_SET: Final = RuleSet(end=(_totals_are_right,))
