"""How a subscriber stands to the employer, and in what right the family is covered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from benefits_sync.domain.carriers.days import as_date, day_after
from benefits_sync.domain.carriers.picture import Known
from benefits_sync.domain.carriers.selection import TRUE, Holdings
from benefits_sync.mapping.carriers.members import Coverage, Employment
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.codes.member import CobraEvent

COBRA_EVENTS: Final = {
    "employment_termination": CobraEvent.TERMINATION,
    "reduction_of_hours": CobraEvent.REDUCED_HOURS,
    "medicare_entitlement": CobraEvent.MEDICARE,
    "death": CobraEvent.DEATH,
    "divorce": CobraEvent.DIVORCE,
    "legal_separation": CobraEvent.SEPARATION,
    "overage_child": CobraEvent.INELIGIBLE_CHILD,
    "employer_bankruptcy": CobraEvent.BANKRUPTCY_OF_RETIREES_EMPLOYER,
    "layoff": CobraEvent.LAYOFF,
    "leave_of_absence": CobraEvent.LEAVE_OF_ABSENCE,
}
"""Reasons after which COBRA can be elected, with the event of INS07."""

_LONGER: Final = frozenset(
    {
        CobraEvent.MEDICARE,
        CobraEvent.DEATH,
        CobraEvent.DIVORCE,
        CobraEvent.SEPARATION,
        CobraEvent.INELIGIBLE_CHILD,
    }
)
_USUAL_MONTHS: Final = 18
_LONGER_MONTHS: Final = 36

_EMPLOYMENT_WORDS: Final = (
    ("overseas", Employment.MILITARY_OVERSEAS),
    ("military", Employment.MILITARY),
    ("leave", Employment.LEAVE),
    ("retired", Employment.RETIRED),
)
_RIGHT_WORDS: Final = (
    ("cobra", Coverage.COBRA),
    ("surviv", Coverage.SURVIVOR),
    ("tefra", Coverage.TEFRA),
)
_LEVELS: Final = {"f": Employment.FULL_TIME, "p": Employment.PART_TIME}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a subscriber stands.

    Args:
        employment: To the employer.
        right: In what right the family is covered.
        unpaid: Whether a leave is without pay.
        cobra_event: What made the family COBRA beneficiaries.
        cobra_begin: First day of COBRA coverage, ISO text.
    """

    employment: Employment
    right: Coverage = Coverage.ACTIVE
    unpaid: bool = False
    cobra_event: CobraEvent | None = None
    cobra_begin: str | None = None

    @property
    def cobra_end(self) -> str | None:
        """Last day of COBRA coverage: 18 months, or 36 after an event of the family."""
        if self.cobra_begin is None:
            return None
        months = _LONGER_MONTHS if self.cobra_event in _LONGER else _USUAL_MONTHS
        return _before_months(self.cobra_begin, months)


def standing_of(subscriber: TextRecord, held: Holdings, known: Iterable[Known], as_of: str) -> Standing:
    """Work out a subscriber's standing from employment status, level, leaving, and what is held after it.

    Args:
        subscriber: The subscriber's record.
        held: What the subscriber holds.
        known: What the carrier knows of the subscriber; who held COBRA coverage leaves it as that.
        as_of: The day of the file.
    """
    words = (subscriber.get("employment_status") or "").casefold()
    right = next((right for word, right in _RIGHT_WORDS if word in words), Coverage.ACTIVE)
    reason = COBRA_EVENTS.get(subscriber.get("termination_reason") or "")
    left = subscriber.get("termination_date")
    after = sorted(one.begin for one in held.open.values() if left and one.begin > left)
    if not held.open:
        after = sorted(one.begin for one in known if one.right == Coverage.COBRA)
    if right is Coverage.ACTIVE and reason is not None and after:
        right = Coverage.COBRA
    if right is not Coverage.COBRA:
        return Standing(_employment(subscriber, words, as_of), right, "unpaid" in words)
    begin = (
        after[0]
        if after
        else _since(subscriber, min((one.begin for one in held.open.values()), default=None))
    )
    return Standing(
        Employment.TERMINATED if left else _employment(subscriber, words, as_of), right, False, reason, begin
    )


def _since(subscriber: TextRecord, begin: str | None) -> str | None:
    """Return when COBRA coverage began that PlanSource shows as one with the active coverage before it."""
    left = subscriber.get("termination_date")
    since = subscriber.get("employment_status_starts_on") or (day_after(left) if left else None)
    return max(begin, since) if begin is not None and since is not None else begin


def _employment(subscriber: TextRecord, words: str, as_of: str) -> Employment:
    for word, state in _EMPLOYMENT_WORDS:
        if word in words:
            return state
    if (
        subscriber.get("termination_reason") == "retirement"
        and (subscriber["termination_date"] or as_of) < as_of
    ):
        return Employment.RETIRED
    if subscriber.get("fmla") == TRUE:
        return Employment.LEAVE
    return _LEVELS.get((subscriber.get("employment_level") or "")[:1].casefold(), Employment.ACTIVE)


def _before_months(begin: str, months: int) -> str:
    """Return the last day of so many months that begin on a day."""
    day = as_date(begin)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return (date(year, month + 1, 1) + timedelta(days=day.day - 2)).isoformat()
