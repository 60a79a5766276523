"""Bad payroll rows, and payrolls that take nothing: named, never guessed, nothing half-done, and mended."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from benefits_sync.errors import BenefitsSyncError, ConnectionSettingsError, VendorUnavailableError
from benefits_sync.models.runs import RunStatus
from scripts.local_sshd import LocalSSHD
from tests.pipeline.expected_deductions import Coverages, Taken, days
from tests.pipeline.payroll_office import DELIVERED, FILE, TABLE, TARGETS, Line, Office, live, taken
from tests.pipeline.site import Sandbox
from tests.services.sshd import SFTPServer

START = date(2025, 3, 4)
YEAR_END = date(2025, 12, 31)
BENEFIT = "dental"

DEFECTS = {
    "no_amount": {"amount.missing"},
    "negative_amount": {"amount.negative", "split.mismatch"},
    "unknown_frequency": {"frequency.unknown"},
    "two_current": {"current.repeated"},
    "unknown_plan_year": {"plan_year.unknown", "date.invalid"},
    "start_after_stop": {"dates.reversed"},
}
"""What is wrong with a row, and the rules by one of which it may be named."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def office(sshd: LocalSSHD, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office")
    box = Sandbox.start("--employees", "40", "--seed", "7", "--today", str(START))
    try:
        made = Office(box, home, SFTPServer.at(sshd, home))
        with made.signed_in():
            made.open()
        yield made
    finally:
        box.stop()


def next_day(office: Office, days: int = 1) -> None:
    """Let days pass and export demographics, which come first: on some days something takes effect there."""
    office.company.pass_days(days)
    office.table.export(f"export of {office.company.now}")


def holders(office: Office, benefit: str = BENEFIT) -> list[str]:
    """Return who has medical cover and the benefit now, and is at work, by employee number."""
    codes = {row["id"]: code for code, row in office.sandbox.subscribers().items()}
    versions = office.sandbox.call("GET", "plansource/coverages")
    held = {(codes[one["subscriber_id"]], one["benefit"]): one for one in versions}
    open_now = {key for key, one in held.items() if one["plan"] != "decline" and not one["termination_date"]}
    people = office.company.people()
    ordinary = {people[number]["fields"]["employeeNumber"] for number in office.company.ordinary()}
    return sorted(
        code
        for code, one in open_now
        if one == benefit and (code, "medical") in open_now and code in ordinary
    )


def everybody(office: Office) -> Coverages:
    return Coverages(
        office.sandbox.call("GET", "plansource/coverages"), office.sandbox.subscribers().values()
    )


def wrong_days(office: Office, target: str, spared: set[tuple[str, str]] = frozenset()) -> list[date]:  # type: ignore[assignment]
    """Return the days of the year on which payroll does not take what PlanSource says."""
    lines, coverages = office.lines(target), everybody(office)

    def judged(of: Taken) -> Taken:
        return {key: cents for key, cents in of.items() if (key.employee, key.benefit) not in spared}

    return [
        day for day in days(START, YEAR_END) if judged(coverages.taken_on(day)) != judged(taken(lines, day))
    ]


def change_dental(office: Office, code: str) -> None:
    """Choose the dental plan that somebody does not have."""
    versions = office.sandbox.call("GET", f"plansource/coverages?subscriber_code={code}")
    held = [one for one in versions if one["benefit"] == BENEFIT][-1]
    other = {"dental_base": "dental_plus", "dental_plus": "dental_base"}[held["plan"]]
    body = {"subscriber_code": code, "benefit": BENEFIT, "plan": other, "level": held["level"]}
    office.plansource("elect", **body, effective_date=office.company.day(0))


def of_benefit(lines: list[Line], code: str, benefit: str = BENEFIT) -> list[tuple[str, ...]]:
    return live(line for line in lines if (line["employee"], line["benefit"]) == (code, benefit))


# --- bad rows -----------------------------------------------------------------------------------------------


