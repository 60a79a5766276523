"""What a payroll answer may look like besides what is published, and lists that move while they are read."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from aiohttp import web

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.payroll_frame import payroll_frame
from benefits_sync.clients.plansource.payroll_pages import PayrollPages
from benefits_sync.clients.plansource.payroll_rows import PayrollDecoder
from benefits_sync.clients.plansource.payroll_window import RangeMeaning, Window, day_telling, moment_telling
from benefits_sync.clients.plansource.roster import PER_PAGE
from benefits_sync.errors import VendorContractError, VendorUnavailableError
from benefits_sync.models.deductions import PAYROLL_FIELDS
from tests.clients.plansource.conftest import ScriptedVendor, failure, success

YEAR = Window(date(2026, 1, 1), date(2027, 1, 1))


def row(number: int, **members: object) -> dict[str, object]:
    stated = {
        "id": number,
        "ssn": "900-11-2207",
        "first_name": "Maya",
        "subscriber_code": f"E{number}",
        "benefit_lookup_code": "medical",
        "org_plan_year_starts": "2026/01/01",
        "org_plan_year_ends": "2026/12/31",
        "change_effective_date": "2026-04-01T00:00:00.000Z",
        "updated_at": "2026-03-20T15:02:11.000Z",
        "subscriber_premium": "101.70",
        "test_employee": False,
    }
    return dict.fromkeys(PAYROLL_FIELDS) | stated | members


def bulk(rows: list[dict[str, object]], total: int | None = None, name: str = "payroll_coverages") -> Any:
    links = [{"href": "/admin/payroll_coverages_subscribers", "rel": "first"}]
    return {"total": len(rows) if total is None else total, "per_page": 500, "links": links, name: rows}


@pytest.fixture
def pages(client: PlanSourceClient) -> PayrollPages:
    return PayrollPages(client)


def lists(vendor: ScriptedVendor, *states: list[dict[str, object]], with_total: bool = True) -> None:
    """Let the list be in one state after the other, one for each request, and stay in the last one."""
    remaining: Iterator[list[dict[str, object]]] = iter(states[:-1])

    def reply(request: web.Request, body: object) -> web.Response:
        rows = next(remaining, states[-1])
        size, number = int(request.query["per_page"]), int(request.query["page"])
        shown = rows[(number - 1) * size : number * size]
        return success(bulk(shown, len(rows)) if with_total else shown)

    vendor.reply = reply


async def codes_read(pages: PayrollPages) -> list[str]:
    return [code for page in await pages.all(YEAR) for code in page.cells["subscriber_code"]]


def numbered(count: int) -> list[dict[str, object]]:
    return [row(number) for number in range(count)]


# Shapes


@pytest.mark.parametrize(
    "data",
    [
        bulk([row(1)]),
        bulk([row(1)], name="coverages"),
        [row(1)],
        {"payroll_coverages": [row(1)]},
    ],
    ids=["as we think", "another name", "a bare list", "no total"],
)
async def test_the_rows_are_found_wherever_they_are(
    vendor: ScriptedVendor, pages: PayrollPages, data: object
) -> None:
    vendor.reply = lambda request, body: success(data)
    page = await pages.page(YEAR, per_page=PER_PAGE)
    assert (page.rows.cells["subscriber_code"], page.rows.cells["subscriber_premium"]) == (["E1"], ["101.7"])


@pytest.mark.parametrize("data", [bulk([]), [], bulk([], name="coverages")])
async def test_an_empty_list_is_no_rows(vendor: ScriptedVendor, pages: PayrollPages, data: object) -> None:
    vendor.reply = lambda request, body: success(data)
    assert (await pages.page(YEAR, per_page=PER_PAGE)).rows.size == 0


@pytest.mark.parametrize("data", [{}, {"total": 3}, "rows", None, [1, 2], {"payroll_coverages": "none"}])
async def test_anything_else_is_a_shape_that_nobody_knows(
    vendor: ScriptedVendor, pages: PayrollPages, data: object
) -> None:
    vendor.reply = lambda request, body: success(data)
    with pytest.raises(VendorContractError, match="no list of payroll rows"):
        await pages.page(YEAR, per_page=PER_PAGE)


def test_nothing_but_the_fields_that_are_read_is_kept() -> None:
    raw = orjson.dumps({"status": "success", "errors": [], "data": bulk([row(1)])})
    page = PayrollDecoder().of(PayrollDecoder()(raw)["data"])
    assert page is not None
    assert set(page.rows.cells) == {"subscriber_code", *PAYROLL_FIELDS}


async def test_an_error_inside_a_success_is_asked_again(vendor: ScriptedVendor, pages: PayrollPages) -> None:
    answers = iter([failure("Something went wrong", 500, http=200), success(bulk([row(1)]))])
    vendor.reply = lambda request, body: next(answers)
    assert (await pages.page(YEAR, per_page=PER_PAGE)).rows.size == 1


async def test_an_error_inside_every_success_is_no_empty_list(
    vendor: ScriptedVendor, pages: PayrollPages
) -> None:
    vendor.reply = lambda request, body: failure("Something went wrong", 500, http=200)
    with pytest.raises(VendorUnavailableError):
        await pages.page(YEAR, per_page=PER_PAGE)


async def test_half_an_answer_is_asked_for_again(vendor: ScriptedVendor, pages: PayrollPages) -> None:
    whole = orjson.dumps({"status": "success", "errors": [], "data": bulk([row(1)])})
    answers = iter([whole[:-40], whole])
    vendor.reply = lambda request, body: web.Response(body=next(answers), content_type="application/json")
    assert (await pages.page(YEAR, per_page=PER_PAGE)).rows.size == 1


async def test_who_is_unknown_has_no_rows_to_speak_of(vendor: ScriptedVendor, pages: PayrollPages) -> None:
    vendor.reply = lambda request, body: failure("No employee with id: E9 found", 404)
    assert await pages.employee("E9", YEAR) is None


# Pages


async def test_every_page_is_read_once(vendor: ScriptedVendor, pages: PayrollPages) -> None:
    lists(vendor, numbered(1201))
    assert (len(set(await codes_read(pages))), len(vendor.requests)) == (1201, 3)


async def test_without_a_total_the_last_page_is_the_one_that_is_not_full(
    vendor: ScriptedVendor, pages: PayrollPages
) -> None:
    lists(vendor, numbered(1000), with_total=False)
    assert (len(set(await codes_read(pages))), len(vendor.requests)) == (1000, 3)


async def test_a_row_that_comes_in_between_starts_the_reading_again(
    vendor: ScriptedVendor, pages: PayrollPages
) -> None:
    before = numbered(1000)
    lists(vendor, before, [row(5000), *before])
    assert sorted(await codes_read(pages)) == sorted(f"E{number}" for number in [*range(1000), 5000])


async def test_a_list_that_moves_under_one_total_starts_the_reading_again(
    vendor: ScriptedVendor, pages: PayrollPages
) -> None:
    """One row went and another came, so that a row stands on both sides of the border."""
    before = numbered(1000)
    lists(vendor, before, [row(5000), *before[:-1]])
    assert len(set(await codes_read(pages))) == 1000


async def test_two_rows_that_are_alike_are_both_read(vendor: ScriptedVendor, pages: PayrollPages) -> None:
    twice = numbered(500)
    lists(vendor, [*twice, twice[-1], row(7000)])
    assert (await codes_read(pages)).count("E499") == 2


async def test_a_list_that_never_rests_stops_the_run(vendor: ScriptedVendor, pages: PayrollPages) -> None:
    lists(vendor, *(numbered(1000 + more) for more in range(40)))
    with pytest.raises(VendorContractError, match="changed in 3 readings"):
        await codes_read(pages)


# Frames


async def framed(vendor: ScriptedVendor, pages: PayrollPages, *rows: dict[str, object]) -> Any:
    vendor.reply = lambda request, body: success(list(rows))
    return payroll_frame([(await pages.page(YEAR, per_page=PER_PAGE)).rows])


async def test_rows_of_one_benefit_year_and_day_are_numbered(
    vendor: ScriptedVendor, pages: PayrollPages
) -> None:
    frame, _ = await framed(vendor, pages, row(1), row(2), row(1), row(1, benefit_lookup_code="dental"))
    assert list(frame["source_row"]) == [
        "medical|2026-01-01|2026-04-01|1",
        "medical|2026-01-01|2026-04-01|1",
        "medical|2026-01-01|2026-04-01|2",
        "dental|2026-01-01|2026-04-01|1",
    ]


async def test_a_row_without_day_or_benefit_has_a_key_too(
    vendor: ScriptedVendor, pages: PayrollPages
) -> None:
    frame, _ = await framed(vendor, pages, row(1, benefit_lookup_code=None, change_effective_date=""))
    assert list(frame["source_row"]) == ["|2026-01-01||1"]


async def test_a_field_that_no_row_has_is_withheld(vendor: ScriptedVendor, pages: PayrollPages) -> None:
    rows = [{name: value for name, value in row(number).items() if name != "current"} for number in (1, 2)]
    frame, withheld = await framed(vendor, pages, *rows)
    assert (withheld, "current" in frame) == (("current",), False)


def test_no_rows_withhold_nothing() -> None:
    frame, withheld = payroll_frame([])
    assert (list(frame), withheld) == (["source_id", "source_row", *PAYROLL_FIELDS], ())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("true", "true"), (True, "true"), (False, "false"), (None, None)],
)
async def test_a_flag_is_spelled_in_one_way(
    vendor: ScriptedVendor, pages: PayrollPages, sent: object, kept: str | None
) -> None:
    frame, _ = await framed(vendor, pages, row(1, test_employee=sent))
    assert list(frame["test_employee"]) == [kept]


async def test_an_impossible_date_stays_as_it_is_for_the_rules(
    vendor: ScriptedVendor, pages: PayrollPages
) -> None:
    frame, _ = await framed(vendor, pages, row(1, org_plan_year_starts="2031/02/30"))
    assert list(frame["org_plan_year_starts"]) == ["2031/02/30"]


# Ranges

NIGHT = Window(datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 3, 21, tzinfo=UTC))


async def learned(
    vendor: ScriptedVendor, pages: PayrollPages, window: Window, **members: object
) -> tuple[bool, bool]:
    vendor.reply = lambda request, body: success([row(1, **members)])
    meaning = RangeMeaning()
    meaning.learn(window, (await pages.page(window, per_page=PER_PAGE)).rows)
    return meaning.effective, meaning.entered


@pytest.mark.parametrize(
    ("members", "known"),
    [
        ({"change_effective_date": "2026-04-01T00:00:00.000Z"}, (False, True)),
        ({"updated_at": "2026-01-02T08:00:00.000Z", "change_effective_date": "2026-03-20"}, (True, False)),
        ({"change_effective_date": "2026-03-20"}, (False, False)),
        ({"updated_at": None, "change_effective_date": "2026-03-20"}, (False, False)),
        ({"updated_at": "soon", "change_effective_date": "2026-04-01"}, (False, False)),
    ],
)
async def test_a_row_that_only_one_test_lets_through_tells_which(
    vendor: ScriptedVendor, pages: PayrollPages, members: dict[str, object], known: tuple[bool, bool]
) -> None:
    assert await learned(vendor, pages, NIGHT, **members) == known


@pytest.mark.parametrize(("telling", "held"), [(day_telling, (True, False)), (moment_telling, (False, True))])
async def test_a_telling_range_holds_a_row_in_one_way_only(
    vendor: ScriptedVendor,
    pages: PayrollPages,
    telling: Callable[..., Window | None],
    held: tuple[bool, bool],
) -> None:
    vendor.reply = lambda request, body: success([row(1)])
    window = telling((await pages.page(YEAR, per_page=PER_PAGE)).rows)
    assert window is not None
    moment = datetime(2026, 3, 20, 15, 2, 11, tzinfo=UTC)
    assert (window.holds_day(date(2026, 4, 1)), window.holds_moment(moment)) == held


@pytest.mark.parametrize("telling", [day_telling, moment_telling])
async def test_a_row_entered_on_its_day_can_tell_nothing(
    vendor: ScriptedVendor, pages: PayrollPages, telling: Callable[..., Window | None]
) -> None:
    vendor.reply = lambda request, body: success([row(1, change_effective_date="2026-03-20")])
    assert telling((await pages.page(YEAR, per_page=PER_PAGE)).rows) is None


def test_days_and_moments_are_asked_for_as_the_vendor_reads_them() -> None:
    assert (YEAR.params, NIGHT.params) == (
        {"start_date": "2026-01-01", "end_date": "2027-01-01"},
        {"start_date": "2026-03-20T00:00:00.000Z", "end_date": "2026-03-21T00:00:00.000Z"},
    )
