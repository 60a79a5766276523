"""Where the elements come from that a profile fills from fields of its choice."""

from collections.abc import Iterator, Mapping
from typing import Final

from benefits_sync.domain.carriers.expected_people import OF_MANY
from benefits_sync.domain.carriers.identity import id_members
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import DateSource, StructureAt

_LOOPS: Final = {
    StructureAt.MEMBER: "2000",
    StructureAt.COVERAGE: "2300",
    StructureAt.CATEGORY: "2750",
}
_DATES: Final = {
    DateSource.HIRE: "hire_date",
    DateSource.ORIGINAL_HIRE: "original_hire_date",
    DateSource.REHIRE: "hire_date, original_hire_date",
    DateSource.SENIORITY: "seniority_date",
    DateSource.LAST_DAY_WORKED: "termination_date",
    DateSource.TERMINATION: "termination_date",
    DateSource.RETIREMENT: "termination_date, termination_reason",
    DateSource.ELIGIBILITY_BEGIN: "change_effective_date of the elections",
    DateSource.ELIGIBILITY_END: "termination_date of the elections",
    DateSource.EVENT: "change_effective_date, termination_date of the elections",
    DateSource.SIGNATURE: "signature_date of the elections",
    DateSource.COBRA_EVENT: "termination_date",
    DateSource.COBRA_BEGIN: "change_effective_date of the elections",
    DateSource.COBRA_END: "change_effective_date of the elections",
    DateSource.LEAVE_BEGIN: "employment_status_starts_on",
    DateSource.LEAVE_END: "employment_status_ends_on",
    DateSource.MEDICARE_BEGIN: "medicare_effective_date",
    DateSource.MEDICARE_END: "medicare_termination_date",
}
"""Members of PlanSource by the profile's name of a date."""

_HOURLY: Final = "H"

Source = tuple[tuple[str, str], str]


def sources_of(profile: CarrierProfile) -> Mapping[tuple[str, str], str]:
    """Return where elements come from, by loop and element, as far as the profile says so.

    What nobody of a transaction has is found at its header.
    """
    return dict([*_identifiers(profile), *_structure(profile), *_dates(profile), *_coverages(profile)])


def _identifiers(profile: CarrierProfile) -> Iterator[Source]:
    yield ("2000", "REF*0F"), _plansource(*id_members(profile.identifiers))
    fields = dict.fromkeys(field for rule in profile.identifiers.policy.rules for field in rule.when)
    told = f"; {_plansource(*fields)}" if fields else ""
    for loop in ("2000", "2300"):
        yield (loop, "REF*1L"), f"carrier profile, identifiers.policy{told}"


def _structure(profile: CarrierProfile) -> Iterator[Source]:
    for rule in profile.structure:
        source = _plansource(rule.source) if rule.source else "carrier profile, structure"
        yield (_LOOPS[rule.at], f"REF*{rule.reference}"), source
        if rule.at is StructureAt.CATEGORY:
            yield ("2750", "N1*75"), "carrier profile, structure"
            yield ("header", "N1*75"), source
        elif rule.at is StructureAt.MEMBER:
            yield ("header", f"REF*{rule.reference}"), source


def _dates(profile: CarrierProfile) -> Iterator[Source]:
    for rule in profile.dates:
        source = _plansource(_DATES[rule.source])
        yield ("2000", f"DTP*{rule.qualifier}"), source
        if rule.source in OF_MANY:
            yield ("header", f"DTP*{rule.qualifier}"), source


def _coverages(profile: CarrierProfile) -> Iterator[Source]:
    for line in profile.coverages.lines.values():
        for rule in line.amounts:
            yield ("2300", f"AMT*{rule.qualifier}"), _plansource(rule.source)
        if line.volume is not None:
            yield ("2300", f"REF*{line.volume.reference}"), _plansource("volume")
    income = profile.coverages.income
    if income is not None:
        pay = "pay_rate" if income.frequency == _HOURLY else "current_salary"
        yield ("2100A", "ICM"), _plansource(pay)
        yield ("2100A", "ICM02"), _plansource(pay)


def _plansource(*members: str) -> str:
    return f"PlanSource {', '.join(members)}"