@dataclass
class Night:
    """One run into each target, and what it left."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    refused: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    wrong: dict[str, list[date]] = field(default_factory=dict)
    status: dict[str, RunStatus] = field(default_factory=dict)


@dataclass
class Story:
    """A night with bad rows and the night after they were put right."""

    people: dict[str, str]
    """Defect -> whose dental row has it."""
    before: dict[str, list[Line]]
    bad: Night
    mended: Night


def night(office: Office, name: str, spared: set[tuple[str, str]]) -> Night:
    found = Night()
    for target in TARGETS:
        found.status[target] = office.site(target).run(name).status
        found.lines[target] = office.lines(target)
        found.refused[target] = office.refused(target)
        found.wrong[target] = wrong_days(office, target, spared)
    return found


@pytest.fixture(scope="module")
def story(office: Office) -> Story:
    """Everybody changes dental and medical; of six the dental row is bad until the day after."""
    next_day(office, 7)
    people = dict(zip(DEFECTS, holders(office), strict=False))
    assert len(people) == len(DEFECTS), "too few people for the defects"
    before = {target: office.lines(target) for target in TARGETS}
    for code in holders(office):
        change_dental(office, code)
        body = {"subscriber_code": code, "benefit": "medical", "plan": "bronze_hdhp"}
        office.plansource("elect", **body, effective_date=office.company.day(0))
    for defect, code in people.items():
        office.plansource("payroll_rows", subscriber_code=code, benefit=BENEFIT, defect=defect)
    spared = {(code, BENEFIT) for code in people.values()}
    with office.signed_in():
        bad = night(office, "bad rows", spared)
        next_day(office)
        for code in people.values():
            office.sandbox.call("DELETE", f"plansource/payroll_rows?subscriber_code={code}")
        mended = night(office, "rows put right", set())
    return Story(people, before, bad, mended)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_bad_row_is_refused_by_name(story: Story, target: str, defect: str) -> None:
    rules = {rule for code, rule in story.bad.refused[target] if code == story.people[defect]}
    assert rules & DEFECTS[defect]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("defect", DEFECTS)
def test_nothing_of_its_benefit_is_stopped_or_changed(story: Story, target: str, defect: str) -> None:
    code = story.people[defect]
    then, now = of_benefit(story.before[target], code), of_benefit(story.bad.lines[target], code)
    assert (now, bool(now)) == (then, True)


@pytest.mark.parametrize("target", TARGETS)
def test_nobody_else_is_refused(story: Story, target: str) -> None:
    assert {code for code, _ in story.bad.refused[target]} == set(story.people.values())


@pytest.mark.parametrize("target", TARGETS)
def test_all_other_benefits_go_through_to_the_cent(story: Story, target: str) -> None:
    assert story.bad.wrong[target] == []


@pytest.mark.parametrize("target", TARGETS)
def test_the_run_ends_with_errors(story: Story, target: str) -> None:
    assert story.bad.status[target] is RunStatus.COMPLETED_WITH_ERRORS


@pytest.mark.parametrize("target", TARGETS)
def test_put_right_the_next_run_mends_it_to_the_cent(story: Story, target: str) -> None:
    assert (story.mended.wrong[target], story.mended.status[target]) == ([], RunStatus.COMPLETED)


@pytest.mark.parametrize("target", TARGETS)
def test_and_its_rejection_is_resolved(story: Story, target: str) -> None:
    assert story.mended.refused[target] == set()


# --- payrolls that take nothing -----------------------------------------------------------------------------


REFUSALS = {
    "stranger": (ConnectionSettingsError, "user is refused by the server"),
    "reader": (ConnectionSettingsError, "refuses access"),
    "limited": (VendorUnavailableError, "disk or quota is full"),
    "cut": (VendorUnavailableError, "run the task again"),
}
"""As whom we sign in, and what the run says."""


@pytest.mark.parametrize("client", REFUSALS)
def test_a_server_that_takes_no_file_shows_the_old_one_until_the_next_run(
    story: Story, office: Office, client: str
) -> None:
    next_day(office)
    change_dental(office, holders(office)[-1])
    old = office.delivered()
    error, words = REFUSALS[client]

    with office.signed_in(client), pytest.raises(error, match=words):
        office.file.run(f"run as {client}")

    shown = office.visible_files(), office.delivered()
    with office.signed_in():
        office.file.run(f"run after {client}")
    assert (shown, wrong_days(office, FILE), office.visible_files()) == (([DELIVERED], old), [], [DELIVERED])


def test_another_server_gets_no_file(story: Story, office: Office) -> None:
    with (
        office.signed_in(host_key=office.server.another_host_key()),
        pytest.raises(BenefitsSyncError) as told,
    ):
        office.file.run("run to another server")
    assert "host key is not the one that the server shows" in str(told.value)


def test_people_whom_bamboohr_no_longer_has_are_refused_by_name_and_all_others_go_through(
    story: Story, office: Office
) -> None:
    """Deleted, not terminated: PlanSource goes on to say what they have, and there is no row to put it in."""
    company = office.company
    next_day(office)
    gone, other = holders(office)[:2]
    change_dental(office, gone)
    change_dental(office, other)
    company.delete(
        next(one for one, person in company.people().items() if person["fields"]["employeeNumber"] == gone)
    )
    with office.signed_in():
        office.table.export("export after the deletion")
        status = office.table.run("deleted employee").status
    refused = {(code, rule) for code, rule in office.refused(TABLE)}
    spared = {(gone, benefit) for benefit in ("medical", BENEFIT)} | own(office, gone)
    assert (status, refused, wrong_days(office, TABLE, spared)) == (
        RunStatus.COMPLETED_WITH_ERRORS, {(gone, "employee.unknown")}, [],
    )  # fmt: skip


def own(office: Office, code: str) -> set[tuple[str, str]]:
    """Return all benefits of one employee."""
    return {(who, benefit) for who, benefit, _ in everybody(office).histories if who == code}


def test_a_leavers_deductions_stop_in_bamboohr_with_the_coverage(story: Story, office: Office) -> None:
    company = office.company
    next_day(office)
    leaver = holders(office)[-2]
    number = next(
        one for one, person in company.people().items() if person["fields"]["employeeNumber"] == leaver
    )
    company.terminate(number)
    with office.signed_in():
        office.table.export("export of the leaver")
        office.table.run("leaver")
    after = company.today.replace(day=28) + timedelta(days=50)
    late = [
        line for line in office.lines(TABLE) if line["employee"] == leaver and line["end_date"] > str(after)
    ]
    assert [line for line in late if line["start_date"] <= line["end_date"]] == []
