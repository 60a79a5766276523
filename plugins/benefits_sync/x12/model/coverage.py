"""A coverage of one person, with its providers and other insurance (2300, 2310, 2320)."""

from dataclasses import dataclass
from datetime import date

from benefits_sync.x12.codes.coverage import (
    Coordination,
    CoordinationOrder,
    CoordinationReference,
    CoordinationServiceType,
    CoverageDate,
    CoverageMaintenance,
    CoverageReference,
    CoverageTier,
    IdCardAction,
    IdCardKind,
    InsuranceLine,
    PatientRelationship,
    ProviderChangeReason,
    ProviderRole,
)
from benefits_sync.x12.model.parties import Address, Contact, Name, Party
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.model.values import Amount, Identifier, Reference, Span, When


@dataclass(frozen=True, slots=True, repr=False)
class IdCard(Personal):
    """A request for identification cards (IDC)."""

    description: str
    kind: IdCardKind
    count: int | None = None
    action: IdCardAction | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ProviderChange(Personal):
    """Since when and why a person has another provider (PLA)."""

    on: date
    reason: ProviderChangeReason


@dataclass(frozen=True, slots=True, repr=False)
class Provider(Personal):
    """A provider that a person chose for a coverage (2310)."""

    role: ProviderRole
    relationship: PatientRelationship
    organization: bool = False
    name: Name | None = None
    identifier: Identifier | None = None
    address: Address | None = None
    contacts: tuple[Contact, ...] = ()
    change: ProviderChange | None = None


@dataclass(frozen=True, slots=True, repr=False)
class OtherInsurance(Personal):
    """Another insurance that pays for the same person (2320)."""

    order: CoordinationOrder
    coordination: Coordination
    policy: str | None = None
    service_types: tuple[CoordinationServiceType, ...] = ()
    references: tuple[Reference[CoordinationReference], ...] = ()
    start: date | None = None
    end: date | None = None
    insurers: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Coverage(Personal):
    """One line of insurance in one plan for one person.

    Args:
        maintenance: What happens to the coverage.
        line: Line of insurance.
        plan: The carrier's plan code (HD04).
        tier: Who is covered (HD05).
        late_enrollment: HD09.
        dates: When it begins, ends and so on.
        amounts: Premium and other sums.
        references: Policy, class of contract and other ids.
        prior_months: Months of prior coverage (REF*QQ).
        id_cards: Cards that are asked for.
        providers: Chosen providers.
        other_insurance: Insurances that pay for the same.
    """

    maintenance: CoverageMaintenance
    line: InsuranceLine
    plan: str | None = None
    tier: CoverageTier | None = None
    late_enrollment: bool | None = None
    dates: tuple[Span[CoverageDate], ...] = ()
    amounts: tuple[Amount, ...] = ()
    references: tuple[Reference[CoverageReference], ...] = ()
    prior_months: str | None = None
    id_cards: tuple[IdCard, ...] = ()
    providers: tuple[Provider, ...] = ()
    other_insurance: tuple[OtherInsurance, ...] = ()

    def date_of(self, kind: CoverageDate) -> When | None:
        """The first date of this kind, or None."""
        return next((span.when for span in self.dates if span.kind is kind), None)
