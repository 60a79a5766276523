"""The reader against the sandbox: what it returns, and how few calls it makes."""

from datetime import UTC, datetime, timedelta

import pytest

from benefits_sync.clients.bamboohr import roster
from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.errors import VendorContractError, VendorRefusedError
from sandbox.server import running
from tests.clients.bamboohr.conftest import FIELDS, TODAY, Company

SIXTEEN = [str(number) for number in range(101, 117)]


async def test_everyone_is_read_by_one_report_and_one_call_for_each_table(company: Company) -> None:
    await company.read()

    assert sorted(company.routes) == [
        "GET employees/all/tables/compensation",
        "GET employees/all/tables/employmentStatus",
        "GET employees/all/tables/jobInfo",
        "POST reports/custom",
    ]


async def test_everyone_is_everyone_leavers_and_future_hires_included(company: Company) -> None:
    frame = (await company.read()).frame

    assert (len(frame), sorted(set(frame["status"]))) == (60, ["Active", "Inactive"])


async def test_the_frame_has_the_columns_asked_for_in_their_order(company: Company) -> None:
    assert tuple((await company.read()).frame.columns) == ("source_id", *FIELDS)


async def test_when_nobody_changed_one_call_is_all(company: Company) -> None:
    since = company.let_time_pass()
    result = await company.read(since=since)

    assert (company.routes, len(result.frame)) == (["GET employees/changed"], 0)


async def test_when_nobody_changed_a_ten_times_larger_company_costs_no_call_more() -> None:
    async with running(employees=600, seed=3, today=TODAY) as sandbox:
        told = sandbox.credentials["bamboohr"]
        async with BambooHRClient(told["company"], told["api_key"], base_url=sandbox.url) as client:
            company = Company(sandbox, client)
            await company.read(since=company.let_time_pass())

            assert client.calls == 1


async def test_the_empty_answer_has_every_column(company: Company) -> None:
    result = await company.read(since=company.let_time_pass())

    assert (tuple(result.frame.columns), result.withheld) == (("source_id", *FIELDS), ())


async def test_an_empty_change_feed_may_be_a_list(company: Company) -> None:
    company.running.sandbox.vendors["bamboohr"].switches.empty_change_map = "list"
    result = await company.read(since=company.let_time_pass())

    assert len(result.frame) == 0


async def test_a_few_changed_people_are_read_one_by_one(company: Company) -> None:
    since = company.let_time_pass()
    await company.change("110", "111")
    await company.read(since=since)

    assert sorted(company.routes) == [
        "GET employees/110",
        "GET employees/111",
        "GET employees/changed",
        "GET employees/changed/tables/compensation",
        "GET employees/changed/tables/employmentStatus",
        "GET employees/changed/tables/jobInfo",
    ]


async def test_many_changed_people_are_read_by_one_report(company: Company) -> None:
    since = company.let_time_pass()
    await company.change(*SIXTEEN)
    result = await company.read(since=since)

    assert (len(company.routes), sorted(result.frame["source_id"])) == (5, SIXTEEN)


async def test_very_many_are_asked_for_by_when_they_changed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "LISTED", 15)
    since = company.let_time_pass()
    await company.change(*SIXTEEN)
    result = await company.read(since=since, due_source_ids=("150",))

    assert sorted(result.frame["source_id"]) == [*SIXTEEN, "150"]


async def test_people_whose_day_has_come_are_read_though_nobody_changed_them(company: Company) -> None:
    result = await company.read(since=company.let_time_pass(), due_source_ids=("120",))

    assert (result.frame["source_id"].tolist(), len(company.routes)) == (["120"], 5)


async def test_many_people_whose_day_has_come_cost_one_call_for_each_table(company: Company) -> None:
    result = await company.read(since=company.let_time_pass(), due_source_ids=tuple(SIXTEEN))

    assert (len(result.frame), len(company.routes)) == (16, 5)


async def test_named_people_are_found_by_their_number(company: Company) -> None:
    result = await company.read(record_keys=("E10003", "E10007", "E99999"))

    assert sorted(result.frame["employeeNumber"]) == ["E10003", "E10007"]


@pytest.mark.parametrize("few", [3, 40])
async def test_a_person_reads_the_same_in_each_way(company: Company, few: int) -> None:
    everyone = (await company.read()).frame.set_index("source_id")
    numbers = tuple(everyone["employeeNumber"].dropna()[:few])
    named = (await company.read(record_keys=numbers)).frame.set_index("source_id")

    assert named.to_dict("index") == everyone.loc[named.index].to_dict("index")


