"""Files are called as the profile says, and a name that does not fit is refused."""

import pytest

from benefits_sync.domain.carriers.file_names import file_name
from benefits_sync.errors import MappingError
from benefits_sync.x12.codes.envelope import Usage
from tests.domain.carriers.company import TODAY, request
from tests.mapping.carriers.profiles import LIFE, MEDICAL, PROFILE_OF, changed


@pytest.mark.parametrize(
    ("carrier", "file", "name"),
    [
        ("cedarline_health", "", "CLH_P_20260316_000000042.834"),
        ("brightleaf_dental", "", "BLD_88231_03162026_0042.txt"),
        ("clearwater_vision", "", "pos_3310_260316_063000.dat"),
        ("harborstone_life", "spouse_life", "harborstone_life_spouse_life_full_20260316_000000042.x12"),
    ],
)
def test_a_file_is_called_by_its_template(carrier, file, name):
    profile = PROFILE_OF[carrier]
    assert file_name(profile, request(profile.file.usual, TODAY), file, 42) == name


def test_next_year_s_file_has_its_own_name():
    wanted = request("full", TODAY, plan_year="next", usage=Usage.TEST)
    name = file_name(MEDICAL, wanted, "", 42, encrypted=True)
    assert name == "CLH_OE_20260316_000000042.834.PGP"


def test_a_name_that_is_too_long_is_refused():
    profile = changed(LIFE, delivery={"naming": {"max_length": 40}})
    with pytest.raises(MappingError, match="more than 40 characters"):
        file_name(profile, request("full", TODAY), "basic_subscriber_life", 42)
