"""Each named transform by a table: what it takes, what it makes of it, and what it refuses."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.mapping.transforms import TRANSFORMS, BrokenRuleError, Facts

TODAY = date(2026, 3, 9)
GRAMMAR = Path(__file__).resolve().parents[3] / "include" / "mappings" / "README.md"
FACTS = Facts(as_of=TODAY)


def apply(name: str, value: str, **arguments: str | None) -> str | None:
    return TRANSFORMS[name].function(value, FACTS, arguments)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("trim", "  Ana   Maria ", "Ana Maria"),
        ("upper", "boise", "BOISE"),
        ("lower", "E10001", "e10001"),
        ("digits_only", "912-34-5678", "912345678"),
        ("digits_only", "(208) 555.0143", "2085550143"),
        ("yes_no_to_boolean", "Yes", "true"),
        ("yes_no_to_boolean", "no", "false"),
        ("yes_no_to_boolean", "true", "true"),
        ("exactly_9", "123456789", "123456789"),
        ("ssn", "123456789", "123456789"),
        ("iso_date", "2026-03-09", "2026-03-09"),
        ("iso_date", "2026/03/09", "2026-03-09"),
        ("iso_date", "2026-03-09T10:00:00+00:00", "2026-03-09"),
        ("iso_date", "2024-02-29", "2024-02-29"),
        ("not_in_future", "2026-03-09", "2026-03-09"),
        ("plausible_birth_date", "2012-03-09", "2012-03-09"),  # 14 today
        ("plausible_birth_date", "1925-03-10", "1925-03-10"),  # 101 tomorrow
        ("state_code", "Idaho", "ID"),
        ("state_code", "id", "ID"),
        ("state_code", "district of  columbia", "DC"),
        ("state_code", "Québec", "QC"),
        ("state_code", "Ontario", "ON"),
        ("zip_code", "02108", "02108"),
        ("zip_code", "83702-1234", "837021234"),
        ("phone_10", "208-555-0143", "2085550143"),
        ("phone_10", "+1 (208) 555-0143", "2085550143"),
        ("email", " maya.okafor@example.test ", "maya.okafor@example.test"),
        ("email", "zoë@example.test", "zoë@example.test"),
        ("money_amount", "52000.00 USD", "52000.00"),
        ("money_amount", "52,000", "52000.00"),
        ("money_amount", "31.505", "31.51"),
        ("money_amount", " USD", None),
        ("positive_amount", "0.01", "0.01"),
    ],
)
def test_a_good_value_is_brought_to_its_form(name, value, expected):
    assert apply(name, value) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("digits_only", "91A-34-5678"),
        ("digits_only", "--"),
        ("yes_no_to_boolean", "maybe"),
        ("exactly_9", "12345678"),
        ("exactly_9", "1234567890"),
        ("exactly_9", "١٢٣٤٥٦٧٨٩"),  # digits, but not those a target reads
        ("ssn", "000123456"),
        ("ssn", "666123456"),
        ("ssn", "123004567"),
        ("ssn", "123450000"),
        ("ssn", "111111111"),
        ("ssn", "912345678"),  # area 900 to 999 without the setting for test data
        ("iso_date", "03/09/2026"),
        ("iso_date", "2026-02-29"),
        ("iso_date", "20260309"),
        ("not_in_future", "2026-03-10"),
        ("plausible_birth_date", "2012-03-10"),  # 13 today
        ("plausible_birth_date", "1925-03-09"),  # 101 today
        ("state_code", "Idahoo"),
        ("state_code", "XX"),
        ("zip_code", "2108"),  # a spreadsheet ate the zero
        ("zip_code", "0002108"),
        ("zip_code", "K1A 0B1"),
        ("phone_10", "555-0143"),
        ("phone_10", "108-555-0143"),
        ("phone_10", "44 20 7946 0958 1"),
        ("email", "maya.okafor"),
        ("email", "a@b"),
        ("email", "a..b@example.test"),
        ("email", "a@example.test, b@example.test"),
        ("money_amount", "52000.00 EUR"),
        ("money_amount", "a lot"),
        ("money_amount", "-1.00"),
        ("money_amount", "NaN"),
        ("positive_amount", "0.00"),
    ],
)
def test_a_bad_value_breaks_the_rule_and_is_not_quoted(name, value):
    with pytest.raises(BrokenRuleError) as caught:
        apply(name, value)
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("rate", "per", "hours", "yearly"),
    [
        ("31.50", "Hour", "40", "65520.00"),
        ("20.00", "Hour", "37.5", "39000.00"),
        ("200.00", "Day", None, "52000.00"),
        ("1000.00", "Week", None, "52000.00"),
        ("4333.33", "Month", None, "51999.96"),
        ("13000.00", "Quarter", None, "52000.00"),
        ("52000.00", "Year", None, "52000.00"),
    ],
)
def test_a_rate_becomes_a_yearly_salary(rate, per, hours, yearly):
    assert apply("annual_salary", rate, per=per, hours=hours) == yearly


@pytest.mark.parametrize(("per", "hours"), [("Hour", None), ("Hour", "0"), (None, "40"), ("Fortnight", "40")])
def test_a_rate_without_its_period_or_hours_is_not_guessed(per, hours):
    with pytest.raises(BrokenRuleError, match="cannot be made a yearly amount"):
        apply("annual_salary", "31.50", per=per, hours=hours)


def test_invented_ssns_pass_only_with_the_setting_for_test_data():
    facts = Facts(as_of=TODAY, ssn_allow_900_area=True)
    assert TRANSFORMS["ssn"].function("912345678", facts, {}) == "912345678"


def test_the_first_characters_are_kept_without_a_blank_at_the_end():
    assert apply("first_n", "Ana Maria", n="4") == "Ana"


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
def test_every_transform_says_what_it_does(name):
    assert TRANSFORMS[name].summary.endswith(".")


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
def test_every_transform_is_in_the_grammar_as_it_describes_itself(name):
    lines = GRAMMAR.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if re.match(rf"\| `{name}\b", line))
    assert row.endswith(f"| {TRANSFORMS[name].summary} |")


@given(name=st.sampled_from(sorted(TRANSFORMS)), value=st.text(min_size=1))
def test_a_transform_either_answers_or_breaks_its_rule_and_agrees_with_itself(name, value):
    arguments = {"n": "3", "per": "Year", "hours": "40"}
    arguments = {key: arguments[key] for key in TRANSFORMS[name].parameters}
    try:
        once = apply(name, value, **arguments)
    except BrokenRuleError:
        return
    assert once is None or once == "" or apply(name, once, **arguments) == once
