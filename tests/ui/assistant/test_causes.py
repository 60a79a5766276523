"""Every way in which an employee's record is refused: seen on the page, fixed there, sent again, accepted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from benefits_sync.domain.rules import RULES
from benefits_sync.ui.assistant.elsewhere import ELSEWHERE
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
from tests.ui.assistant.conftest import Administrator, Page, World, connect
from tests.ui.assistant.wrong_values import (
    NO_RULE,
    WRONG_VALUES,
    Refusal,
    can_refuse,
    refusals_of,
    shipped,
)
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


IN_PLANSOURCE = (*ADMINISTERED, TWO_SUBSCRIBERS)
CASES = {**REJECTED, **{case: {value.refusal} for case, value in WRONG_VALUES.items()}}
"""Case -> every member and rule by which it is refused."""

FIXES = {**TYPED, **{case: value.typed for case, value in WRONG_VALUES.items()}}
REFUSALS = {
    f"{case}: {' '.join(one)}": (case, one) for case, broken in CASES.items() for one in sorted(broken)
}


@dataclass
class Story:
    """What the pages said of each refusal, and what became of it."""

    pages: dict[tuple[str, Refusal], Page]
    kept: dict[str, Page]
    became: dict[tuple[str, Refusal], str]


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
    for case, value in WRONG_VALUES.items():
        who[case] = next(colleagues)
        company.drill(who[case], **value.source)
    world.run = company.run("bad day")

    olga = _signed_in(server, "olga")
    numbers = _numbers(world, who)
    pages = {seen: olga.post(f"/assistant/rejections/{number}/look") for seen, number in numbers.items()}
    told = {"today": company.day(0), "ended": ended}
    kept = {}
    for case, values in FIXES.items():
        first = case, min(CASES[case])
        typed = _filled(values, told, before.get(who[case]))
        kept[case] = olga.correct(numbers[first], pages[first], **typed)
    for case, (code, members) in ADMINISTERED.items():
        fields = before[who[case]]
        company.administer(*_filled({"code": code}, told, fields).values(), **_filled(members, told, fields))
    take_code_back(company)
    shown = olga.get(f"/assistant?run={world.run.reference_id}").fields("/assistant/resubmit")
    number = world.resubmission_at(olga.post("/assistant/resubmit", {**shown, "scope": "all"}))
    world.carry_out(number)
    return Story(pages, kept, {seen: world.status(number) for seen, number in numbers.items()})


def _signed_in(server: TestClient, name: str) -> Administrator:
    answer = server.post("/auth/token", json={"username": name, "password": PASSWORD})
    return Administrator(server, {"Authorization": f"Bearer {answer.json()['access_token']}"}, name)


def _numbers(world: World, who: Mapping[str, str]) -> dict[tuple[str, Refusal], int]:
    """Return the number of the rejection of each case by each of its rules."""
    with world.ledger() as ledger:
        rows = ledger.rejections.list(world.run.reference_id)
    found = rows.set_index(["source_id", "field", "rule"])["id"]
    return {(case, refusal): int(found[who[case], *refusal]) for case, refusal in REFUSALS.values()}


def _filled(values: Mapping[str, object], told: Mapping[str, str], person: object) -> dict[str, object]:
    """Put in what was so before the bad day."""
    fields = person["fields"] if isinstance(person, dict) else {}
    known = {**fields, **told, "number": fields.get("employeeNumber")}
    return {
        name: value.format(**known) if isinstance(value, str) else value for name, value in values.items()
    }


def test_every_cause_has_its_fix():
    assert {*FIXES, *IN_PLANSOURCE} == set(CASES)


def test_every_rule_of_the_planner_has_its_case():
    assert {rule.name for rule in RULES} <= {rule for _, (_, rule) in REFUSALS.values()}


def test_every_rule_of_the_shipped_mapping_has_its_case():
    assert {rule for _, rule in refusals_of(shipped())} <= {rule for _, (_, rule) in REFUSALS.values()}


def test_every_member_for_which_no_rule_of_its_table_may_hold_has_its_case():
    ruled = {refusal for refusal in refusals_of(shipped()) if refusal[1] == NO_RULE}
    assert ruled <= {refusal for _, refusal in REFUSALS.values()}


def test_no_transform_of_the_shipped_mapping_that_can_refuse_is_overlooked():
    """What the mapping refuses is found by trying values: each such transform has to meet a bad one."""
    calls = [call for spec in shipped().fields.values() for call in spec.transforms]
    assert {call.name for call in calls if can_refuse(call)} <= {rule for _, rule in refusals_of(shipped())}


@pytest.mark.parametrize(("case", "refusal"), REFUSALS.values(), ids=REFUSALS)
def test_its_page_names_the_member_and_the_rule(story, case, refusal):
    assert story.pages[case, refusal].cause == refusal


@pytest.mark.parametrize("case", FIXES)
def test_what_is_typed_on_the_page_is_kept(story, case):
    assert story.kept[case].status == 303, story.kept[case].text


@pytest.mark.parametrize("case", IN_PLANSOURCE)
def test_the_page_says_who_puts_right_what_nothing_typed_can(story, case):
    pages = {rule: story.pages[case, (member, rule)] for member, rule in CASES[case] if rule in ELSEWHERE}
    assert [(ELSEWHERE[rule] in page.notices, page.has_form("/correct")) for rule, page in pages.items()] == [
        (True, False)
    ]


@pytest.mark.parametrize(("case", "refusal"), REFUSALS.values(), ids=REFUSALS)
def test_sent_again_it_is_accepted(story, case, refusal):
    assert story.became[case, refusal] == "resolved"
