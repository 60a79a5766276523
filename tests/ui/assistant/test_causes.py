"""Every way in which an employee's record is refused: seen on the page, fixed there, sent again, accepted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from benefits_sync.domain.rules import RULES
from tests.pipeline.company import Company
from tests.pipeline.site import Sandbox, Site
from tests.pipeline.test_refused_records import (
    LEFT_BEFORE,
    REJECTED,
    TAKEN_BACK,
    TWO_SUBSCRIBERS,
    give_code_twice,
    take_code_back,
    trouble_in_plansource,
    trouble_with_dates,
    trouble_with_numbers,
    trouble_with_values,
)
from tests.ui.assistant.conftest import Page, Person, World, connect
from tests.ui.conftest import PASSWORD

TYPE = "employmentStatus.terminationTypeId"

TYPED = {
    "somebody else's SSN": {"ssn": "955-44-2001"},
    "the first of two swapped SSNs": {"ssn": "{ssn}"},
    "the second of two swapped SSNs": {"ssn": "{ssn}"},
    "a newcomer with a colleague's SSN": {"ssn": "955-44-2002"},
    "a changed employee number": {"employeeNumber": "{number}"},
    "a newcomer with a colleague's number": {"employeeNumber": "E77101"},
    "the first newcomer with one number": {"employeeNumber": "E77102"},
    "the second newcomer with one number": {"employeeNumber": "E77103"},
    "no SSN": {"ssn": "955-44-2003"},
    "no employee number": {"employeeNumber": "E77104"},
    "a ZIP code of three digits": {"zipcode": "83702"},
    "a birth date to come": {"dateOfBirth": "1990-05-17"},
    "a termination without a date": {"terminationDate": "{today}"},
    "a termination that lost its date": {"terminationDate": "{ended}"},
    "a termination without a reason": {TYPE: "Resignation (Voluntary)"},
    "a termination before the hire": {"terminationDate": "{today}"},
    "a termination moved to another day": {"terminationDate": "{ended}"},
    TAKEN_BACK: {"hireDate": "{today}"},
    "inactive without a termination": {"status": "Active"},
    "no status": {"status": "Active"},
    "a place that PlanSource does not list": {"location": "Boise"},
}
"""What is typed into the page for each refusal that a value of the source can mend."""

ADMINISTERED = {
    "a test employee in PlanSource": ("{number}", {"test_employee": False}),
    "a code that vanished from PlanSource": ("GONE1", {"subscriber_code": "{number}"}),
}
"""What an administrator does in PlanSource where the fault is there: the code and the members to set."""


@dataclass
class Story:
    """What the pages said of each refusal, and what became of it."""

    pages: dict[str, Page]
    kept: dict[str, int]
    became: dict[str, str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The company after the day on which everything goes wrong for somebody."""
    sandbox = Sandbox.start("--employees", "170", "--seed", "3", "--today", "2026-03-04")
    company = Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("causes")))
    with pytest.MonkeyPatch.context() as environment:
        connect(environment, company.site)
        yield World(company, company.run("first", delta=False))
    sandbox.stop()


@pytest.fixture(scope="module")
def story(world: World, server: TestClient, dags_are_on: None) -> Story:
    company, who = world.company, dict[str, str]()
    before = company.people()
    colleagues = iter(company.ordinary())
    for case in LEFT_BEFORE:
        who[case] = next(colleagues)
        company.terminate(who[case])
    ended = company.day(0)
    company.run("terminations")
    company.pass_days(1)
    who[TWO_SUBSCRIBERS] = next(colleagues)
    give_code_twice(company, who)
    company.sandbox.call(
        "PUT", "plansource/configuration", {"lists": {"location": ["BOI", "DEN", "AUS", "BOS"]}}
    )
    for event in (trouble_with_numbers, trouble_with_values, trouble_with_dates, trouble_in_plansource):
        event(company, who, lambda: next(colleagues))
    world.run = company.run("bad day")

    olga = _signed_in(server, "olga")
    numbers = {case: _number(world, who[case]) for case in REJECTED}
    pages = {case: olga.post(f"/assistant/rejections/{numbers[case]}/look") for case in REJECTED}
    told = {"today": company.day(0), "ended": ended}
    kept = {
        case: olga.correct(numbers[case], pages[case], **_filled(values, told, before.get(who[case]))).status
        for case, values in TYPED.items()
    }
    for case, (code, members) in ADMINISTERED.items():
        fields = before[who[case]]
        company.administer(*_filled({"code": code}, told, fields).values(), **_filled(members, told, fields))
    take_code_back(company)
    shown = olga.get(f"/assistant?run={world.run.reference_id}").fields("/assistant/resubmit")
    number = world.resubmission_at(olga.post("/assistant/resubmit", {**shown, "scope": "all"}))
    world.carry_out(number)
    return Story(pages, kept, {case: world.status(numbers[case]) for case in REJECTED})


def _signed_in(server: TestClient, name: str) -> Person:
    answer = server.post("/auth/token", json={"username": name, "password": PASSWORD})
    return Person(server, {"Authorization": f"Bearer {answer.json()['access_token']}"}, name)


def _number(world: World, person: str) -> int:
    with world.ledger() as ledger:
        rows = ledger.rejections.list(world.run.reference_id)
    return int(rows.loc[rows["source_id"].eq(person), "id"].iloc[0])


def _filled(values: Mapping[str, object], told: Mapping[str, str], person: object) -> dict[str, object]:
    """Put in what was so before the bad day."""
    fields = person["fields"] if isinstance(person, dict) else {}
    known = {**told, "ssn": fields.get("ssn"), "number": fields.get("employeeNumber")}
    return {
        name: value.format(**known) if isinstance(value, str) else value for name, value in values.items()
    }


def test_every_cause_has_its_fix():
    assert {*TYPED, *ADMINISTERED, TWO_SUBSCRIBERS} == set(REJECTED)


def test_every_rule_of_the_planner_has_its_case():
    assert {rule.name for rule in RULES} <= {rule for broken in REJECTED.values() for _, rule in broken}


@pytest.mark.parametrize(("case", "broken"), REJECTED.items(), ids=REJECTED)
def test_it_is_seen_on_the_page_by_its_rule(story, case, broken):
    assert any(rule in story.pages[case].text for _, rule in broken)


@pytest.mark.parametrize("case", TYPED)
def test_what_is_typed_on_the_page_is_kept(story, case):
    assert story.kept[case] == 303


@pytest.mark.parametrize("case", [*ADMINISTERED, TWO_SUBSCRIBERS])
def test_the_page_says_that_plansource_is_to_be_put_right(story, case):
    assert "PlanSource" in story.pages[case].text


@pytest.mark.parametrize("case", REJECTED)
def test_sent_again_it_is_accepted(story, case):
    assert story.became[case] == "resolved"
