"""From the first day to the last and back again: what each event in BambooHR does in PlanSource."""

from dataclasses import dataclass

import pytest

from tests.pipeline.company import Company, Seen
from tests.pipeline.expected import differences, members, spelled
from tests.pipeline.site import Sandbox, Site

# BambooHR ids of ordinary people who work full-time when the sandbox starts.
MOVED, RESIGNED, DISMISSED, DECEASED, RETIRED, LAID_OFF = 122, 123, 124, 125, 128, 130
LEFT_BEFORE, DISMISSED_WITHOUT_FAULT, UNTOUCHED, TOUCHED, PROMOTED = 131, 132, 134, 135, 137

LEAVINGS = {
    RESIGNED: ("Resignation (Voluntary)", "Relocation"),
    DISMISSED: ("Termination (Involuntary)", "Gross Misconduct"),
    DECEASED: ("Death", "Death"),
    RETIRED: ("Resignation (Voluntary)", "Retirement"),
    LAID_OFF: ("Termination (Involuntary)", "Layoff"),
    DISMISSED_WITHOUT_FAULT: ("Termination (Involuntary)", "Performance"),
}


@dataclass
class Story:
    """The first run, then a day of leaving and moving, then a month later a day of coming back."""

    first: Seen
    leaving: Seen
    back: Seen
    newcomer: str
    left_on: str
    left_before_on: str
    back_on: str

    def number(self, person: int) -> str:
        number: str = self.first.people[str(person)]["fields"]["employeeNumber"]
        return number


@pytest.fixture(scope="module")
def story(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Story:
    company = Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("lifecycles")))
    first = company.look("first", delta=False)
    left_on, left_before_on = company.day(0), company.day(-10)
    newcomer = a_day_of_leaving(company)
    leaving = company.look("leaving")
    company.pass_days(30)
    company.rehire(RESIGNED)
    company.edit(RESIGNED, mobilePhone="208-555-7788")
    company.edit(DISMISSED, address1="9 New Rd")
    back = company.look("back")
    return Story(first, leaving, back, newcomer, left_on, left_before_on, company.day(0))


def a_day_of_leaving(company: Company) -> str:
    company.edit(MOVED, firstName="Zelda", mobilePhone="208-555-0199")
    company.edit(RESIGNED, address1="5 Away Ln")
    for person, (kind, reason) in LEAVINGS.items():
        company.terminate(person, kind=kind, reason=reason)
    company.terminate(LEFT_BEFORE, on=company.day(-10))
    company.edit(TOUCHED, ethnicity="Asian")
    company.edit(PROMOTED, jobTitle="Paralegal", department="Legal")
    return company.hire()[1]


def test_a_newcomer_is_created_with_everything(story: Story) -> None:
    person = next(p for p in story.leaving.people.values() if p["fields"]["employeeNumber"] == story.newcomer)
    held = story.leaving.held[story.newcomer]
    assert (
        story.leaving.order(story.newcomer),
        differences(members(person, story.leaving.today), held),
    ) == (["created"], {})


def test_a_change_sends_the_changed_members_and_no_others(story: Story) -> None:
    assert story.leaving.members(story.number(MOVED)) == {"first_name", "cell_phone"}


def test_a_promotion_sends_what_is_derived_from_the_job(story: Story) -> None:
    assert story.leaving.members(story.number(PROMOTED)) == {"business_title", "udef_1"}


def test_a_change_that_no_member_depends_on_sends_nothing(story: Story) -> None:
    assert story.leaving.order(story.number(TOUCHED)) == []


def test_nobody_else_is_touched(story: Story) -> None:
    assert story.leaving.order(story.number(UNTOUCHED)) == []


def test_a_leaver_is_updated_first_and_then_terminated(story: Story) -> None:
    assert story.leaving.order(story.number(RESIGNED)) == ["updated", "terminated"]


def test_a_leavers_class_and_level_are_kept(story: Story) -> None:
    """The update before a termination holds the changed address and nothing derived from the end."""
    assert story.leaving.members(story.number(RESIGNED)) == {"address_1"}


def test_a_leaver_with_nothing_else_changed_is_only_terminated(story: Story) -> None:
    assert story.leaving.order(story.number(DISMISSED)) == ["terminated"]


@pytest.mark.parametrize(
    ("person", "reason_id", "voluntary"),
    [
        (RESIGNED, 1, True),
        (DISMISSED, 2, False),  # gross misconduct: no COBRA
        (DECEASED, 3, False),
        (RETIRED, 5, True),
        (LAID_OFF, 6, False),
        (DISMISSED_WITHOUT_FAULT, 1, False),
    ],
)
def test_a_termination_has_the_reason_that_decides_cobra_and_voluntary_or_not(
    story: Story, person: int, reason_id: int, voluntary: bool
) -> None:
    held = story.leaving.held[story.number(person)]
    assert (held["termination_reason_id"], held["is_voluntary_termination"]) == (reason_id, voluntary)


@pytest.mark.parametrize("person", LEAVINGS)
def test_a_termination_has_its_own_date(story: Story, person: int) -> None:
    assert spelled(story.leaving.held[story.number(person)]["termination_date"]) == story.left_on


def test_a_termination_entered_late_keeps_its_date(story: Story) -> None:
    held = story.leaving.held[story.number(LEFT_BEFORE)]
    assert spelled(held["termination_date"]) == story.left_before_on


def test_a_termination_is_sent_once(story: Story) -> None:
    again = set(story.back.numbers("terminated")) & set(story.leaving.numbers("terminated"))
    assert (again, len(story.leaving.numbers("terminated"))) == (set(), len(LEAVINGS) + 1)


def test_somebody_terminated_is_updated_and_stays_terminated(story: Story) -> None:
    number = story.number(DISMISSED)
    ended = spelled(story.back.held[number]["termination_date"])
    assert (story.back.members(number), ended) == ({"address_1"}, story.left_on)


def test_a_rehired_person_is_rehired_first_and_then_updated(story: Story) -> None:
    assert story.back.order(story.number(RESIGNED)) == ["rehired", "updated"]


def test_a_rehire_keeps_the_old_subscriber(story: Story) -> None:
    number = story.number(RESIGNED)
    assert story.back.held[number]["id"] == story.first.held[number]["id"]


def test_a_rehire_has_its_date_and_the_termination_is_gone(story: Story) -> None:
    held = story.back.held[story.number(RESIGNED)]
    assert (spelled(held["hire_date"]), held.get("termination_date")) == (story.back_on, None)


def test_a_rehire_keeps_the_original_hire_date(story: Story) -> None:
    number = story.number(RESIGNED)
    before, after = story.first.held[number], story.back.held[number]
    assert after["original_hire_date"] == before["original_hire_date"] == before["hire_date"]


def test_the_update_of_a_rehire_holds_changed_members_only(story: Story) -> None:
    assert story.back.members(story.number(RESIGNED)) == {"cell_phone"}


def test_everybody_rehired_is_as_in_bamboohr(story: Story) -> None:
    person = story.back.people[str(RESIGNED)]
    assert differences(members(person, story.back.today), story.back.held[story.number(RESIGNED)]) == {}
