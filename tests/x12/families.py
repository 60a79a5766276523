"""Invented people for the tests of X12: any person the model can express, and families in each scenario."""

from dataclasses import replace
from datetime import date, datetime

from hypothesis import strategies as st

from benefits_sync.x12.codes import coverage as c
from benefits_sync.x12.codes import member as m
from benefits_sync.x12.codes import person as p
from benefits_sync.x12.codes import transaction as t
from benefits_sync.x12.codes.envelope import InterchangeQualifier
from benefits_sync.x12.loops.parties import INSURER_ROLES, MEMBER_ROLES
from benefits_sync.x12.model.coverage import Coverage, IdCard, OtherInsurance, Provider, ProviderChange
from benefits_sync.x12.model.member import Member, ReportingCategory
from benefits_sync.x12.model.parties import Address, Contact, ContactPoint, Name, Party
from benefits_sync.x12.model.person import (
    Demographics,
    Disability,
    Ethnicity,
    HealthInformation,
    Income,
    Language,
    Medicare,
    PriorIdentity,
)
from benefits_sync.x12.model.transaction import (
    ControlTotal,
    Intermediary,
    Organization,
    Transaction,
    TransactionHeader,
)
from benefits_sync.x12.model.values import Amount, Event, Identifier, Period, Reference, Span
from benefits_sync.x12.settings import ControlNumbers, EnvelopeSettings

