"""An SSN is taken over only where nothing but the same person can be meant."""

import pandas as pd
import pytest

from benefits_sync.domain.carriers.ssns import with_clear_ssns
from benefits_sync.models.elections import PERSON_FIELDS, HeldSsns
from benefits_sync.models.frames import text_frame

EMPLOYEE = {"subscriber_code": "E1", "ssn": "900-11-2207"}
THEO = {
    "subscriber_code": "E1",
    "relationship": "child",
    "first_name": "Theo",
    "birthdate": "2019-05-02",
    "ssn": "900-22-0031",
}
IN_BENEFITS = {"first_name": "Theo", "birthdate": "2019-05-02", "relationship_code": "child", "ssn": None}


def person(**members: str | None) -> pd.DataFrame:
    known = {"person": "E1", "subscriber_code": "E1", "relationship_code": "self", **members}
    return text_frame({name: [known.get(name)] for name in PERSON_FIELDS})


def held(employees: list[dict[str, str | None]], dependents: list[dict[str, str | None]]) -> HeldSsns:
    return HeldSsns(
        text_frame({name: [one[name] for one in employees] for name in EMPLOYEE}),
        text_frame({name: [one[name] for one in dependents] for name in THEO}),
    )


def ssn_of(person: pd.DataFrame, employees=(), dependents=()) -> str | None:
    (found,) = with_clear_ssns(person, held(list(employees), list(dependents)))["ssn"]
    return found


def test_a_clear_ssn_is_kept_without_its_dashes():
    assert ssn_of(person(ssn="900-11-2207"), [EMPLOYEE | {"ssn": "900-11-9999"}]) == "900112207"


@pytest.mark.parametrize("shown", ["XXX-XX-2207", "***-**-2207", None])
def test_a_masked_ssn_of_an_employee_is_the_one_that_hr_has(shown):
    assert ssn_of(person(ssn=shown), [EMPLOYEE]) == "900112207"


def test_without_hr_a_masked_ssn_is_none():
    assert with_clear_ssns(person(ssn="XXX-XX-2207"), None)["ssn"].tolist() == [None]


def test_other_last_digits_are_somebody_else():
    assert ssn_of(person(ssn="XXX-XX-2208"), [EMPLOYEE]) is None


def test_an_employee_with_two_ssns_has_none():
    assert ssn_of(person(), [EMPLOYEE, EMPLOYEE | {"ssn": "900-11-2208"}]) is None


def test_an_employee_whom_hr_lists_twice_has_one():
    assert ssn_of(person(), [EMPLOYEE, EMPLOYEE]) == "900112207"


@pytest.mark.parametrize("digits", ["", "12345", "900-11-22O7", None])
def test_what_is_no_nine_digits_is_none(digits):
    assert ssn_of(person(ssn=digits), [EMPLOYEE | {"ssn": digits}]) is None


def test_a_dependent_is_known_by_employee_name_birth_date_and_relationship():
    assert ssn_of(person(**IN_BENEFITS), dependents=[THEO]) == "900220031"


def test_a_dependents_name_may_be_spelled_with_other_capitals_and_blanks():
    assert ssn_of(person(**IN_BENEFITS | {"first_name": " THEO "}), dependents=[THEO]) == "900220031"


@pytest.mark.parametrize(
    "other",
    [
        {"first_name": "Theodor"},
        {"birthdate": "2019-05-03"},
        {"birthdate": None},
        {"relationship_code": "spouse"},
        {"subscriber_code": "E2"},
        {"ssn": "XXX-XX-0032"},
    ],
)
def test_a_dependent_who_differs_in_anything_is_somebody_else(other):
    assert ssn_of(person(**IN_BENEFITS | other), dependents=[THEO]) is None


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("child", "step child"),
        ("child", "Foster Child"),
        ("dp_child", "child"),
        ("domestic_partner", "domestic partner"),
        ("domestic_partner", "domestic_partner"),
        ("spouse", "Spouse"),
    ],
)
def test_the_systems_words_for_one_relationship_are_the_same(code, word):
    shown = person(**IN_BENEFITS | {"relationship_code": code})
    assert ssn_of(shown, dependents=[THEO | {"relationship": word}]) == "900220031"


def test_twins_of_one_name_with_two_ssns_have_none():
    twins = [THEO, THEO | {"ssn": "900-22-0032"}]
    assert ssn_of(person(**IN_BENEFITS), dependents=twins) is None


def test_the_last_digits_do_not_choose_between_twins():
    twins = [THEO, THEO | {"ssn": "900-22-0032"}]
    assert ssn_of(person(**IN_BENEFITS | {"ssn": "XXX-XX-0032"}), dependents=twins) is None


def test_a_dependent_never_has_the_employees_ssn():
    assert ssn_of(person(**IN_BENEFITS), [EMPLOYEE]) is None