async def test_a_future_hire_has_job_and_pay_of_the_first_day(company: Company) -> None:
    frame = (await company.read()).frame
    future = frame[frame["hireDate"] > TODAY.isoformat()]
    filled = future[["department", "location", "jobTitle", "payRate", "employmentHistoryStatus"]].notna()

    assert (len(future) > 0, bool(filled.all(axis=None))) == (True, True)


async def test_what_takes_effect_later_is_listed(company: Company) -> None:
    result = await company.read()

    assert {"hire", "termination"} <= set(result.future["kind"])
    assert (result.future["effective_date"] > TODAY.isoformat()).all()


async def test_a_leavers_reason_comes_from_the_current_row(company: Company) -> None:
    frame = (await company.read()).frame
    leavers = frame["employmentHistoryStatus"] == "Terminated"

    assert (leavers == frame["employmentStatus.terminationTypeId"].notna()).all()


async def test_a_missing_date_is_none(company: Company) -> None:
    dates = set((await company.read()).frame["terminationDate"])

    assert None in dates
    assert "0000-00-00" not in dates


async def test_a_field_asked_for_by_number_keeps_its_number(company: Company) -> None:
    result = await company.read("4401", "customEin")

    assert (result.frame["4401"] == result.frame["customEin"]).all()


async def test_a_column_of_a_custom_table_can_be_read(company: Company) -> None:
    result = await company.read("customEquipment.serialNumber")

    assert result.frame["customEquipment.serialNumber"].notna().any()


@pytest.mark.parametrize("way", [{}, {"record_keys": ("E10003",)}, {"due_source_ids": ("120",)}])
async def test_a_field_the_key_may_not_see_is_withheld_not_empty(
    company: Company, way: dict[str, object]
) -> None:
    company.rights.hidden_fields.add("state")
    company.rights.hidden_fields.add("employmentStatus.terminationTypeId")
    since = {"since": company.let_time_pass()} if "due_source_ids" in way else {}
    result = await company.read(**way, **since)

    assert (result.withheld, "state" in result.frame) == (
        ("state", "employmentStatus.terminationTypeId"),
        False,
    )


async def test_somebody_the_key_may_not_see_is_named_as_hidden(company: Company) -> None:
    company.rights.hidden_employees.add(120)
    result = await company.read(since=company.let_time_pass(), due_source_ids=("120", "121"))

    assert (result.hidden, result.frame["source_id"].tolist()) == (("120",), ["121"])


async def test_more_fields_than_a_report_takes_are_read_in_parts(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (await company.read()).frame
    monkeypatch.setattr(roster, "MAX_FIELDS", 6)
    parts = (await company.read()).frame

    assert parts.to_dict("list") == whole.to_dict("list")


async def test_the_watermark_is_the_vendors_clock_less_a_margin(company: Company) -> None:
    result = await company.read()

    assert company.client.clock is not None
    assert result.watermark == company.client.clock - timedelta(seconds=5)


async def test_the_watermark_never_goes_back(company: Company) -> None:
    since = datetime.now(UTC) + timedelta(hours=1)
    company.running.sandbox.clock.set(since)

    assert (await company.read(since=since)).watermark >= since


async def test_a_truncated_answer_is_read_again(company: Company) -> None:
    company.running.sandbox.faults.replace([{"kind": "truncated", "vendor": "bamboohr", "times": 2}])

    assert len((await company.read()).frame) == 60


async def test_a_web_page_that_stays_is_a_broken_contract(company: Company) -> None:
    company.running.sandbox.faults.replace([{"kind": "html", "vendor": "bamboohr"}])
    with pytest.raises(VendorContractError, match="a web page came back"):
        await company.read()


@pytest.mark.parametrize(
    ("name", "key", "words"), [("main", "wrong", "API key"), ("nobody", None, "no such company")]
)
async def test_a_wrong_key_or_company_is_named(
    company: Company, name: str, key: str | None, words: str
) -> None:
    told = company.running.credentials["bamboohr"]
    domain = told["company"] if name == "main" else name
    async with BambooHRClient(domain, key or told["api_key"], base_url=company.running.url) as client:
        with pytest.raises(VendorRefusedError, match=words):
            await client.ping()
