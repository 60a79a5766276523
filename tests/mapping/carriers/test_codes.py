"""The codes that a profile may state are exactly those that the X12 library knows."""

import pytest

from benefits_sync.mapping.carriers import legal
from benefits_sync.x12.checking import guide_segments
from benefits_sync.x12.codes import coverage, envelope, member, person, transaction


@pytest.mark.parametrize(
    ("codes", "enum"),
    [
        (legal.ID_QUALIFIERS, envelope.InterchangeQualifier),
        (legal.SPONSOR_QUALIFIERS | legal.PAYER_QUALIFIERS, transaction.OrganizationIdKind),
        (legal.ACTIONS, transaction.FileAction),
        (legal.HEADER_DATES, transaction.HeaderDate),
        (legal.TOTALS, transaction.QuantityKind),
        (legal.MEMBER_TYPES, member.MaintenanceType),
        (legal.REASONS, member.MaintenanceReason),
        (legal.RELATIONSHIPS | {"18"}, member.Relationship),
        (legal.BENEFIT_STATUS, member.BenefitStatus),
        (legal.EMPLOYMENT_STATUS, member.EmploymentStatus),
        (legal.MEMBER_REFERENCES, member.MemberReference),
        (legal.MEMBER_DATES, member.MemberDate),
        (legal.INCOME_FREQUENCIES, person.IncomeFrequency),
        (legal.AMOUNTS, person.AmountKind),
        (legal.COVERAGE_TYPES, coverage.CoverageMaintenance),
        (legal.GUIDE_LINES | legal.OTHER_LINES, coverage.InsuranceLine),
        (legal.LEVELS, coverage.CoverageTier),
        (legal.COVERAGE_REFERENCES, coverage.CoverageReference),
        (legal.CATEGORY_REFERENCES, coverage.CategoryReference),
    ],
)
def test_both_know_the_same(codes, enum):
    assert codes == {one.value for one in enum}


@pytest.mark.parametrize(
    ("codes", "in_guide"),
    [
        (legal.SPONSOR_QUALIFIERS, guide_segments.SPONSOR_IDS),
        (legal.PAYER_QUALIFIERS, guide_segments.PAYER_IDS),
    ],
)
def test_organizations_are_identified_as_in_the_guide(codes, in_guide):
    assert codes == set(in_guide)
