"""Which identifier and which SSN of a person go into a file."""

import pytest

from benefits_sync.domain.carriers.identity import name_identifier, person_reference, subscriber_id, valid_ssn
from benefits_sync.mapping.carriers.identifiers import SsnRule, SsnRules
from tests.mapping.carriers.profiles import PROFILE_OF

EVERYTHING = {
    "ssn": "523-12-3456",
    "employee_number": "E100",
    "subscriber_code": "S1",
    "anthem_sub_id": "A77",
}


@pytest.mark.parametrize(
    "ssn", ["000-12-3456", "666-12-3456", "523-00-3456", "523-12-0000", "52312345", "", None]
)
def test_an_ssn_of_a_shape_that_is_never_issued_does_not_count(ssn):
    assert valid_ssn(ssn, itin=True) is None


@pytest.mark.parametrize(("itin", "found"), [(True, "912783456"), (False, None)])
def test_a_taxpayer_number_counts_where_the_carrier_takes_it(itin, found):
    assert valid_ssn("912-78-3456", itin=itin) == found


@pytest.mark.parametrize(
    ("carrier", "changes", "found"),
    [
        ("cedarline_health", {}, "523123456"),
        ("cedarline_health", {"ssn": "912-78-3456"}, "E100"),
        ("brightleaf_dental", {"ssn": None}, None),
        ("clearwater_vision", {}, "A77"),
        ("clearwater_vision", {"anthem_sub_id": None}, "E100"),
    ],
)
def test_a_family_is_called_by_the_first_identifier_that_there_is(carrier, changes, found):
    assert subscriber_id(EVERYTHING | changes, PROFILE_OF[carrier].identifiers) == found


@pytest.mark.parametrize(
    ("rule", "ssn", "told"),
    [
        (SsnRule.REQUIRED, "523-12-3456", "523123456"),
        (SsnRule.IF_VALID, "523-12-3456", "523123456"),
        (SsnRule.IF_VALID, None, None),
        (SsnRule.PSEUDO, None, "999999999"),
        (SsnRule.NEVER, "523-12-3456", None),
    ],
)
def test_an_ssn_stands_beside_the_name_as_the_profile_has_it(rule, ssn, told):
    rules = SsnRules(subscriber=rule, pseudo="999999999" if rule is SsnRule.PSEUDO else None)
    identifier = name_identifier({"ssn": ssn}, rules, subscriber=True)
    assert (identifier and identifier.value) == told


def test_a_reference_is_short_and_keyed():
    references = {person_reference("E100", key) for key in (b"one", b"two")}
    assert {len(reference) for reference in references} == {12}
    assert len(references) == 2
