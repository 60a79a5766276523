"""Who is left out and who is refused, end to end: nothing of the record is written, and the others go on."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.pipeline.company import Company, Seen
from tests.pipeline.site import Sandbox, Site

EMPLOYEES = 120

Who = dict[str, str]
"""Case -> BambooHR id of the person it happened to."""

EXCLUDED = {
    "a second employer's record": "other_ein",
    "a test employee": "test_employee",
    "a contractor": "contractor",
    "a hire too far ahead": "future_hire",
    "a status nobody mapped": "status_not_mapped",
    "a leaver PlanSource never had": "never_enrolled",
}

REJECTED = {
    "somebody else's SSN": {("ssn", "ssn.in_use")},
    "the first of two swapped SSNs": {("ssn", "ssn.in_use")},
    "the second of two swapped SSNs": {("ssn", "ssn.in_use")},
    "a newcomer with a colleague's SSN": {("ssn", "ssn.in_use")},
    "a changed employee number": {("subscriber_code", "employee_number.changed")},
    "a newcomer with a colleague's number": {("subscriber_code", "employee_number.reused")},
    "the first newcomer with one number": {("subscriber_code", "key.duplicate")},
    "the second newcomer with one number": {("subscriber_code", "key.duplicate")},
    "no SSN": {("ssn", "required")},
    "no employee number": {
        ("subscriber_code", "required"),
        ("employee_number", "required"),
        ("user_name", "required"),
    },
    "a ZIP code of three digits": {("zip_code", "zip_code")},
    "a birth date to come": {("birthdate", "not_in_future")},
    "a termination without a date": {("termination_date", "required")},
    "a termination that lost its date": {("termination_date", "termination.date_missing")},
    "a termination without a reason": {
        ("termination_reason", "no_rule"),
        ("is_voluntary_termination", "no_rule"),
    },
    "a termination before the hire": {("termination_date", "termination.before_hire")},
    "a termination moved to another day": {("termination_date", "termination.date_differs")},
    "a termination taken back too late": {("hire_date", "rehire.date")},
    "inactive without a termination": {("status", "status.inactive_without_termination")},
    "no status": {("status", "status.missing")},
    "a place that PlanSource does not list": {("location", "list.value")},
    "a test employee in PlanSource": {("test_employee", "target.test_employee")},
    "a code that vanished from PlanSource": {("subscriber_code", "target.missing")},
    "a code that two subscribers have": {("subscriber_code", "target.duplicate"), ("ssn", "ssn.in_use")},
}


@dataclass
class Story:
    """A first run, a day on which everything goes wrong for somebody, and a full run after it."""

    first: Seen
    bad_day: Seen
    everyone: Seen
    who: Who
    rejected: dict[str, set[tuple[str, str]]]
    rejected_of_everyone: dict[str, set[tuple[str, str]]]

    def number(self, case: str) -> str:
        number: str = self.bad_day.people[self.who[case]]["fields"].get("employeeNumber", "")
        return number


@pytest.fixture(scope="module")
def story(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Story:
    company = Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("refused")))
    first = company.look("first", delta=False)
    colleagues = iter(company.ordinary())
    who = {case: next(colleagues) for case in LEFT_BEFORE}
    for person in who.values():
        company.terminate(person)
    company.run("terminations")
    who[TWO_SUBSCRIBERS] = next(colleagues)
    give_code_twice(company, who)
    sandbox.call("PUT", "plansource/configuration", {"lists": {"location": ["BOI", "DEN", "AUS", "BOS"]}})
    for event in (trouble_with_numbers, trouble_with_values, trouble_with_dates, trouble_in_plansource):
        event(company, who, lambda: next(colleagues))
    left_out(company, who, lambda: next(colleagues))
    who["nothing wrong"] = next(colleagues)
    company.edit(who["nothing wrong"], firstName="Wanda")
    bad_day = company.look("bad day")
    who["deleted in BambooHR"], who["vanished from BambooHR"] = next(colleagues), next(colleagues)
    company.delete(who["deleted in BambooHR"])
    company.vanish(who["vanished from BambooHR"])
    everyone = company.look("everyone", delta=False)
    refused = (company.rejections(seen.summary) for seen in (bad_day, everyone))
    return Story(first, bad_day, everyone, who, *refused)


TAKEN_BACK = "a termination taken back too late"
TWO_SUBSCRIBERS = "a code that two subscribers have"
LEFT_BEFORE = ("a termination moved to another day", "a termination that lost its date", TAKEN_BACK)
"""Whose termination PlanSource has before the bad day."""


def give_code_twice(company: Company, who: Who) -> None:
    """Let PlanSource hold somebody a second time, as its own API would refuse."""
    state = company.sandbox.call("GET", "state")
    subscribers = state["vendors"]["plansource"]["subscribers"]
    code = company.number(who[TWO_SUBSCRIBERS])
    one = next(subscriber for subscriber in subscribers if subscriber["subscriber_code"] == code)
    another = {"id": max(row["id"] for row in subscribers) + 1, "ssn": "955449999", "user_name": "twin_1"}
    subscribers.append(one | another)
    company.sandbox.call("PUT", "state", state)
    company.edit(who[TWO_SUBSCRIBERS], firstName="Walter")


def take_code_back(company: Company) -> None:
    """Let PlanSource remove the second subscriber again."""
    state = company.sandbox.call("GET", "state")
    subscribers = state["vendors"]["plansource"]["subscribers"]
    subscribers[:] = [subscriber for subscriber in subscribers if subscriber.get("user_name") != "twin_1"]
    company.sandbox.call("PUT", "state", state)


def trouble_with_numbers(company: Company, who: Who, colleague: Callable[[], str]) -> None:
    other, one, two = colleague(), colleague(), colleague()
    people = company.people()
    ssn = {person: people[person]["fields"]["ssn"] for person in (other, one, two)}
    who["somebody else's SSN"] = colleague()
    company.edit(who["somebody else's SSN"], ssn=ssn[other])
    who["the first of two swapped SSNs"], who["the second of two swapped SSNs"] = one, two
    company.edit(one, ssn=ssn[two])
    company.edit(two, ssn=ssn[one])
    who["a newcomer with a colleague's SSN"] = company.hire(ssn=ssn[other])[0]
    who["a changed employee number"] = colleague()
    company.edit(who["a changed employee number"], employeeNumber="E77001")
    number = company.number(other)
    who["a newcomer with a colleague's number"] = company.hire(employeeNumber=number)[0]
    who["a colleague whose number was given away"] = other
    for place in ("first", "second"):
        who[f"the {place} newcomer with one number"] = company.hire(employeeNumber="E77002")[0]


def trouble_with_values(company: Company, who: Who, colleague: Callable[[], str]) -> None:
    who["no SSN"] = company.hire(ssn="")[0]
    who["no employee number"] = company.hire(employeeNumber="")[0]
    who["a ZIP code of three digits"] = colleague()
    company.edit(who["a ZIP code of three digits"], zipcode="837")
    who["a birth date to come"] = company.hire(dateOfBirth=company.day(30))[0]
    who["inactive without a termination"], who["no status"] = colleague(), colleague()
    company.drill(who["inactive without a termination"], status="Inactive")
    company.drill(who["no status"], status="")
    who["a place that PlanSource does not list"] = company.hire(location="Remote")[0]


def trouble_with_dates(company: Company, who: Who, colleague: Callable[[], str]) -> None:
    who["a termination without a date"] = colleague()
    company.terminate(who["a termination without a date"])
    company.drill(who["a termination without a date"], terminationDate="0000-00-00")
    company.drill(who["a termination that lost its date"], terminationDate="0000-00-00")
    who["a termination without a reason"] = colleague()
    company.enter(
        who["a termination without a reason"],
        "employmentStatus",
        date=company.day(0),
        employmentStatus="Terminated",
    )
    who["a termination before the hire"] = colleague()
    company.terminate(who["a termination before the hire"], on=company.day(-5))
    company.drill(who["a termination before the hire"], hireDate=company.day(-1))
    company.withdraw(who["a termination moved to another day"], "employmentStatus")
    company.terminate(who["a termination moved to another day"], on=company.day(-2))
    company.withdraw(who[TAKEN_BACK], "employmentStatus")


def trouble_in_plansource(company: Company, who: Who, colleague: Callable[[], str]) -> None:
    who["a test employee in PlanSource"] = colleague()
    who["a code that vanished from PlanSource"] = colleague()
    who["a number changed on both sides"] = colleague()
    by_hand = {
        "a test employee in PlanSource": {"test_employee": True},
        "a code that vanished from PlanSource": {"subscriber_code": "GONE1"},
        "a number changed on both sides": {"subscriber_code": "E77003"},
    }
    for case, members in by_hand.items():
        company.administer(company.number(who[case]), **members)
        company.edit(who[case], firstName="Walter")
    company.edit(who["a number changed on both sides"], employeeNumber="E77003")
    who["a free SSN"] = colleague()
    company.edit(who["a free SSN"], ssn="955-44-1234")


def left_out(company: Company, who: Who, colleague: Callable[[], str]) -> None:
    for case in ("a second employer's record", "a test employee", "a contractor", "a status nobody mapped"):
        who[case] = colleague()
    company.edit(who["a second employer's record"], customEin="84-7654321")
    company.edit(who["a test employee"], customTestEmployee="yes")
    company.edit(who["a contractor"], employmentHistoryStatus="Contractor")
    company.drill(who["a status nobody mapped"], employmentHistoryStatus="Volunteer")
    who["a hire too far ahead"] = company.hire(on=company.day(90))[0]
    who["a leaver PlanSource never had"] = company.hire(on=company.day(-9))[0]
    company.terminate(who["a leaver PlanSource never had"], on=company.day(-1))


@pytest.mark.parametrize(("case", "broken"), REJECTED.items(), ids=REJECTED)
def test_it_is_rejected_by_the_rule_that_says_what_is_wrong(
    story: Story, case: str, broken: set[tuple[str, str]]
) -> None:
    assert story.rejected.get(story.who[case]) == broken


@pytest.mark.parametrize("case", REJECTED)
def test_nothing_of_a_rejected_record_is_written(story: Story, case: str) -> None:
    assert story.bad_day.order(story.number(case)) == []


def test_nobody_else_is_rejected(story: Story) -> None:
    assert set(story.rejected) == {story.who[case] for case in REJECTED}


def test_the_summary_counts_each_exclusion_by_its_reason(story: Story) -> None:
    assert story.bad_day.summary.exclusions == dict.fromkeys(EXCLUDED.values(), 1)


@pytest.mark.parametrize("case", EXCLUDED)
def test_nothing_of_an_excluded_record_is_written(story: Story, case: str) -> None:
    assert story.bad_day.order(story.number(case)) == []


def test_the_good_record_among_them_goes_out(story: Story) -> None:
    assert story.bad_day.members(story.number("nothing wrong")) == {"first_name"}


def test_a_changed_ssn_that_is_free_goes_out(story: Story) -> None:
    assert story.bad_day.members(story.number("a free SSN")) == {"ssn"}


def test_a_number_changed_on_both_sides_goes_on_under_the_new_code(story: Story) -> None:
    number = story.number("a number changed on both sides")
    assert (number, "first_name" in story.bad_day.members(number)) == ("E77003", True)


def test_the_run_is_completed_with_errors_and_balances(story: Story) -> None:
    summary = story.bad_day.summary
    assert (summary.status, summary.errors, summary.counts.balanced) == (
        "Completed with Errors",
        len(REJECTED),
        True,
    )


def test_a_full_run_rejects_both_who_have_one_number(story: Story) -> None:
    cases = ("a newcomer with a colleague's number", "a colleague whose number was given away")
    duplicate = {("subscriber_code", "key.duplicate")}
    assert [story.rejected_of_everyone[story.who[case]] for case in cases] == [duplicate, duplicate]


@pytest.mark.parametrize("case", ["deleted in BambooHR", "vanished from BambooHR"])
def test_whoever_is_gone_from_bamboohr_is_left_alone_in_plansource(story: Story, case: str) -> None:
    number = story.first.people[story.who[case]]["fields"]["employeeNumber"]
    assert story.everyone.held[number] == story.first.held[number]


def test_a_full_run_names_those_in_plansource_whom_nobody_sent(story: Story) -> None:
    """The two who are gone, and the code that an administrator changed to one nobody has."""
    assert story.everyone.summary.orphans == 3


def test_the_rest_of_the_full_run_finds_nothing_to_do(story: Story) -> None:
    assert story.everyone.touches() == []
