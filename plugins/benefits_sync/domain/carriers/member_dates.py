"""Dates of a person, as the profile wants them (DTP in 2000)."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args

from benefits_sync.domain.carriers.coverage_changes import Doing
from benefits_sync.domain.carriers.days import as_date
from benefits_sync.domain.carriers.family_changes import FamilyChange, PersonChange
from benefits_sync.domain.carriers.terminations import end_to_tell
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import DateSource
from benefits_sync.mapping.carriers.members import Coverage, Employment
from benefits_sync.x12.codes.member import MemberDate
from benefits_sync.x12.model.values import Event

DATE_MEMBERS: Final = (
    "hire_date", "original_hire_date", "seniority_date", "termination_date", "employment_status_starts_on",
    "employment_status_ends_on",
)  # fmt: skip

Time = Literal["always", "addition", "termination", "change"]
_ON_LEAVE: Final = frozenset({Employment.LEAVE, Employment.MILITARY, Employment.MILITARY_OVERSEAS})


class DateTeller:
    """Tells the dates of people that a profile wants and PlanSource has."""

    def __init__(self, profile: CarrierProfile) -> None:
        self._profile = profile
        self._rules = {
            (dependent, time): [
                (MemberDate(rule.qualifier), _SOURCES[rule.source])
                for rule in profile.dates
                if (rule.of == "both" or (rule.of == "dependents") is dependent)
                and rule.when in ("always", time)
            ]
            for dependent in (False, True)
            for time in get_args(Time)
        }

    def dates(
        self, change: PersonChange, family: FamilyChange, *, dependent: bool
    ) -> tuple[Event[MemberDate], ...]:
        """Return the dates of a person."""
        return tuple(
            [
                Event(kind, as_date(text))
                for kind, source in self._rules[dependent, _time_of(change)]
                if (text := source(change, family, self._profile))
            ]
        )


def _time_of(change: PersonChange) -> Time:
    """Return when a person is told of, by which some dates are told and others not."""
    if change.joins:
        return "addition"
    if change.leaves:
        return "termination"
    return "change" if change.event is not None else "always"


Source = Callable[[PersonChange, FamilyChange, CarrierProfile], str | None]


def _of_subscriber(member: str) -> Source:
    return lambda _change, family, _profile: family.subscriber.get(member)


def _of_person(member: str) -> Source:
    return lambda change, _family, _profile: change.person.record.get(member)


def _rehire(_change: PersonChange, family: FamilyChange, _profile: CarrierProfile) -> str | None:
    hired, first = family.subscriber.get("hire_date"), family.subscriber.get("original_hire_date")
    return hired if hired and first and first < hired else None


def _retirement(_change: PersonChange, family: FamilyChange, _profile: CarrierProfile) -> str | None:
    retired = family.subscriber.get("termination_reason") == "retirement"
    return family.subscriber.get("termination_date") if retired else None


def _eligible_from(change: PersonChange, _family: FamilyChange, _profile: CarrierProfile) -> str | None:
    actions = change.coverages.actions
    going = [one.begin for one in actions if one.doing not in (Doing.END, Doing.WAIVE)]
    return min(going or [one.begin for one in actions], default=None)


def _eligible_until(change: PersonChange, _family: FamilyChange, profile: CarrierProfile) -> str | None:
    return max(
        (
            end_to_tell(one.begin, one.end, profile.terminations) if one.never_effective else one.end
            for one in change.coverages.actions
            if one.end is not None
        ),
        default=None,
    )


def _signature(change: PersonChange, _family: FamilyChange, _profile: CarrierProfile) -> str | None:
    signed = (one.row.get("signature_date") for one in change.coverages.actions)
    return min((day for day in signed if day), default=None)


def _cobra_event(_change: PersonChange, family: FamilyChange, _profile: CarrierProfile) -> str | None:
    cobra = family.standing.right is Coverage.COBRA
    return family.subscriber.get("termination_date") if cobra else None


def _cobra_end(change: PersonChange, family: FamilyChange, profile: CarrierProfile) -> str | None:
    """Return the day on which COBRA coverage ended, or else the last on which it can."""
    over = change.leaves and family.standing.right is Coverage.COBRA
    return _eligible_until(change, family, profile) if over else family.standing.cobra_end


def _on_leave(member: str) -> Source:
    def source(_change: PersonChange, family: FamilyChange, _profile: CarrierProfile) -> str | None:
        return family.subscriber.get(member) if family.standing.employment in _ON_LEAVE else None

    return source


_SOURCES: Final[Mapping[DateSource, Source]] = {
    DateSource.HIRE: _of_subscriber("hire_date"),
    DateSource.ORIGINAL_HIRE: _of_subscriber("original_hire_date"),
    DateSource.REHIRE: _rehire,
    DateSource.SENIORITY: _of_subscriber("seniority_date"),
    DateSource.LAST_DAY_WORKED: _of_subscriber("termination_date"),
    DateSource.TERMINATION: _of_subscriber("termination_date"),
    DateSource.RETIREMENT: _retirement,
    DateSource.ELIGIBILITY_BEGIN: _eligible_from,
    DateSource.ELIGIBILITY_END: _eligible_until,
    DateSource.EVENT: lambda change, _family, _profile: change.effective,
    DateSource.SIGNATURE: _signature,
    DateSource.COBRA_EVENT: _cobra_event,
    DateSource.COBRA_BEGIN: lambda _change, family, _profile: family.standing.cobra_begin,
    DateSource.COBRA_END: _cobra_end,
    DateSource.LEAVE_BEGIN: _on_leave("employment_status_starts_on"),
    DateSource.LEAVE_END: _on_leave("employment_status_ends_on"),
    DateSource.MEDICARE_BEGIN: _of_person("medicare_effective_date"),
    DateSource.MEDICARE_END: _of_person("medicare_termination_date"),
}
