"""What the product promises, at the size a buyer would try: 1,000 people, field by field and call by call."""

from dataclasses import dataclass
from typing import Any

import pytest

from benefits_sync.errors import VendorContractError
from tests.pipeline.company import Company, Seen
from tests.pipeline.expected import Facts, differences, leaver, members
from tests.pipeline.site import Sandbox, Site

EMPLOYEES = 1000

pytestmark = pytest.mark.slow


@dataclass
class Story:
    """The runs of this module, in order: first, nothing changed, leavers, and the day after."""

    first: Seen
    still: Seen
    leavers: Seen
    usual: Seen
    touched: dict[str, list[str]]
    """Who was touched on the usual day, by kind."""
    left: set[str]
    """Who left on either day."""
    shifted: Seen
    """A full run during which PlanSource's list moved once."""
    restless: str
    """What was told of a full run during which it never stood still."""


@pytest.fixture(scope="module")
def story(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Story:
    company = Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("acceptance")))
    first = company.look("first", delta=False)
    still = company.look("nothing changed")
    left = play(company, terminate=6, seed=2)
    leavers = company.look("leavers")
    company.pass_days(1)
    touched = play(company, change=25, terminate=3, rehire=2, hire=4, seed=3)
    usual = company.look("usual")
    sandbox.faults({"kind": "shifted_page", "times": 1})
    shifted = company.look("shifted", delta=False)
    sandbox.faults({"kind": "shifted_page"})
    with pytest.raises(VendorContractError) as restless:
        company.run("restless", delta=False)
    sandbox.faults()
    gone = {*left["terminate"], *touched["terminate"]}
    return Story(first, still, leavers, usual, touched, gone, shifted, str(restless.value))


def play(company: Company, **numbers: int) -> dict[str, list[str]]:
    touched = company.sandbox.scenario(**numbers)
    return {kind: sorted(who["employeeNumber"] for who in people) for kind, people in touched.items()}


def wrong(people: list[dict[str, Any]], seen: Seen) -> dict[str, Any]:
    """Return each person's members that are not as reckoned from BambooHR."""
    found = {
        person["fields"]["employeeNumber"]: differences(
            members(person, seen.today), seen.held.get(person["fields"]["employeeNumber"], {})
        )
        for person in people
    }
    return {number: members for number, members in found.items() if members}


def sendable(seen: Seen) -> list[dict[str, Any]]:
    facts = {person["id"]: Facts(person, seen.today) for person in seen.people.values()}
    return [
        person
        for person in seen.people.values()
        if not (facts[person["id"]].gone or facts[person["id"]].exclusion() or facts[person["id"]].lacks())
    ]


def test_everybody_who_may_be_sent_is_in_plansource_member_by_member(story: Story) -> None:
    people = sendable(story.first)
    assert (wrong(people, story.first), len(people) > 800) == ({}, True)


def test_nobody_else_is_in_plansource(story: Story) -> None:
    people = sendable(story.first)
    assert set(story.first.held) == {person["fields"]["employeeNumber"] for person in people}


def test_everybody_else_is_excluded_or_rejected_for_the_reason_that_bamboohr_shows(story: Story) -> None:
    seen = story.first
    expected = {"never_enrolled": 0}
    lacking = 0
    for person in seen.people.values():
        facts = Facts(person, seen.today)
        reason = facts.exclusion() or ("never_enrolled" if facts.gone else None)
        if reason:
            expected[reason] = expected.get(reason, 0) + 1
        else:
            lacking += bool(facts.lacks())
    assert (seen.summary.exclusions, seen.summary.counts.rejected) == (expected, lacking)


def test_a_run_with_nothing_changed_writes_nothing(story: Story) -> None:
    assert (story.still.touches(), story.still.summary.counts.written) == ([], 0)


def test_a_run_with_nothing_changed_makes_at_most_four_calls(story: Story) -> None:
    assert len(story.still.journal) <= 4


def test_a_usual_day_is_exactly_what_happened_by_the_summary(story: Story) -> None:
    counts = story.usual.summary.counts
    happened = (counts.updated, counts.terminated, counts.rehired, counts.created, counts.rejected)
    assert happened == (25, 3, 2, 4, 0)


@pytest.mark.parametrize(
    ("effect", "kind"), [("created", "hire"), ("terminated", "terminate"), ("rehired", "rehire")]
)
def test_a_usual_day_is_exactly_what_happened_by_the_journal(story: Story, effect: str, kind: str) -> None:
    assert story.usual.numbers(effect) == story.touched[kind]


def test_updates_reach_only_people_who_changed(story: Story) -> None:
    """A leaver and a rehired person may have members to update besides."""
    touched = story.touched
    updated = set(story.usual.numbers("updated"))
    assert (
        set(touched["change"]) <= updated <= {*touched["change"], *touched["terminate"], *touched["rehire"]}
    )


def test_nothing_is_written_twice(story: Story) -> None:
    runs = (story.first, story.leavers, story.usual)
    touches = [
        (run, touch["key"], touch["effect"]) for run, seen in enumerate(runs) for touch in seen.touches()
    ]
    assert len(touches) == len(set(touches))


def test_after_a_usual_day_everybody_at_work_is_as_in_bamboohr(story: Story) -> None:
    people = sendable(story.usual)
    assert wrong(people, story.usual) == {}


def test_leavers_have_the_date_the_reason_and_the_kind_of_their_leaving(story: Story) -> None:
    people = {p["fields"]["employeeNumber"]: p for p in story.usual.people.values()}
    found = [
        differences(leaver(people[number], story.usual.today), story.usual.held[number])
        for number in story.left - set(story.touched["rehire"])
    ]
    assert found == [{}] * 7


def test_the_rehired_were_among_the_leavers_and_keep_their_subscriber_id(story: Story) -> None:
    back = story.touched["rehire"]
    assert [story.usual.held[number]["id"] for number in back] == [
        story.first.held[number]["id"] for number in back
    ]


def test_every_summary_balances(story: Story) -> None:
    runs = (story.first, story.still, story.leavers, story.usual)
    assert [seen.summary.counts.balanced for seen in runs] == [True] * 4


def test_a_usual_day_reads_nobody_but_those_who_changed_since_the_last_run_and_its_overlap(
    story: Story,
) -> None:
    """The leavers of the evening before were changed within the overlap; two of them are the rehired."""
    assert (story.usual.summary.counts.read, story.usual.summary.counts.unchanged) == (34 + 4, 4)


def test_a_usual_day_reads_bamboohr_in_five_calls(story: Story) -> None:
    """The change feed, one report and three tables, however many changed."""
    assert story.usual.summary.api_calls["BambooHR"] == 5


def test_a_changed_person_costs_at_most_one_and_a_half_calls_to_plansource(story: Story) -> None:
    changed = 25 + 3 + 2 + 4
    assert story.usual.summary.api_calls["PlanSource"] <= 1.5 * changed


def test_the_summary_counts_the_calls_as_the_vendors_do(story: Story) -> None:
    runs = (story.first, story.still, story.leavers, story.usual)
    assert [sum(seen.summary.api_calls.values()) for seen in runs] == [len(seen.journal) for seen in runs]


def test_a_page_that_comes_twice_is_noticed_and_read_again(story: Story) -> None:
    """PlanSource's list moved while it was read: somebody was on two pages and somebody on none."""
    assert (story.shifted.touches(), story.shifted.summary.orphans) == ([], 0)


def test_a_list_that_never_stands_still_stops_the_run(story: Story) -> None:
    assert "the same record was on two pages in 3 readings of the list" in story.restless
