"""Our own rules about time: coverages that clash, and dates that nobody can have."""

from datetime import date, timedelta
from itertools import combinations
from typing import Final

from benefits_sync.x12.checking.expected import Expected
from benefits_sync.x12.checking.facts import Coverage, Person, Report, RuleSet
from benefits_sync.x12.checking.families import INDIVIDUAL_LINES
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.situational import DELETION, ENDINGS, TERMINATION

_BUSINESS, _ERROR, _WARNING = Snip.BUSINESS, Severity.ERROR, Severity.WARNING

OVERLAP: Final = Rule(
    "coverages-overlap", _BUSINESS, _ERROR,
    "Two coverages of one line hold at the same time for one person.",
    "End the older coverage the day before the newer one begins.",
)  # fmt: skip
REVERSED: Final = Rule(
    "coverage-ends-before-begin", _BUSINESS, _ERROR,
    "The coverage ends before it begins; only one that never took effect may end the day before.",
    "Correct the dates of the election.",
)  # fmt: skip
BIRTH: Final = Rule(
    "birth-date-unlikely", _BUSINESS, _WARNING,
    "The birth date is after the day of the file, or more than 125 years before.",
    "Correct the birth date where it is kept.",
)  # fmt: skip
HIRE: Final = Rule(
    "hire-date-unlikely", _BUSINESS, _WARNING,
    "The subscriber was younger than 14 when employment began.",
    "Correct the hire date or the birth date where it is kept.",
)  # fmt: skip
WINDOW: Final = Rule(
    "coverage-date-unlikely", _BUSINESS, _WARNING,
    "A coverage begins before the person was born, begins or ends further ahead of the day of the file than "
    "the carrier is told of, or ended further back than it takes; two years where no profile says.",
    "Correct the dates of the election.",
)  # fmt: skip
CHILD_AGE: Final = Rule(
    "child-over-age-limit", _BUSINESS, _WARNING,
    "A child is covered beyond the age limit of the line.",
    "End the child's coverage, or tell the carrier of the disability.",
)  # fmt: skip

RULES: Final = (OVERLAP, REVERSED, BIRTH, HIRE, WINDOW, CHILD_AGE)

MEDICAL_LINES: Final = ("HLT", "HMO", "PPO", "POS", "EPO", "MM")
ADULT: Final = 26
"""The age up to which a plan that covers children must keep them (45 CFR 147.120)."""

_CHILDREN: Final = frozenset({"09", "10", "15", "17", "19"})
_HANDICAPPED: Final = "Y"
_HIRED: Final = "336"
_BEGIN: Final = "DTP*348"
_END: Final = "DTP*349"
_AT_WORK_FROM: Final = 14
_OLDEST: Final = 125
_TWO_YEARS: Final = 2
_OPEN_END: Final = "99991231"


