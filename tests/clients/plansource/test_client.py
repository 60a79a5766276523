"""Each operation goes where the vendor documents it, and its answer comes unwrapped or as an error."""

import pytest
from aiohttp import web

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import rows_decoder
from benefits_sync.clients.plansource.roster import PER_PAGE
from benefits_sync.errors import VendorContractError, VendorRefusedError, VendorUnavailableError

from .conftest import IMPATIENT, Office, ScriptedVendor, failure, hire, success


@pytest.mark.parametrize("suffix", ["", "/", "/admin/v2", "/admin/v2/"])
async def test_the_address_may_or_may_not_hold_the_api_s_prefix(vendor: ScriptedVendor, suffix: str):
    vendor.reply = lambda request, body: success([{"id": 1}])
    connected = PlanSourceClient.connect(vendor.url + suffix, "acme", "s" * 32, "admin", patience=IMPATIENT)
    async with connected as client:
        assert await client.organizations() == [{"id": 1}]


async def test_the_organizations_that_the_credentials_reach_are_listed(office: Office):
    assert [one["organization_code"] for one in await office.client.organizations()] == ["JUNIPERFIELD"]


async def test_a_subscriber_is_read_by_code(office: Office):
    await office.staff(1)
    subscriber = await office.client.get_subscriber("E10001")
    assert subscriber is not None
    assert subscriber["hire_date"] == "2026/03/09"


async def test_a_code_that_nobody_has_gives_none(office: Office):
    assert await office.client.get_subscriber("E99999") is None


async def test_a_code_with_reserved_characters_stays_one_path_segment(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    paths = []

    def reply(request: web.Request, body: object) -> web.Response:
        paths.append(request.raw_path)
        return success({"id": 1})

    vendor.reply = reply
    await client.get_subscriber("A/1 ?b#c")
    assert paths == ["/admin/v2/subscriber/A%2F1%20%3Fb%23c?is_custom_id=true"]


@pytest.mark.parametrize("spelling", ["voluntary", "volunatary"])
async def test_whether_a_termination_is_voluntary_is_spelled_both_ways(
    vendor: ScriptedVendor, client: PlanSourceClient, spelling: str
):
    vendor.reply = lambda request, body: success({"id": 1})
    await client.terminate("E1", {"termination_date": "2026-10-30", spelling: True})
    assert (vendor.bodies[0]["volunatary"], vendor.bodies[0]["voluntary"]) == (True, True)


async def test_a_read_answered_200_with_an_error_inside_is_repeated(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    answers = iter([failure("Internal error", 500, http=200), success({"id": 7})])
    vendor.reply = lambda request, body: next(answers)
    assert await client.get_subscriber("E1") == {"id": 7}


async def test_a_refusal_that_is_cut_off_is_read_again(vendor: ScriptedVendor, client: PlanSourceClient):
    cut_off = web.Response(text='{"status":"fail', status=404, content_type="application/json")
    answers = iter([cut_off, failure("No employee with id: E1 found", 404)])
    vendor.reply = lambda request, body: next(answers)
    assert await client.get_subscriber("E1") is None


async def test_a_read_that_keeps_failing_inside_200_is_given_up(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.reply = lambda request, body: failure("Internal error", 500, http=200)
    with pytest.raises(VendorUnavailableError):
        await client.meta()


async def test_a_wrong_address_is_named(vendor: ScriptedVendor, client: PlanSourceClient):
    error = {"http_status": 404, "message": "Requested route 'x' not found", "error_code": "route_not_found"}
    vendor.reply = lambda request, body: web.json_response({"status": "failure", "errors": error}, status=404)
    with pytest.raises(VendorRefusedError, match="check the connection's URL"):
        await client.get_subscriber("E1")


async def test_missing_rights_are_named(vendor: ScriptedVendor, client: PlanSourceClient):
    vendor.reply = lambda request, body: failure("Forbidden", 403)
    with pytest.raises(VendorRefusedError, match="check its rights"):
        await client.organizations()


async def test_a_subscriber_list_of_another_shape_breaks_the_contract(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.reply = lambda request, body: success({"subscribers": []})
    with pytest.raises(VendorContractError, match="not a list of subscribers"):
        await client.page(1, rows_decoder(["subscriber_code"]), PER_PAGE)


async def test_no_error_quotes_what_the_vendor_said(vendor: ScriptedVendor, client: PlanSourceClient):
    vendor.reply = lambda request, body: failure("odd ssn 900112207", 400)
    with pytest.raises(VendorContractError) as refused:
        await client.meta()
    assert "900112207" not in str(refused.value)


async def test_test_employees_are_in_the_pages(office: Office):
    await office.write(hire(1, test_employee=True))
    page = await office.client.page(1, rows_decoder(["subscriber_code"]), PER_PAGE)
    assert page.cells["subscriber_code"] == ["E10001"]
