"""Reference data and the benefits pages."""

import pytest


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/meta/countries/options?isoCode=us", {"id": 1, "name": "United States", "isoCode": "US"}),
        ("/v1/benefit/company_benefit", {"companyBenefits": []}),
        ("/v1/benefit/member_benefit", {"members": []}),
    ],
)
async def test_whole_answers(api, path, expected):
    assert (await api.get(path)).json() == expected


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/meta/countries/options?isoCode=XX", 404),
        ("/v1/meta/countries/options?isoCode=USA", 422),
        ("/v1/meta/provinces", 403),
        ("/v1/meta/provinces/99", 404),
        ("/v1/meta/timezones?page=0", 422),
        ("/v1/benefit/employee_benefit", 400),
        ("/v1/benefits/member-benefits?pageSize=100&calendarYear=2026", 400),
        ("/v1/benefits/member-benefits", 400),
    ],
)
async def test_refusals(api, path, status):
    assert (await api.get(path)).status == status


async def test_provinces_of_a_country_have_their_abbreviation_as_label(api):
    options = (await api.get("/v1/meta/provinces/2")).json()["options"]
    assert {"label": "ON", "iso": "CA-ON", "name": "Ontario"}.items() <= options[8].items()


async def test_locations_are_paged_from_zero(api):
    pages = [(await api.get(f"/v1/hris/org/locations?pageSize=3&page={page}")).json() for page in (0, 1)]
    assert [len(page["data"]) for page in pages] == [3, 2]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/v1/meta/currency/types", "symbolPosition"),
        ("/v1/benefits/settings/deduction_types/all", "defaultDeductionCode"),
    ],
)
async def test_bare_lists(api, path, key):
    assert key in (await api.get(path)).json()[0]


async def test_timezones_company_information_and_coverages(api):
    zones = (await api.get("/v1/meta/timezones")).json()["data"]
    information = (await api.get("/v1/company_information")).json()
    coverages = (await api.get("/v1/benefitcoverages")).json()["Benefit Coverages"]
    assert (zones[0]["name"], information["displayName"], coverages[0]["id"]) == ("UTC", "Juniperfield", "1")


async def test_links_of_member_benefits_never_disappear(api):
    answer = (await api.get("/v1/benefits/member-benefits?calendarYear=2026")).json()
    assert answer["_links"].keys() == {"next", "prev"}


async def test_a_filter_in_the_body_of_a_get(api):
    answer = await api.call("GET", "/v1/benefit/employee_benefit", json={"filters": {"employeeId": 102}})
    assert answer.json() == {"employeeBenefits": []}


@pytest.mark.parametrize(
    "path",
    ["/v1/benefitcoverages", "/v1/benefits/member-benefits?calendarYear=2026", "/v1/benefit/member_benefit"],
)
async def test_benefits_need_benefit_rights(api, path):
    await api.control("PUT", "bamboohr/permissions", {"benefit_admin": False})
    assert (await api.get(path)).status == 403
