"""A mapping made for invented people is refused where real ones would be reached."""

import pytest

from benefits_sync.errors import MappingError
from benefits_sync.mapping import load_mapping
from benefits_sync.mapping.safety import refuse_test_settings, warnings_of

FIELDS = "fields:\n  subscriber_code: {from: employeeNumber, required: true}\n"


@pytest.fixture
def for_tests(write):
    return load_mapping(write(f"settings: {{ssn_allow_900_area: true}}\n{FIELDS}"))


@pytest.fixture
def for_real_people(write):
    return load_mapping(write(FIELDS))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "LOCALHOST.", "api.localhost", "sandbox"]
)
def test_a_sandbox_may_be_reached_with_test_settings(for_tests, host):
    assert refuse_test_settings(for_tests, [host]) is None


@pytest.mark.parametrize(
    "host",
    [
        "api.plansource.com", "partner-dev-api.plansource.com", "localhost.plansource.com", "10.0.0.5",
        "2130706433", "0x08080808", "2001:db8::1", "",
    ],
)  # fmt: skip
def test_any_other_host_is_refused(for_tests, host):
    with pytest.raises(MappingError):
        refuse_test_settings(for_tests, ["127.0.0.1", host])


def test_the_refusal_names_mapping_setting_host_and_the_way_out(for_tests):
    with pytest.raises(MappingError) as caught:
        refuse_test_settings(for_tests, ["api.bamboohr.com", "sandbox", "api.plansource.com"])
    assert str(caught.value) == (
        "mapping demo: `ssn_allow_900_area: true` lets invented SSNs pass and is for the sandbox only, but "
        "this run would reach api.bamboohr.com, api.plansource.com; remove the setting from the mapping file"
    )


def test_a_mapping_for_real_people_reaches_anybody(for_real_people):
    assert refuse_test_settings(for_real_people, ["api.plansource.com"]) is None


def test_no_run_that_reaches_nobody_is_refused(for_tests):
    assert refuse_test_settings(for_tests, []) is None


def test_the_warning_stands_at_the_setting(for_tests):
    (warning,) = warnings_of(for_tests)
    assert (warning.place, warning.message.partition(":")[0]) == (
        ("settings", "ssn_allow_900_area"),
        "warning",
    )


def test_nothing_is_said_about_a_mapping_for_real_people(for_real_people):
    assert list(warnings_of(for_real_people)) == []
