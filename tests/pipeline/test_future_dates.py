"""What is entered for a day to come happens on that day: nothing before, and once."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.shapes import Changes
from tests.pipeline.company import Company
from tests.pipeline.conftest import START
from tests.pipeline.expected import spelled
from tests.pipeline.site import Sandbox, Site

EVERY_DAY = (0, 1, 2, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 29, 30, 31, 90)
"""Days on which a run is made, counted from the day on which everything is entered."""

ON_ITS_DAY = {
    "a hire within the horizon": [(0, "created")],
    "a hire beyond the horizon": [(30, "created")],
    "a hire one day beyond the horizon": [(1, "created")],
    "a termination": [(12, "terminated")],
    "a termination withdrawn the day before": [],
    "a termination put off the day before": [(21, "terminated")],
    "a rehire": [(10, "rehired")],
    "a termination and a rehire": [(12, "terminated"), (16, "rehired")],
    "a transfer": [(15, "updated")],
    "a raise": [(14, "updated")],
    "a termination of somebody deleted since": [],
}
"""Case -> the days on which PlanSource was written to and what happened there."""

FIRST_DAY_OF_SILENCE = (date.fromisoformat(START) + timedelta(days=1)).isoformat()

HIRES = {
    "a hire within the horizon": 20,
    "a hire beyond the horizon": 90,
    "a hire one day beyond the horizon": 61,
}
"""Case -> days until the first day of work; the horizon is 60."""

THE_DAY_AFTER = {1: 2, 10: 11, 12: 13, 14: 17, 15: 17, 16: 17, 21: 22, 30: 31}
"""Days on which no run is made -> the day of the next one."""


@dataclass
class Diary:
    """What happened to whom on which day of runs."""

    who: dict[str, str]
    days: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    held: dict[str, dict[str, object]] = field(default_factory=dict)
    planned: dict[int, object] = field(default_factory=dict)

    def of(self, case: str) -> list[tuple[int, str]]:
        return [
            (day, effect)
            for day, touches in self.days.items()
            for effect, number in touches
            if number == self.who[case]
        ]


def keep_diary(company: Company, run_days: Sequence[int]) -> Diary:
    company.run("first", delta=False)
    ids = enter_everything(company)
    diary = Diary({case: company.number(person) for case, person in ids.items()})
    diary.planned = {days: company.day(days) for days in (10, 12, 16, 20, 21, 90)}
    today = 0
    for day in run_days:
        if today < 11 <= day:
            company.pass_days(11 - today)
            today = 11
            change_plans(company, ids)
        company.pass_days(day - today)
        today = day
        seen = company.look(f"day {day}")
        diary.days[day] = [(touch["effect"], touch["key"]) for touch in seen.touches()]
        diary.members |= {number: seen.members(number) for number in seen.numbers("updated")}
    held = company.sandbox.subscribers()
    diary.held = {
        number: {name: spelled(value) for name, value in held[number].items()}
        for number in diary.who.values()
    }
    return diary


def enter_everything(company: Company) -> dict[str, str]:
    colleagues = iter(company.ordinary())
    ids = {case: next(colleagues) for case in ON_ITS_DAY if case not in HIRES}
    company.terminate(ids["a rehire"])
    company.run("before")
    ids |= {case: company.hire(on=company.day(days))[0] for case, days in HIRES.items()}
    for case in (case for case in ids if case.startswith("a termination")):
        company.terminate(ids[case], on=company.day(12))
    company.rehire(ids["a termination and a rehire"], on=company.day(16))
    company.rehire(ids["a rehire"], on=company.day(10))
    job = {"jobTitle": "Paralegal", "department": "Legal", "division": "East", "location": "Boston"}
    company.enter(ids["a transfer"], "jobInfo", date=company.day(15), reportsTo="101", **job)
    pay = company.people()[ids["a raise"]]["tables"]["compensation"][-1]
    row = {name: pay[name] for name in ("type", "exempt", "paidPer", "paySchedule")}
    company.enter(ids["a raise"], "compensation", startDate=company.day(14), rate="99999.00 USD", **row)
    return ids


def change_plans(company: Company, ids: dict[str, str]) -> None:
    company.withdraw(ids["a termination withdrawn the day before"], "employmentStatus")
    company.withdraw(ids["a termination put off the day before"], "employmentStatus")
    company.terminate(ids["a termination put off the day before"], on=company.day(10))
    company.delete(ids["a termination of somebody deleted since"])


@pytest.fixture(scope="module")
def daily(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Diary:
    sandbox.reset()
    return keep_diary(Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("daily"))), EVERY_DAY)


@pytest.fixture(scope="module")
def skipping(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Diary:
    sandbox.reset()
    days = [day for day in EVERY_DAY if day not in THE_DAY_AFTER]
    return keep_diary(Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("skipping"))), days)


@pytest.mark.parametrize("case", ON_ITS_DAY)
def test_it_happens_on_its_day_and_once(daily: Diary, case: str) -> None:
    assert daily.of(case) == ON_ITS_DAY[case]


@pytest.fixture(scope="module")
def untold(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Diary:
    """The same under a change feed that says nothing of what takes effect, nor of plans changed since."""
    sandbox.reset()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(BambooHRClient, "changed", silent_from(sandbox, FIRST_DAY_OF_SILENCE))
        return keep_diary(Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("untold"))), EVERY_DAY)


def silent_from(sandbox: Sandbox, day: str) -> Callable[[BambooHRClient, datetime], Awaitable[Changes]]:
    changed = BambooHRClient.changed

    async def quiet(client: BambooHRClient, since: datetime) -> Changes:
        told = await changed(client, since)
        return told if sandbox.call("GET", "clock")["today"] < day else replace(told, changed=(), deleted=())

    return quiet


@pytest.mark.parametrize("case", ON_ITS_DAY)
def test_it_does_not_take_the_change_feed(untold: Diary, case: str) -> None:
    assert untold.of(case) == ON_ITS_DAY[case]


@pytest.mark.parametrize("case", ON_ITS_DAY)
def test_when_no_run_is_made_on_that_day_it_happens_in_the_next_one(skipping: Diary, case: str) -> None:
    late = [(THE_DAY_AFTER.get(day, day), effect) for day, effect in ON_ITS_DAY[case]]
    assert skipping.of(case) == late


@pytest.mark.parametrize("diary", ["daily", "skipping"])
@pytest.mark.parametrize(
    ("case", "member", "days"),
    [
        ("a hire within the horizon", "hire_date", 20),
        ("a hire beyond the horizon", "hire_date", 90),
        ("a termination", "termination_date", 12),
        ("a termination put off the day before", "termination_date", 21),
        ("a rehire", "hire_date", 10),
        ("a termination and a rehire", "hire_date", 16),
    ],
)
def test_it_bears_the_day_it_was_entered_for(
    request: pytest.FixtureRequest, diary: str, case: str, member: str, days: int
) -> None:
    kept: Diary = request.getfixturevalue(diary)
    assert kept.held[kept.who[case]][member] == kept.planned[days]


@pytest.mark.parametrize("case", ["a termination", "a transfer", "a raise", "a rehire"])
def test_only_what_was_entered_is_changed(daily: Diary, case: str) -> None:
    changed = {
        "a transfer": {"location", "division", "business_title", "udef_1"},
        "a raise": {"pay_rate", "current_salary", "current_salary_effective_on"},
    }
    assert daily.members.get(daily.who[case], set()) == changed.get(case, set())


@pytest.fixture
def leaving(exported: Company) -> Company:
    """Somebody leaves in three days."""
    exported.terminate(122, on=exported.day(3))
    exported.run("entered")
    return exported


def test_the_day_begins_at_the_companys_midnight_and_not_at_greenwichs(leaving: Company) -> None:
    """Denver is seven hours behind: at 6:00 UTC it is still the evening before."""
    leaving.set_clock(f"{leaving.day(3)}T06:00:00Z")
    before = leaving.look("the evening before").order("E10022")
    leaving.set_clock(f"{leaving.day(1)}T07:30:00Z")
    after = leaving.look("after midnight").order("E10022")
    assert (before, after) == ([], ["terminated"])


def test_a_dry_run_on_the_day_leaves_it_to_the_next_run(leaving: Company) -> None:
    leaving.pass_days(3)
    leaving.run("dry", dry_run=True)
    assert leaving.look("real").order("E10022") == ["terminated"]


def test_a_run_for_others_on_the_day_leaves_it_to_the_next_run(leaving: Company) -> None:
    leaving.pass_days(3)
    leaving.run("somebody else", include=["E10023"])
    assert leaving.look("delta").order("E10022") == ["terminated"]


def test_a_run_that_stops_on_the_day_leaves_it_to_the_next_run(leaving: Company) -> None:
    leaving.pass_days(3)
    leaving.present.extract("stopped")
    leaving.present.plan()
    assert leaving.look("delta").order("E10022") == ["terminated"]


def test_a_full_run_before_the_day_does_not_hurry(leaving: Company) -> None:
    leaving.pass_days(2)
    assert leaving.look("everyone", delta=False).order("E10022") == []


def test_the_summary_counts_what_is_kept_for_its_day(leaving: Company) -> None:
    """Besides the one entered: the hire, the termination and the transfer the company begins with."""
    assert leaving.run("everyone", delta=False).scheduled == 4


def test_with_much_to_come_a_run_on_a_quiet_day_is_one_call(leaving: Company) -> None:
    leaving.pass_days(1)
    leaving.run("past the overlap")
    assert len(leaving.look("quiet").journal) == 1
