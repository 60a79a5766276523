"""How the end of coverage is told: why, on which day, how often, and how far back."""

from datetime import timedelta
from typing import Final

from benefits_sync.domain.carriers.days import as_date, day_after, day_before
from benefits_sync.domain.carriers.picture import YES, Known
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.mapping.carriers.members import Event
from benefits_sync.mapping.carriers.terminations import NeverEffective, Terminations
from benefits_sync.models.frames import TextRecord

REASON_EVENTS: Final = {
    "employment_termination": Event.TERMINATION,
    "employment_termination_for_cause": Event.DISMISSAL,
    "layoff": Event.LAYOFF,
    "retirement": Event.RETIREMENT,
    "death": Event.DEATH,
    "dependent_death": Event.DEATH,
    "divorce": Event.DIVORCE,
    "end_of_domestic_partnership": Event.BENEFITS_ENDED,
    "legal_separation": Event.LEGAL_SEPARATION,
    "overage_child": Event.AGED_OUT,
    "voluntary_waive": Event.PRODUCT_WAIVED,
    "other_coverage": Event.PRODUCT_WAIVED,
    "nonpayment_of_premium": Event.NONPAYMENT,
}
"""PlanSource's reasons of termination and the event each is; any other reason is `benefits_ended`."""

_DEATHS: Final = frozenset({"death", "dependent_death"})
_RESIGNABLE: Final = "employment_termination"


def ending_event(reason: str | None, *, voluntary: bool = False) -> Event:
    """Return the event that an end is told as.

    Args:
        reason: Lookup code of PlanSource.
        voluntary: Whether the employee chose to leave, which PlanSource keeps beside the reason.
    """
    if reason == _RESIGNABLE and voluntary:
        return Event.RESIGNATION
    return REASON_EVENTS.get(reason or "", Event.BENEFITS_ENDED)


def has_died(record: TextRecord) -> bool:
    """Tell whether a person themselves left by death, and not the subscriber whose coverage they shared."""
    return record.get("termination_reason") in _DEATHS


def is_never_effective(begin: str, end: str) -> bool:
    """Tell whether coverage ended before it began."""
    return end < begin


def end_to_tell(begin: str, end: str, rules: Terminations) -> str:
    """Return the end as the carrier reads it (DTP 349); `end` is the last day covered."""
    if is_never_effective(begin, end):
        return day_before(begin) if rules.never_effective is NeverEffective.END_DAY_BEFORE else begin
    return day_after(end) if rules.end_date == "first_day_not_covered" else end


def is_repeated(known: Known, rules: Terminations, as_of: str) -> bool:
    """Tell whether an end that was told already is told again."""
    if known.end is None:
        return False
    match rules.repeat:
        case "once":
            return False
        case "days":
            last = as_date(known.end) + timedelta(days=rules.repeat_days or 0)
            return as_date(as_of) <= last
        case "until_confirmed":
            return known.confirmed != YES


def refuse_if_too_far_back(begin: str, end: str, rules: Terminations, as_of: str) -> None:
    """Let no end pass that the carrier no longer takes back.

    Raises:
        CannotTellError: If the end is further back than the carrier's limit.
    """
    end = max(end, day_before(begin))
    if as_date(as_of) - as_date(end) > timedelta(days=rules.retro_days):
        raise CannotTellError(
            "termination_date",
            "retro_limit",
            f"an end of coverage lies more than {rules.retro_days} days back, which the carrier no longer "
            "takes; agree on the day with the carrier's eligibility desk and correct it in PlanSource",
        )
