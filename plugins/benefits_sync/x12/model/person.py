"""What is known of one person beside names: demographics, work, health, languages, disability."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits_sync.x12.codes.member import MedicarePlan, MedicareReason
from benefits_sync.x12.codes.person import (
    DiagnosisCodeSet,
    DisabilityKind,
    Gender,
    HealthHabit,
    IncomeFrequency,
    LanguageCodeSet,
    LanguageUse,
    MaritalStatus,
)
from benefits_sync.x12.model.parties import Name
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.model.values import Identifier


@dataclass(frozen=True, slots=True, repr=False)
class Medicare(Personal):
    """A person's Medicare plan and the reason for it (INS06)."""

    plan: MedicarePlan
    reason: MedicareReason | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Ethnicity(Personal):
    """One repetition of DMG05: the old one-letter code, or a code of the CDC's set."""

    code: str | None = None
    cdc_code: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Demographics(Personal):
    """Birth date, gender and what goes with them (DMG)."""

    birth_date: date | None = None
    gender: Gender | None = None
    marital_status: MaritalStatus | None = None
    ethnicities: tuple[Ethnicity, ...] = ()
    citizenship: str | None = None
    collection_code_set: str | None = None
    collection_code: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PriorIdentity(Personal):
    """The wrong name, id or birth date that a correction replaces (2100B)."""

    name: Name
    identifier: Identifier | None = None
    demographics: Demographics | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Income(Personal):
    """Pay, as disability carriers need it (ICM)."""

    frequency: IncomeFrequency
    amount: Decimal
    hours: Decimal | None = None
    location: str | None = None
    salary_grade: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class HealthInformation(Personal):
    """Habits and measures that some products are priced by (HLH)."""

    habit: HealthHabit | None = None
    height: Decimal | None = None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Language(Personal):
    """A language, by code or description, and its use (LUI)."""

    code_set: LanguageCodeSet | None = None
    code: str | None = None
    description: str | None = None
    use: LanguageUse | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Disability(Personal):
    """A disability and its time (2200)."""

    kind: DisabilityKind
    diagnosis_code_set: DiagnosisCodeSet | None = None
    diagnosis: str | None = None
    start: date | None = None
    end: date | None = None
