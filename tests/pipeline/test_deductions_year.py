"""A company of 1,000 lives through a year: each pay date takes what PlanSource says, to the cent."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from scripts.local_sshd import LocalSSHD
from tests.pipeline.expected_deductions import ACCOUNTS, Coverages, Taken, days
from tests.pipeline.payroll_office import FILE, TABLE, TARGETS, Line, Office, live, taken
from tests.pipeline.payroll_year import FIRST_NIGHT, NIGHTS, YEAR, PayrollYear
from tests.pipeline.site import Sandbox
from tests.services.sshd import SFTPServer

EMPLOYEES = 1000
PAYDAYS = tuple(day for night in NIGHTS for day in night.paydays)
REWRITTEN = date(2025, 8, 8)
"""A pay date on which payroll took what later turned out to be wrong."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@dataclass(frozen=True)
class Story:
    """The year, and what both payrolls hold when it is over."""

    year: PayrollYear
    truth: Coverages
    lines: dict[str, list[Line]]
    refused: dict[str, set[tuple[str, str]]]
    repeated: list[str]

    def then(self, day: date) -> tuple[Taken, dict[str, Taken]]:
        """Return what was to be taken as known on a pay date, and what was."""
        found = next(one for one in self.year.paydays if one.day == day)
        return found.coverages.taken_on(day), found.taken


@pytest.fixture(scope="module")
def story(sshd: LocalSSHD, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    home = tmp_path_factory.mktemp("year")
    box = Sandbox.start("--employees", str(EMPLOYEES), "--seed", "3", "--today", str(FIRST_NIGHT))
    try:
        office = Office(box, home, SFTPServer.at(sshd, home))
        with office.signed_in():
            year = PayrollYear(office)
            year.play()
        lines = {target: office.lines(target) for target in TARGETS}
        refused = {target: office.refused(target) for target in TARGETS}
        yield Story(year, year.coverages(), lines, refused, office.repeated())
    finally:
        box.stop()


def differences(expected: Taken, found: Taken) -> dict[object, tuple[int | None, int | None]]:
    """Return deduction -> (cents expected, cents found) where they are not the same."""
    pairs = {key: (expected.get(key), found.get(key)) for key in expected.keys() | found.keys()}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("day", PAYDAYS, ids=str)
def test_on_a_pay_date_payroll_takes_what_plansource_says(story: Story, day: date, target: str) -> None:
    expected, found = story.then(day)
    assert (differences(expected, found[target]), len(expected) > EMPLOYEES) == ({}, True)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("day", PAYDAYS, ids=str)
def test_payroll_can_look_up_what_should_have_been_taken(story: Story, day: date, target: str) -> None:
    assert differences(story.truth.taken_on(day), taken(story.lines[target], day)) == {}


def test_changes_told_late_are_among_them(story: Story) -> None:
    before, _ = story.then(REWRITTEN)
    assert differences(before, story.truth.taken_on(REWRITTEN)) != {}


def test_there_are_twelve_pay_dates_in_two_plan_years() -> None:
    assert (len(PAYDAYS), Counter(day.year for day in PAYDAYS)) == (12, {YEAR: 11, YEAR + 1: 1})


def test_everything_that_happens_to_a_company_happened(story: Story) -> None:
    assert story.year.happened.keys() == {
        "raise", "evidence", "leaving", "late leaving", "rehire", "marriage", "late marriage", "birth",
        "divorce", "partnership", "other schedule", "more in an account", "new account", "waiver",
        "second thought", "plan ahead", "withdrawal",
    }  # fmt: skip


def test_every_part_of_a_premium_and_every_schedule_occurs(story: Story) -> None:
    deductions = [key for day in PAYDAYS for key in story.truth.taken_on(day)]
    found = {key.kind for key in deductions} | {key.frequency for key in deductions}
    assert found == {"pretax", "posttax", "employer", "earning", "biweekly", "weekly", "semi-monthly"}


@pytest.mark.parametrize("target", TARGETS)
def test_only_accounts_that_cannot_be_spread_are_refused(story: Story, target: str) -> None:
    expected = {(employee, rule) for (employee, _, _), rule in story.truth.refused().items()}
    assert story.refused[target] == expected


@pytest.mark.parametrize("target", TARGETS)
def test_a_years_election_is_taken_to_the_last_cent(story: Story, target: str) -> None:
    """Of people whose account went on unchanged from January to December."""
    elected = {
        (employee, benefit): history.versions[0]["amounts"]["subscriber_fsa"]
        for (employee, benefit, year), history in story.truth.histories.items()
        if benefit in ACCOUNTS and year == YEAR and steady(history.versions)
    }
    own = [
        line
        for line in story.lines[target]
        if (line["employee"], line["benefit"]) in elected and line["kind"] == "pretax"
    ]
    sums: Counter[tuple[str, str]] = Counter()
    for day in days(date(YEAR, 1, 1), date(YEAR, 12, 31)):
        for key, cents in taken(own, day).items():
            sums[key.employee, key.benefit] += cents
    assert (dict(sums), len(elected) > 50) == (elected, True)


def steady(versions: list[dict[str, object]]) -> bool:
    one = versions[0]
    whole_year = one["change_effective_date"] == f"{YEAR}-01-01" and one["termination_date"] is None
    return len(versions) == 1 and one["plan"] != "decline" and whole_year


def test_no_line_stands_in_the_table_twice(story: Story) -> None:
    assert story.repeated == []


def test_both_payrolls_hold_the_same_lines(story: Story) -> None:
    held = {target: live(story.lines[target]) for target in TARGETS}
    assert held[TABLE] == held[FILE]


def test_every_summary_balances(story: Story) -> None:
    assert [run.run_name for run in story.year.runs if not run.counts.balanced] == []
