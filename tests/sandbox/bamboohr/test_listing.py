"""The cursor-paged employee list."""

import pytest

from sandbox.company import awkward


async def walk(api, path):
    rows, answer = [], (await api.get(path)).json()
    while True:
        rows += answer["data"]
        if "next" not in answer["_links"]:
            return rows
        href = answer["_links"]["next"]["href"].removeprefix(api.box.url)
        answer = (await api.get(href)).json()


@pytest.mark.parametrize("limit", [1, 7, 60, 2500])
async def test_walking_the_pages_gives_everyone_once(api, limit):
    rows = await walk(api, f"/api/v1/employees?page[limit]={limit}")
    assert [row["employeeId"] for row in rows] == [str(number) for number in range(101, 161)]


async def test_the_total_counts_all_matches_and_not_the_page(api):
    answer = (await api.get("/v1/employees?page[limit]=7")).json()
    assert (answer["meta"]["total"], len(answer["data"]), answer["meta"]["page"]["prevCursor"]) == (
        60,
        7,
        None,
    )


async def test_a_page_can_be_walked_back(api):
    first = (await api.get("/v1/employees?page[limit]=7")).json()
    second = (
        await api.get(f"/v1/employees?page[limit]=7&page[after]={first['meta']['page']['nextCursor']}")
    ).json()
    back = await api.get(f"/v1/employees?page[limit]=7&page[before]={second['meta']['page']['prevCursor']}")
    assert back.json()["data"] == first["data"]


async def test_seven_names_are_always_there_and_others_on_request(api):
    row = (await api.get("/v1/employees?page[limit]=1&fields=payRate,hireDate,nonsense")).json()["data"][0]
    assert (len(row), row["payRate"].keys(), "nonsense" in row) == (10, {"amount", "currency"}, False)


async def test_fields_may_be_repeated_with_brackets_only(api):
    brackets = (await api.get("/v1/employees?page[limit]=1&fields[]=city&fields[]=zipcode")).json()["data"][0]
    bare = (await api.get("/v1/employees?page[limit]=1&fields=city&fields=zipcode")).json()["data"][0]
    assert ({"city", "zipcode"} <= brackets.keys(), "city" in bare) == (True, False)


async def test_a_hidden_field_is_null_and_named(api):
    await api.control("PUT", "bamboohr/permissions", {"hidden_fields": ["ssn"]})
    row = (await api.get("/v1/employees?page[limit]=1&fields=ssn")).json()["data"][0]
    assert (row["ssn"], row["_restrictedFields"]) == (None, ["ssn"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("filter[ids]=102,104", ["102", "104"]),
        ("filter[ids][]=102&filter[ids][]=104", ["102", "104"]),
        (f"filter[lastName]=lop&filter[ids]=102,{awkward.NO_SSN}", ["102"]),
        ("filter[employmentStatusName]=Contractor&filter[ids]=112,113", ["112"]),
    ],
)
async def test_filters(api, query, expected):
    answer = (await api.get(f"/v1/employees?{query}")).json()
    assert [row["employeeId"] for row in answer["data"]] == expected


async def test_active_and_inactive_add_up_to_everyone(api):
    totals = [
        (await api.get(f"/v1/employees?filter[status]={status}")).json()["meta"]["total"]
        for status in ("active", "inactive")
    ]
    assert (sum(totals), min(totals) > 0) == (60, True)


async def test_sorting_descending_puts_missing_values_last(api):
    rows = await walk(api, "/api/v1/employees?sort=-preferredName&page[limit]=50")
    names = [row["preferredName"] for row in rows]
    present = [name for name in names if name]
    assert names == sorted(present, key=str.lower, reverse=True) + [None] * (60 - len(present))


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("filter[ssn]=1", 422, "UnprocessableEntity"),
        ("filter[nonsense]=1", 422, "UnprocessableEntity"),
        ("filter[status]=Active", 400, "BadRequest"),
        ("sort=hireDate", 400, "BadRequest"),
        ("page[limit]=0", 400, "BadPage"),
        ("page[limit]=2501", 400, "BadPage"),
        ("page[after]=foreign", 400, "BadPage"),
    ],
)
async def test_refusals_carry_a_code(api, query, status, code):
    answer = await api.get(f"/v1/employees?{query}")
    assert (answer.status, answer.json()["error"]["code"]) == (status, code)


async def test_a_cursor_does_not_run_the_other_way_or_over_another_list(api):
    cursor = (await api.get("/v1/employees?page[limit]=7")).json()["meta"]["page"]["nextCursor"]
    statuses = [
        (await api.get(f"/v1/employees?{query}")).status
        for query in (f"page[before]={cursor}", f"sort=lastName&page[after]={cursor}")
    ]
    assert statuses == [400, 400]


async def test_a_cursor_whose_employee_is_gone_is_a_bad_page(api):
    cursor = (await api.get("/v1/employees?page[limit]=7")).json()["meta"]["page"]["nextCursor"]
    await api.call("DELETE", "/__sandbox/bamboohr/employees/107")
    answer = await api.get(f"/v1/employees?page[after]={cursor}")
    assert answer.json()["error"]["code"] == "BadPage"


async def test_a_shifted_page_repeats_the_row_before_it_and_drops_its_last(api):
    api.box.sandbox.faults.replace([{"kind": "shifted_page", "vendor": "bamboohr", "times": 1}])
    rows = await walk(api, "/api/v1/employees?page[limit]=30")
    assert [rows[place]["employeeId"] for place in (29, 30, -1)] == ["130", "130", "159"]
