"""One person of a file, subscriber or dependent (2000)."""

from dataclasses import dataclass
from datetime import date

from benefits_sync.x12.codes.coverage import CategoryReference
from benefits_sync.x12.codes.member import (
    BenefitStatus,
    CobraEvent,
    Confidentiality,
    EmploymentStatus,
    MaintenanceReason,
    MaintenanceType,
    MemberDate,
    MemberReference,
    Relationship,
    StudentStatus,
)
from benefits_sync.x12.codes.person import EmploymentClass
from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.parties import Address, Contact, Name, Party
from benefits_sync.x12.model.person import (
    Demographics,
    Disability,
    HealthInformation,
    Income,
    Language,
    Medicare,
    PriorIdentity,
)
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.model.values import Amount, Event, Identifier, Reference, When


@dataclass(frozen=True, slots=True, repr=False)
class ReportingCategory(Personal):
    """A named category that the sponsor or carrier reports by, such as a division (2700)."""

    name: str
    references: tuple[Reference[CategoryReference], ...] = ()
    when: When | None = None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Member(Personal):
    """One person of a file.

    Args:
        subscriber_id: REF*0F; the same for a subscriber and all dependents, and so the family's link.
        subscriber: Whether this person is the subscriber (INS01).
        relationship: What the person is to the subscriber; ``SELF`` for the subscriber.
        maintenance: What happens to the person in this file.
        benefit_status: On what ground the person is covered.
        name: The person's name.
        reason: Why something happens.
        medicare: Medicare plan and reason.
        cobra_event: What made the person a COBRA beneficiary.
        employment_status: How a subscriber is employed.
        student_status: Whether the person studies.
        handicapped: Whether the person is handicapped.
        death_date: Day of death.
        confidentiality: Who may see the person's data.
        birth_sequence: Which of several children born on one day this is.
        policy_number: Group or policy for all coverages of the person (REF*1L).
        references: Supplemental ids.
        dates: Hire, eligibility, COBRA and other days.
        identifier: SSN or other id that goes with the name.
        prior_identity: What a correction replaces; the name is then written as a corrected one.
        contact: How to reach the person.
        address: Where the person lives.
        demographics: Birth date, gender and so on.
        employment_classes: Groups of employees that the person belongs to.
        income: Pay.
        amounts: Sums that belong to the person.
        health: Habits and measures.
        languages: Languages and their use.
        mailing_address: Where mail goes when not to ``address``.
        parties: Employers, schools, parents, responsible persons and drop-off location.
        disabilities: Disabilities and their time.
        coverages: Coverages.
        categories: Reporting categories.
    """

    subscriber_id: str
    subscriber: bool
    relationship: Relationship
    maintenance: MaintenanceType
    benefit_status: BenefitStatus
    name: Name
    reason: MaintenanceReason | None = None
    medicare: Medicare | None = None
    cobra_event: CobraEvent | None = None
    employment_status: EmploymentStatus | None = None
    student_status: StudentStatus | None = None
    handicapped: bool | None = None
    death_date: date | None = None
    confidentiality: Confidentiality | None = None
    birth_sequence: int | None = None
    policy_number: str | None = None
    references: tuple[Reference[MemberReference], ...] = ()
    dates: tuple[Event[MemberDate], ...] = ()
    identifier: Identifier | None = None
    prior_identity: PriorIdentity | None = None
    contact: Contact | None = None
    address: Address | None = None
    demographics: Demographics | None = None
    employment_classes: tuple[EmploymentClass, ...] = ()
    income: Income | None = None
    amounts: tuple[Amount, ...] = ()
    health: HealthInformation | None = None
    languages: tuple[Language, ...] = ()
    mailing_address: Address | None = None
    parties: tuple[Party, ...] = ()
    disabilities: tuple[Disability, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    categories: tuple[ReportingCategory, ...] = ()