class ChronologyRules:
    """The rules, with what a carrier says of them.

    Args:
        expected: What the carrier expects; without it dates are warned of, medical lines end at 26, and an
            end is the last day covered.
    """

    def __init__(self, expected: Expected | None = None) -> None:
        self._severity = _ERROR if expected and expected.dates_are_errors else _WARNING
        self._end_is_covered = expected is None or expected.end_is_covered
        self._as_of = expected.as_of if expected else ""
        self._days = (expected.days_back, expected.days_ahead) if expected else (None, None)
        self._windows: dict[str, tuple[str, str]] = {}
        self._limits = dict.fromkeys(MEDICAL_LINES, ADULT)
        if expected:
            limits = ((code, line.child_age_limit) for code, line in expected.lines.items())
            self._limits = {code: limit for code, limit in limits if limit}

    @property
    def rule_set(self) -> RuleSet:
        """The rules in the form that a check takes."""
        return RuleSet(person=(self._life, self._coverages, self._child))

    def _life(self, person: Person, report: Report) -> None:
        birth, today = person.birth_date, person.transaction.created
        if birth and today and not years_after(today, -_OLDEST) <= birth <= today:
            place = person.places.get("DMG", 0)
            report.on_person(BIRTH, person, place, "DMG02", loop="2100A", severity=self._severity)
        hired = person.dates.get(_HIRED)
        if birth and hired and hired < years_after(birth, _AT_WORK_FROM):
            place = person.places.get(f"DTP*{_HIRED}", 0)
            report.on_person(HIRE, person, place, f"DTP*{_HIRED}", severity=self._severity)

    def _coverages(self, person: Person, report: Report) -> None:
        coverages = person.coverages
        for coverage in coverages:
            if coverage.end and coverage.end < coverage.begin and not _never_took_effect(coverage):
                report.on_person(REVERSED, person, coverage.places[_END], _END, loop="2300")
            outside = self._outside(coverage, person)
            if outside:
                place = coverage.places[outside]
                report.on_person(WINDOW, person, place, outside, loop="2300", severity=self._severity)
        if len(coverages) > 1:
            for one, other in combinations(coverages, 2):
                if one.line == other.line and self._overlap(one, other):
                    place = other.places.get(_BEGIN, other.index)
                    report.on_person(OVERLAP, person, place, _BEGIN, loop="2300")

    def _overlap(self, one: Coverage, other: Coverage) -> bool:
        if one.line in INDIVIDUAL_LINES and one.plan != other.plan:
            return False  # a person may hold several plans of life insurance
        if _is_taken_back(one) or _is_taken_back(other):
            return False
        return self._begins_before_end(one, other) and self._begins_before_end(other, one)

    def _begins_before_end(self, one: Coverage, other: Coverage) -> bool:
        end = other.end or _OPEN_END
        return one.begin <= end if self._end_is_covered else one.begin < end

    def _outside(self, coverage: Coverage, person: Person) -> str:
        """Name the date of a coverage that is outside the window; nothing where none is."""
        begin, end = coverage.begin, coverage.end
        earliest, latest = self._window(self._as_of or person.transaction.created)
        if begin > latest or "" < begin < person.birth_date:
            return _BEGIN
        return _END if "" < end < earliest or (end > latest and end != _OPEN_END) else ""

    def _window(self, today: str) -> tuple[str, str]:
        """Return the first day on which coverage may have ended, and the last day of coverage told."""
        window = self._windows.get(today)
        if window is None:
            window = self._windows[today] = self._new_window(today)
        return window

    def _new_window(self, today: str) -> tuple[str, str]:
        if not today:
            return "", _OPEN_END
        back, ahead = self._days
        return (
            years_after(today, -_TWO_YEARS) if back is None else _days_after(today, -back),
            years_after(today, _TWO_YEARS) if ahead is None else _days_after(today, ahead),
        )

    def _child(self, person: Person, report: Report) -> None:
        member, birth = person.membership, person.birth_date
        if member.relationship not in _CHILDREN or member.handicapped == _HANDICAPPED or not birth:
            return
        month = f"{person.transaction.created[:6]}01"
        for coverage in person.coverages:
            limit = self._limits.get(coverage.line)
            ended = coverage.end or coverage.maintenance in ENDINGS
            if limit and not ended and years_after(birth, limit) < month:
                report.on_person(CHILD_AGE, person, coverage.index, "HD03", loop="2300")


def years_after(day: str, years: int) -> str:
    """Return a day CCYYMMDD moved by whole years; as a text to compare with, 29 February included."""
    return f"{int(day[:4]) + years:04}{day[4:]}"


def _days_after(day: str, days: int) -> str:
    return f"{date.fromisoformat(day) + timedelta(days=days):%Y%m%d}"


def _never_took_effect(coverage: Coverage) -> bool:
    begin = date.fromisoformat(coverage.begin)
    ending = coverage.maintenance in ENDINGS
    return ending and coverage.end == f"{begin - timedelta(days=1):%Y%m%d}"


def _is_taken_back(coverage: Coverage) -> bool:
    """Tell whether a whole coverage is deleted, or ended on its first day or before: it never held."""
    if coverage.maintenance == DELETION:
        return True
    return coverage.maintenance == TERMINATION and "" < coverage.end <= coverage.begin