ENVELOPE = EnvelopeSettings(
    sender_qualifier=InterchangeQualifier.FEDERAL_TAX_ID,
    sender_id="123456789",
    receiver_qualifier=InterchangeQualifier.MUTUALLY_DEFINED,
    receiver_id="EXAMPLEDENTAL",
    application_sender="123456789",
    application_receiver="EXD834",
)
NUMBERS = ControlNumbers(interchange=42, group=7, created=datetime.fromisoformat("2026-03-01T06:30"))
HEADER = TransactionHeader(
    reference="EXD-20260301",
    created=datetime.fromisoformat("2026-03-01T06:30:15"),
    action=t.FileAction.CHANGE,
    sponsor=Organization(t.OrganizationIdKind.FEDERAL_TAX_ID, "123456789", "ACME"),
    payer=Organization(t.OrganizationIdKind.FEDERAL_TAX_ID, "987654321"),
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
days = st.dates(date(1930, 1, 1), date(2035, 12, 31))


def text(longest, shortest=1, marks=" .-'&"):
    drawn = st.text(LETTERS + marks, min_size=shortest, max_size=min(longest, 12))
    return drawn.map(str.strip).filter(lambda value: len(value) >= shortest)


def maybe(strategy):
    return st.none() | strategy


def several(strategy, most=2):
    return st.lists(strategy, max_size=most).map(tuple)


def decimals(longest=9999999):
    return st.decimals(0, longest, places=2)


def codes(kind):
    return st.sampled_from(kind)


def references(kind):
    return several(st.builds(Reference, codes(kind), text(50)))


names = st.builds(Name, text(60), maybe(text(35)), maybe(text(25)), maybe(text(10)), maybe(text(10)))
identifiers = st.builds(Identifier, codes(p.PersonIdKind), text(80, 2))
points = st.builds(ContactPoint, codes(p.ContactKind), text(256))
contacts = st.builds(Contact, several(points, 3), maybe(text(60)))
own_contacts = st.builds(Contact, several(points, 3))
addresses = st.builds(
    Address,
    streets=several(text(55), 4),
    city=text(30, 2),
    state=maybe(text(2, 2)),
    postal_code=maybe(text(15, 3)),
    country=maybe(text(3, 2)),
    area_kind=maybe(codes(p.AreaKind)),
    area=maybe(text(30)),
    subdivision=maybe(text(3)),
)
ethnicities = st.builds(Ethnicity, text(1)) | st.builds(Ethnicity, maybe(text(1)), text(30))
demographics = st.builds(
    Demographics,
    maybe(days),
    maybe(codes(p.Gender)),
    maybe(codes(p.MaritalStatus)),
    several(ethnicities),
    maybe(text(2)),
    maybe(text(3)),
    maybe(text(30)),
)
amounts = several(st.builds(Amount, codes(p.AmountKind), decimals()))
when = days | st.builds(Period, days, days)


def parties(roles):
    built = st.builds(
        Party,
        codes(sorted(roles)),
        st.booleans(),
        maybe(names),
        maybe(identifiers),
        maybe(contacts),
        maybe(addresses),
    )
    return built.map(
        lambda party: replace(party, contact=None) if party.role is p.PartyRole.DROP_OFF_LOCATION else party
    )


providers = st.builds(
    Provider,
    codes(c.ProviderRole),
    codes(c.PatientRelationship),
    st.booleans(),
    maybe(names),
    maybe(identifiers),
    maybe(addresses),
    several(st.builds(Contact, several(points, 3), maybe(text(60)))),
    maybe(st.builds(ProviderChange, days, codes(c.ProviderChangeReason))),
)
other_insurance = st.builds(
    OtherInsurance,
    codes(c.CoordinationOrder),
    codes(c.Coordination),
    maybe(text(50)),
    several(codes(c.CoordinationServiceType), 3),
    references(c.CoordinationReference),
    maybe(days),
    maybe(days),
    several(parties(INSURER_ROLES), 2),
)
coverages = st.builds(
    Coverage,
    codes(c.CoverageMaintenance),
    codes(sorted(set(c.InsuranceLine) - c.NON_GUIDE_LINES)),
    maybe(text(50)),
    maybe(codes(c.CoverageTier)),
    maybe(st.booleans()),
    several(st.builds(Span, codes(c.CoverageDate), when), 3),
    amounts,
    references(c.CoverageReference),
    maybe(text(50)),
    several(
        st.builds(
            IdCard, text(50), codes(c.IdCardKind), maybe(st.integers(0, 99)), maybe(codes(c.IdCardAction))
        )
    ),
    several(providers),
    several(other_insurance),
)
members = st.builds(
    Member,
    subscriber_id=text(50),
    subscriber=st.booleans(),
    relationship=codes(m.Relationship),
    maintenance=codes(m.MaintenanceType),
    reason=maybe(codes(m.MaintenanceReason)),
    benefit_status=codes(m.BenefitStatus),
    medicare=maybe(st.builds(Medicare, codes(m.MedicarePlan), maybe(codes(m.MedicareReason)))),
    cobra_event=maybe(codes(m.CobraEvent)),
    employment_status=maybe(codes(m.EmploymentStatus)),
    student_status=maybe(codes(m.StudentStatus)),
    handicapped=maybe(st.booleans()),
    death_date=maybe(days),
    confidentiality=maybe(codes(m.Confidentiality)),
    birth_sequence=maybe(st.integers(1, 9)),
    policy_number=maybe(text(50)),
    references=references(m.MemberReference),
    dates=several(st.builds(Event, codes(m.MemberDate), days), 3),
    name=names,
    identifier=maybe(identifiers),
    prior_identity=maybe(st.builds(PriorIdentity, names, maybe(identifiers), maybe(demographics))),
    contact=maybe(own_contacts),
    address=maybe(addresses),
    demographics=maybe(demographics),
    employment_classes=several(codes(p.EmploymentClass), 5),
    income=maybe(
        st.builds(
            Income, codes(p.IncomeFrequency), decimals(), maybe(decimals(99)), maybe(text(30)), maybe(text(5))
        )
    ),
    amounts=amounts,
    health=maybe(
        st.builds(HealthInformation, maybe(codes(p.HealthHabit)), maybe(decimals(99)), maybe(decimals(99)))
    ),
    languages=several(
        st.builds(
            Language,
            maybe(codes(p.LanguageCodeSet)),
            maybe(text(80, 2)),
            maybe(text(80)),
            maybe(codes(p.LanguageUse)),
        )
    ),
    mailing_address=maybe(addresses),
    parties=several(parties(MEMBER_ROLES), 3),
    disabilities=several(
        st.builds(
            Disability,
            codes(p.DisabilityKind),
            maybe(codes(p.DiagnosisCodeSet)),
            maybe(text(15)),
            maybe(days),
            maybe(days),
        )
    ),
    coverages=several(coverages),
    categories=several(st.builds(ReportingCategory, text(60), references(c.CategoryReference), maybe(when))),
)
headers = st.builds(
    TransactionHeader,
    reference=text(50),
    created=st.datetimes().map(
        lambda at: at.replace(microsecond=0, year=2000 + at.year % 100, day=min(at.day, 28))
    ),
    action=codes(t.FileAction),
    sponsor=st.builds(Organization, codes(t.OrganizationIdKind), text(80, 2), maybe(text(60))),
    payer=st.builds(Organization, codes(t.OrganizationIdKind), text(80, 2), maybe(text(60))),
    purpose=codes(t.TransactionPurpose),
    time_zone=maybe(st.sampled_from(["ET", "UT", "08"])),
    original_reference=maybe(text(50)),
    master_policy=maybe(text(50)),
    dates=several(st.builds(Event, codes(t.HeaderDate), days)),
    totals=st.sampled_from([(), (ControlTotal(t.QuantityKind.TOTAL, 0),)]),
    intermediaries=several(
        st.builds(
            Intermediary,
            codes(t.IntermediaryRole),
            st.builds(Organization, codes(t.OrganizationIdKind), text(80, 2), maybe(text(60))),
            maybe(text(35)),
            maybe(text(35)),
        )
    ),
)


def coverage(
    line=c.InsuranceLine.DENTAL, maintenance=c.CoverageMaintenance.ADDITION, plan="DPPO1", **days_of
):
    dates = tuple(Span(c.CoverageDate[kind.upper()], on) for kind, on in days_of.items())
    return Coverage(maintenance, line, plan, c.CoverageTier.EMPLOYEE, dates=dates)


def subscriber(subscriber_id="100000001", **changes):
    person = Member(
        subscriber_id=subscriber_id,
        subscriber=True,
        relationship=m.Relationship.SELF,
        maintenance=m.MaintenanceType.ADDITION,
        reason=m.MaintenanceReason.INITIAL_ENROLLMENT,
        benefit_status=m.BenefitStatus.ACTIVE,
        employment_status=m.EmploymentStatus.FULL_TIME,
        policy_number="GRP1",
        name=Name("MILLER", "ANNA"),
        demographics=Demographics(date(1980, 5, 17), p.Gender.FEMALE),
        dates=(Event(m.MemberDate.EMPLOYMENT_BEGIN, date(2026, 2, 1)),),
        coverages=(coverage(benefit_begin=date(2026, 3, 1)),),
    )
    return replace(person, **changes)


def dependent(subscriber_id="100000001", relationship=m.Relationship.CHILD, **changes):
    person = replace(
        subscriber(subscriber_id),
        subscriber=False,
        relationship=relationship,
        reason=m.MaintenanceReason.BIRTH,
        employment_status=None,
        dates=(),
        name=Name("MILLER", "BEN"),
        demographics=Demographics(date(2015, 1, 2), p.Gender.MALE),
    )
    return replace(person, **changes)


def transaction(*people, header=HEADER):
    return Transaction(header, people)
