"""Demographics, work, health and language segments, and the loops 2100B and 2200."""

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.person import (
    DiagnosisCodeSet,
    DisabilityKind,
    EmploymentClass,
    Gender,
    HealthHabit,
    IncomeFrequency,
    LanguageCodeSet,
    LanguageUse,
    MaritalStatus,
)
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.loops.parties import read_identifier, read_name, write_name
from benefits_sync.x12.model.person import (
    Demographics,
    Disability,
    Ethnicity,
    HealthInformation,
    Income,
    Language,
    PriorIdentity,
)
from benefits_sync.x12.segment_buffer import SegmentBuffer, day, decimal
from benefits_sync.x12.segments import Segment

CLASSES_PER_EC = 3
CDC_CODE_SET = "RET"
DISABILITY_START = "360"
DISABILITY_END = "361"


def write_demographics(out: SegmentBuffer, demographics: Demographics | None) -> None:
    """Write DMG, or nothing without demographics."""
    if demographics is None:
        return
    born = day(demographics.birth_date)
    out.put(
        "DMG",
        "D8" if born else "",
        born,
        demographics.gender or "",
        demographics.marital_status or "",
        _spell_ethnicities(out, demographics.ethnicities) if demographics.ethnicities else "",
        out.text.optional(demographics.citizenship, e.DMG06),
        "",
        "",
        "",
        out.text.optional(demographics.collection_code_set, e.DMG10),
        out.text.optional(demographics.collection_code, e.DMG11),
    )


def _spell_ethnicities(out: SegmentBuffer, ethnicities: tuple[Ethnicity, ...]) -> str:
    spelt = []
    for ethnicity in ethnicities:
        code = out.text.optional(ethnicity.code, e.DMG05)
        cdc = out.text.optional(ethnicity.cdc_code, e.DMG05)
        spelt.append(out.component.join((code, CDC_CODE_SET, cdc)) if cdc else code)
    return out.repetition.join(spelt)


def read_demographics(segment: Segment) -> Demographics:
    """Read DMG."""
    return Demographics(
        birth_date=segment.day(2),
        gender=segment.code(3, Gender),
        marital_status=segment.code(4, MaritalStatus),
        ethnicities=tuple(_read_ethnicity(segment, text) for text in segment.repetitions(5)),
        citizenship=segment.text(6),
        collection_code_set=segment.text(10),
        collection_code=segment.text(11),
    )


def _read_ethnicity(segment: Segment, text: str) -> Ethnicity:
    components = [*text.split(segment.delimiters.component), "", ""]
    return Ethnicity(code=components[0] or None, cdc_code=components[2] or None)


def write_employment_classes(out: SegmentBuffer, classes: tuple[EmploymentClass, ...]) -> None:
    """Write EC for each three classes."""
    for at in range(0, len(classes), CLASSES_PER_EC):
        out.put("EC", *classes[at : at + CLASSES_PER_EC])


def read_employment_classes(segment: Segment) -> tuple[EmploymentClass, ...]:
    """Read EC."""
    codes = (segment.code(position, EmploymentClass) for position in (1, 2, 3))
    return tuple(code for code in codes if code is not None)


def write_income(out: SegmentBuffer, income: Income | None) -> None:
    """Write ICM, or nothing without an income."""
    if income is not None:
        text = out.text.optional
        grade = text(income.salary_grade, e.ICM05)
        location = text(income.location, e.ICM04)
        out.put("ICM", income.frequency, decimal(income.amount), decimal(income.hours), location, grade)


def read_income(segment: Segment) -> Income:
    """Read ICM."""
    return Income(
        frequency=segment.required_code(1, IncomeFrequency),
        amount=segment.required_decimal(2),
        hours=segment.decimal(3),
        location=segment.text(4),
        salary_grade=segment.text(5),
    )


def write_health(out: SegmentBuffer, health: HealthInformation | None) -> None:
    """Write HLH, or nothing without health information."""
    if health is not None:
        out.put("HLH", health.habit or "", decimal(health.height), decimal(health.weight))


def read_health(segment: Segment) -> HealthInformation:
    """Read HLH."""
    return HealthInformation(segment.code(1, HealthHabit), segment.decimal(2), segment.decimal(3))


def write_language(out: SegmentBuffer, language: Language) -> None:
    """Write LUI."""
    code = out.text.optional(language.code, e.LUI02)
    description = out.text.optional(language.description, e.LUI03)
    out.put("LUI", language.code_set or "", code, description, language.use or "")


def read_language(segment: Segment) -> Language:
    """Read LUI."""
    code_set = segment.code(1, LanguageCodeSet)
    return Language(code_set, segment.text(2), segment.text(3), segment.code(4, LanguageUse))


def write_prior_identity(out: SegmentBuffer, prior: PriorIdentity) -> None:
    """Write 2100B."""
    out.loop = "2100B"
    write_name(out, "70", prior.name, prior.identifier)
    write_demographics(out, prior.demographics)


def read_prior_identity(cursor: Cursor) -> PriorIdentity:
    """Read 2100B."""
    cursor.loop = "2100B"
    segment = cursor.require("NM1", "70")
    name = read_name(segment) or segment.refuse(3, "a prior name is empty")
    demographics = read_demographics(cursor.take()) if cursor.at("DMG") else None
    return PriorIdentity(name, read_identifier(segment), demographics)


def write_disability(out: SegmentBuffer, disability: Disability) -> None:
    """Write 2200."""
    out.loop = "2200"
    diagnosis = out.text.optional(disability.diagnosis, e.DSB08)
    out.put("DSB", disability.kind, "", "", "", "", "", disability.diagnosis_code_set or "", diagnosis)
    for qualifier, on in ((DISABILITY_START, disability.start), (DISABILITY_END, disability.end)):
        if on is not None:
            out.put("DTP", qualifier, "D8", day(on))


def read_disability(cursor: Cursor) -> Disability:
    """Read 2200."""
    cursor.loop = "2200"
    segment = cursor.require("DSB")
    days = {}
    while cursor.at("DTP", DISABILITY_START, DISABILITY_END):
        date_segment = cursor.take()
        days[date_segment.text(1)] = date_segment.required_day(3)
    return Disability(
        kind=segment.required_code(1, DisabilityKind),
        diagnosis_code_set=segment.code(7, DiagnosisCodeSet),
        diagnosis=segment.text(8),
        start=days.get(DISABILITY_START),
        end=days.get(DISABILITY_END),
    )
