"""Payroll rows as the vendor's stand-in gives them: who is read, with which calls, and what is kept of it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.payroll import MARGIN, PayrollReader
from benefits_sync.errors import ParameterError
from benefits_sync.models.deductions import PAYROLL_FIELDS
from benefits_sync.models.reading import ReadRequest, ReadResult
from tests.pipeline.site import HURRIED, Sandbox, Site

YEAR = {"plan_year_starts": "2026-01-01", "plan_year_ends": "2026-12-31"}
SINGLE, BULK = "payroll_coverages_subscriber/{id}", "payroll_coverages_subscribers"


@dataclass(frozen=True)
class Reading:
    """What one reading found, and what the vendor was asked for it."""

    result: ReadResult
    routes: Counter[str]
    queries: list[dict[str, str]]

    @property
    def owners(self) -> set[str]:
        return set(self.result.frame["source_id"])


@dataclass(frozen=True)
class Payroll:
    """A company whose people have elected, and what they and administrators do next."""

    sandbox: Sandbox

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.sandbox.call("GET", "clock")["now"])

    def client(self) -> AbstractAsyncContextManager[PlanSourceClient]:
        keys = self.sandbox.credentials["plansource"]
        return PlanSourceClient.connect(self.sandbox.url, **keys, patience=HURRIED)

    def do(self, what: str, code: str, **more: Any) -> None:
        self.sandbox.call("POST", f"plansource/{what}", {"subscriber_code": code, **more})

    def ranges_test(self, what: str) -> None:
        self.sandbox.call("PUT", "plansource/configuration", {"payroll_range": what})

    async def put(self, code: str, **members: object) -> None:
        async with self.client() as client:
            await client.update(code, members)

    async def read(self, options: dict[str, str] = YEAR, **wanted: Any) -> Reading:
        self.sandbox.forget_journal()
        async with self.client() as client:
            reader = PayrollReader(client, lambda: self.now)
            request = ReadRequest((), self.now.date(), options=options, **wanted)
            result = await reader.read(request, lambda what, number: None)
        entries = [entry for entry in self.sandbox.journal() if not entry["path"].endswith("/token")]
        routes = Counter(entry["route"].removeprefix("/admin/v2/") for entry in entries)
        return Reading(result, routes, [entry["query"] for entry in entries])

    async def changes(self, hours: float = 1) -> Reading:
        return await self.read(since=self.now - timedelta(hours=hours))


@pytest.fixture(scope="module")
def elected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    box = Sandbox.start("--employees", "60", "--seed", "3", "--today", "2026-03-04")
    now = datetime.fromisoformat(box.call("GET", "clock")["now"])
    Site(box, tmp_path_factory.mktemp("site")).at(now).run("first", delta=False)
    box.call("POST", "plansource/elect_everyone", {})
    yield box
    box.stop()


@pytest.fixture
def payroll(elected: Sandbox) -> Payroll:
    """The company two days later, when nothing is a change any more."""
    found = Payroll(elected)
    found.ranges_test("either")
    elected.call("PUT", "clock", {"advance_days": 2})
    return found


@pytest.fixture
def codes(elected: Sandbox) -> list[str]:
    """Who has elected, and is nobody of whom the tests want something odd."""
    return [f"E{number}" for number in (10022, 10023, 10024, 10026, 10027, 10028, 10029, 10030, 10031)]


# Everyone


async def test_a_full_reading_takes_pages_of_500_and_the_roster(payroll: Payroll) -> None:
    reading = await payroll.read()
    assert reading.routes == {"subscribers": 1, BULK: 2}


async def test_who_has_no_benefits_counts_and_adds_no_row(payroll: Payroll) -> None:
    reading = await payroll.read()
    assert reading.owners < set(reading.result.people or ())


async def test_everyone_in_the_roster_is_counted(payroll: Payroll) -> None:
    reading = await payroll.read()
    assert reading.result.people == tuple(payroll.sandbox.subscribers())


async def test_the_rows_have_the_fields_that_are_read_and_no_names_or_ssn(payroll: Payroll) -> None:
    reading = await payroll.read()
    assert list(reading.result.frame) == ["source_id", "source_row", *PAYROLL_FIELDS]


async def test_no_two_rows_of_an_employee_have_one_key(payroll: Payroll) -> None:
    frame = (await payroll.read()).result.frame
    assert not frame.duplicated(["source_id", "source_row"]).any()


async def test_dates_and_amounts_are_canonical_text(payroll: Payroll, codes: list[str]) -> None:
    payroll.do("elect", codes[0], benefit="dental", plan="dental_plus")
    frame = (await payroll.read(record_keys=(codes[0],))).result.frame
    row = frame[(frame["benefit_lookup_code"] == "dental") & (frame["current"] == "CA")].iloc[0]
    assert (row["org_plan_year_starts"], row["change_effective_date"], row["test_employee"]) == (
        "2026-01-01",
        payroll.now.date().isoformat(),
        "false",
    )


async def test_a_row_of_nobody_is_left_to_the_rules_that_name_it(payroll: Payroll, codes: list[str]) -> None:
    payroll.do("payroll_rows", codes[8], benefit="basic_add", set={"subscriber_code": None})
    frame = (await payroll.read()).result.frame
    payroll.sandbox.call("DELETE", f"plansource/payroll_rows?subscriber_code={codes[8]}")
    assert frame["source_id"].isna().sum() == 1


# Test employees, and who is hidden from payroll


async def test_a_test_employee_is_neither_read_nor_counted(payroll: Payroll, codes: list[str]) -> None:
    await payroll.put(codes[0], test_employee=True)
    reading = await payroll.read()
    await payroll.put(codes[0], test_employee=False)
    assert codes[0] not in reading.owners | set(reading.result.people or ())


async def test_a_test_employee_who_is_named_is_read(payroll: Payroll, codes: list[str]) -> None:
    await payroll.put(codes[0], test_employee=True)
    frame = (await payroll.read(record_keys=(codes[0],))).result.frame
    await payroll.put(codes[0], test_employee=False)
    assert set(frame["test_employee"]) == {"true"}


async def test_who_is_hidden_from_payroll_is_neither_read_nor_counted(
    payroll: Payroll, codes: list[str]
) -> None:
    await payroll.put(codes[0], hide_from_payroll=True)
    reading = await payroll.read()
    await payroll.put(codes[0], hide_from_payroll=False)
    assert codes[0] not in reading.owners | set(reading.result.people or ())


# People named


async def test_named_people_take_a_call_each(payroll: Payroll, codes: list[str]) -> None:
    reading = await payroll.read(record_keys=tuple(codes[:3]))
    assert (reading.routes, reading.owners) == ({SINGLE: 3}, set(codes[:3]))


async def test_the_people_of_a_resubmission_take_a_call_each(payroll: Payroll, codes: list[str]) -> None:
    reading = await payroll.read(source_ids=tuple(codes[:2]))
    assert (reading.routes, reading.result.people) == ({SINGLE: 2}, tuple(codes[:2]))


async def test_an_unknown_code_is_not_among_the_people(payroll: Payroll, codes: list[str]) -> None:
    result = (await payroll.read(record_keys=(codes[0], "E99999"))).result
    assert (result.people, result.hidden) == ((codes[0],), ("E99999",))


async def test_a_named_employee_without_benefits_is_among_the_people(payroll: Payroll) -> None:
    everyone = await payroll.read()
    without = next(code for code in everyone.result.people or () if code not in everyone.owners)
    result = (await payroll.read(record_keys=(without,))).result
    assert (result.people, len(result.frame)) == ((without,), 0)


# Changes


async def test_a_quiet_night_takes_three_calls(payroll: Payroll) -> None:
    reading = await payroll.changes()
    assert (reading.routes, reading.result.people) == ({BULK: 3}, ())


async def test_a_change_ahead_of_its_day_shows_at_once_what_a_range_tests(
    payroll: Payroll, codes: list[str]
) -> None:
    payroll.do("decline", codes[1], benefit="vision", effective_date="2026-12-01")
    reading = await payroll.changes()
    assert reading.routes == {BULK: 1, SINGLE: 1}


async def test_who_changed_is_read_whole(payroll: Payroll, codes: list[str]) -> None:
    payroll.do("change", codes[2], event="birth")
    reading = await payroll.changes()
    assert (reading.owners, set(reading.result.frame["benefit_lookup_code"]) > {"medical", "dental"}) == (
        {codes[2]},
        True,
    )


@pytest.mark.parametrize("tested", ["either", "effective", "updated"])
@pytest.mark.parametrize("effective", ["2026-01-15", "2026-11-01", None])
async def test_a_change_is_found_whatever_a_range_tests(
    payroll: Payroll, codes: list[str], tested: str, effective: str | None
) -> None:
    payroll.ranges_test(tested)
    payroll.do("elect", codes[3], benefit="dental", plan="dental_base", effective_date=effective)
    reading = await payroll.changes()
    assert reading.owners == {codes[3]}


@pytest.mark.parametrize("tested", ["either", "effective", "updated"])
async def test_all_rows_of_the_year_are_read_whatever_a_range_tests(payroll: Payroll, tested: str) -> None:
    whole = (await payroll.read()).result.frame
    payroll.ranges_test(tested)
    rows = (await payroll.read()).result.frame
    year = rows["org_plan_year_starts"] == "2026-01-01"
    assert set(rows[year]["source_row"] + rows[year]["source_id"]) == set(
        whole["source_row"] + whole["source_id"]
    )


async def test_a_row_whose_day_has_come_is_no_change(payroll: Payroll, codes: list[str]) -> None:
    day = payroll.now.date() + timedelta(days=2)
    payroll.do("decline", codes[4], benefit="vision", effective_date=day.isoformat())
    payroll.sandbox.call("PUT", "clock", {"advance_days": 2})
    reading = await payroll.changes()
    assert reading.result.people == ()


async def test_changes_older_than_the_last_run_are_read_again_when_a_day_asks_for_them(
    payroll: Payroll, codes: list[str]
) -> None:
    payroll.do("decline", codes[5], benefit="vision")
    today = payroll.now.date().isoformat()
    payroll.sandbox.call("PUT", "clock", {"advance_days": 0.1})
    reading = await payroll.read(YEAR | {"plan_year_start_date": today}, since=payroll.now)
    assert codes[5] in reading.owners


async def test_people_who_are_due_are_read_with_those_who_changed(payroll: Payroll, codes: list[str]) -> None:
    reading = await payroll.read(since=payroll.now, due_source_ids=(codes[6], "E99999"))
    assert (reading.owners, reading.result.hidden) == ({codes[6]}, ("E99999",))


async def test_many_changed_people_are_read_by_pages_when_these_are_fewer(payroll: Payroll) -> None:
    many = sorted((await payroll.read()).owners)[:12]
    for code in many:
        payroll.do("decline", code, benefit="vision")
    reading = await payroll.changes()
    assert (reading.owners, reading.routes[SINGLE], reading.routes[BULK] <= 6) == (set(many), 0, True)


# The watermark


async def test_the_watermark_is_the_vendors_time_less_a_margin(payroll: Payroll) -> None:
    before = payroll.now
    watermark = (await payroll.changes()).result.watermark
    assert before - MARGIN - timedelta(seconds=2) <= watermark <= payroll.now - MARGIN


async def test_the_watermark_never_goes_back_behind_what_was_asked_for(payroll: Payroll) -> None:
    since = payroll.now
    assert (await payroll.read(since=since)).result.watermark == since


async def test_a_request_without_a_plan_year_is_refused(payroll: Payroll) -> None:
    with pytest.raises(ParameterError, match="which plan year"):
        await payroll.read({})
