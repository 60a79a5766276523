"""Families that hypothesis makes up, and what happens to each: the same ones in every run."""

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.domain.carriers.company import Company
from tests.domain.carriers.lives import SCENARIOS

LETTERS = "aeinorstlmzAEGKS"
ODDITIES = "éüßøñçŁŠ '\u2019-.,&/*:~^"
"""What names hold besides, delimiters among it; every carrier's file has a way to say each of them."""

WITHOUT_SSN = 12
"""One person of so many has no SSN on file."""

have_ssn = st.integers(1, WITHOUT_SSN).map(lambda turn: turn < WITHOUT_SSN)
names = st.builds(
    lambda first, rest: first + rest.strip(),
    st.sampled_from("ALMZÉÖ"),
    st.text(LETTERS + ODDITIES, max_size=24),
)
details = st.fixed_dictionaries(
    {
        "first_name": names,
        "last_name": names,
        "middle_name": st.sampled_from([None, "Q", "Étienne"]),
        "name_suffix": st.sampled_from([None, None, "Jr."]),
        "birthdate": st.dates(min_value=date(1950, 1, 1), max_value=date(2000, 12, 31)).map(str),
        "gender": st.sampled_from(["F", "M", None]),
        "current_salary": st.integers(15_000, 900_000).map(str),
        "hours_per_week": st.sampled_from(["40", "37.5", "20"]),
        "address_1": st.sampled_from(
            ["12 Main St.", "Apt #4, 9 Elm", "Straße 7", "1/2 Oak Ave", "P.O. Box 88: rear"]
        ),
        "zip_code": st.sampled_from(["83702", "83702-1234", "837021234", None]),
        "home_phone": st.sampled_from([None, "208.555.0133", "+1 (208) 555-0133", "555"]),
        "cell_phone": st.sampled_from([None, "2085550199"]),
        "email": st.sampled_from([None, "p_7@juniper.example", "ünbeschreiblich@juniper.example"]),
        "org_class": st.sampled_from(["FT-HRLY", "FT-SAL", "EXEC", "PT"]),
        "division": st.sampled_from(["WEST", "EAST", "CENTRAL"]),
        "location": st.sampled_from(["BOI", "DEN", "AUS", "BOS", "REM"]),
        "employment_level": st.sampled_from(["F", "P"]),
        "medicare_plan": st.sampled_from([None, None, None, "AB"]),
        "medicare_reason": st.just("DISABILITY"),
        "business_title": st.sampled_from([None, "Analyst", "Küchenchef"]),
    }
)


def of(scenario):
    """Families to whom something happens: what, of which shape, of whom, and which of the two have an SSN."""
    shapes = st.sampled_from(SCENARIOS[scenario].shapes)
    return st.tuples(st.just(scenario), shapes, details, have_ssn, have_ssn)


neighbourhoods = st.tuples(*(of(name) for scenario in SCENARIOS for name in (scenario, "nothing")))
"""Everything happens, each thing to one family, and to as many families nothing does."""


def drawn(number):
    """The families of so many neighbourhoods."""
    found = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(neighbourhoods)
    def draw(families):
        found.extend(families)

    draw()
    return found


def company_of(families):
    """A company of these families as carriers get to know it, and what happens to each by code."""
    company, coming = Company(), {}
    for number, (scenario, shape, person, has_ssn, spouse_has) in enumerate(families):
        code = f"E{number:05}"
        shape(company, code, ssn=ssn(number) if has_ssn else None, **person)
        if f"{code}/1" in company.people:
            company.change(f"{code}/1", ssn=ssn(50_000 + number) if spouse_has else None)
        SCENARIOS[scenario].origin(company, code)
        coming[code] = scenario
    return company, coming


def ssn(number):
    """An SSN that no other number has, and that could have been given."""
    return f"{100 + number // 9_999:03}-{1 + number % 99:02}-{1 + number % 9_999:04}"
