"""OAuth: code, token, refresh, scopes."""

import pytest
from yarl import URL

from sandbox.server import running

HERE = "https://app.example.test/back"


async def authorise(api, scope):
    app = (await api.control("GET", "bamboohr/credentials"))["oauth"]
    query = {
        "request": "authorize",
        "response_type": "code",
        "redirect_uri": HERE,
        "scope": scope,
        "state": "s1",
    }
    answer = await api.get("/authorize.php", params={**query, "client_id": app["client_id"]})
    return app, URL(answer.headers["Location"])


async def token(api, scope="public.integration employee offline_access", **change):
    app, back = await authorise(api, scope)
    form = {
        **app,
        "grant_type": "authorization_code",
        "code": back.query["code"],
        "redirect_uri": HERE,
        **change,
    }
    return app, await api.call("POST", "/token.php?request=token", data=form)


async def bearer(api, scope):
    return {"Authorization": f"Bearer {(await token(api, scope))[1].json()['access_token']}"}


async def test_the_browser_comes_back_with_code_and_state(api):
    _, back = await authorise(api, "employee")
    assert (back.host, back.query["state"]) == ("app.example.test", "s1")


async def test_a_code_buys_a_token_for_an_hour(api):
    _, answer = await token(api)
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["companyDomain"]) == ("Bearer", 3600, "juniperfield")


async def test_a_token_request_may_be_json(api):
    app, back = await authorise(api, "employee")
    body = {**app, "grant_type": "authorization_code", "code": back.query["code"], "redirect_uri": HERE}
    assert (await api.post("/token.php?request=token", body)).status == 200


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_secret": "x"}, "invalid_client"),
        ({"code": "x"}, "invalid_grant"),
        ({"redirect_uri": "https://other.example.test"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
async def test_a_wrong_grant_is_refused_by_its_name(api, change, error):
    assert (await token(api, **change))[1].json() == {"error": error}


async def test_a_code_is_good_once(api):
    app, back = await authorise(api, "employee")
    form = {**app, "grant_type": "authorization_code", "code": back.query["code"], "redirect_uri": HERE}
    statuses = [(await api.call("POST", "/token.php", data=form)).status for _ in range(2)]
    assert statuses == [200, 400]


async def test_a_token_reads_employees_and_expires(api):
    headers = await bearer(api, "employee public.integration")
    statuses = [(await api.get("/v1/employees/102", headers=headers)).status]
    await api.advance(0.05)
    statuses.append((await api.get("/v1/employees/102", headers=headers)).status)
    assert statuses == [200, 401]


async def test_a_refresh_token_comes_with_offline_access_and_buys_another(api):
    app, answer = await token(api)
    form = {**app, "grant_type": "refresh_token", "refresh_token": answer.json()["refresh_token"]}
    fresh = (await api.call("POST", "/token.php", data=form)).json()
    assert fresh["access_token"] != answer.json()["access_token"]


async def test_without_offline_access_there_is_no_refresh_token(api):
    assert "refresh_token" not in (await token(api, "employee"))[1].json()


async def test_protected_fields_need_their_scope(api):
    seen = [
        "ssn" in (await api.get("/v1/employees/102?fields=ssn", headers=await bearer(api, scope))).json()
        for scope in ("employee", "employee sensitive_employee:protected_info")
    ]
    assert seen == [False, True]


async def test_the_change_feed_needs_a_breadth_scope(api):
    path = "/v1/employees/changed?since=2026-03-01T00:00:00Z"
    statuses = [
        (await api.get(path, headers=await bearer(api, scope))).status
        for scope in ("employee", "employee public.integration")
    ]
    assert statuses == [403, 200]


async def test_deleting_an_employee_needs_oauth_and_shows_in_the_feed(api):
    answer = await api.delete("/v1/employees/150", headers=await bearer(api, "employee.write"))
    feed = (await api.get("/v1/employees/changed?since=2026-03-04T11:00:00Z")).json()["employees"]
    assert (answer.status, feed["150"]["action"]) == (204, "Deleted")


async def test_a_token_that_dies_by_fault_stays_dead_and_a_fresh_one_lives(api):
    headers = await bearer(api, "employee")
    api.box.sandbox.faults.replace([{"kind": "expired_token", "vendor": "bamboohr", "times": 1}])
    statuses = [(await api.get("/v1/employees/102", headers=headers)).status for _ in range(2)]
    fresh = await api.get("/v1/employees/102", headers=await bearer(api, "employee"))
    assert (statuses, fresh.status) == ([401, 401], 200)


async def test_the_company_page_is_for_oauth_only(api):
    plain = await api.get("/v1/meta/company")
    answer = await api.get("/v1/meta/company", headers=await bearer(api, "company:info"))
    assert (plain.status, answer.json()["domain"]) == (403, "juniperfield")


async def test_grants_survive_saving_and_loading(api):
    headers = await bearer(api, "employee")
    async with running(60, 1) as other:
        other.sandbox.clock.set(api.box.sandbox.clock.now())
        other.sandbox.vendors["bamboohr"].restore(api.vendor.snapshot())
        api.box = other
        assert (await api.get("/v1/employees/102", headers=headers)).status == 200
