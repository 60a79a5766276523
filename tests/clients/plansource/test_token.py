"""The access token is earned once, kept while it lasts, and a refusal says what to correct."""

import asyncio

import jwt
import pytest
from aiohttp import web

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.token import Credentials, TokenSource
from benefits_sync.errors import VendorContractError, VendorRefusedError, VendorUnavailableError

from .conftest import IMPATIENT, Office, ScriptedVendor, success

SECRET = "k" * 32


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


class Endpoint:
    """Gives numbered tokens and keeps the forms."""

    def __init__(self, expires_in: float | None = 300) -> None:
        self.forms: list[dict[str, str]] = []
        self.expires_in = expires_in

    async def __call__(self, form) -> Answer:
        self.forms.append(dict(form))
        await asyncio.sleep(0)
        body = {"access_token": f"t{len(self.forms)}", "expires_in": self.expires_in}
        return Answer(200, {}, body, "r")


def source(endpoint: Endpoint, clock: Clock) -> TokenSource:
    credentials = Credentials("acme_hcm", SECRET, "integration_admin")
    return TokenSource(
        credentials, "https://partner-dev-api.plansource.com/admin/v2", endpoint, IMPATIENT, clock
    )


async def claims_sent(clock: Clock | None = None) -> dict[str, object]:
    endpoint = Endpoint()
    await source(endpoint, clock or Clock()).headers()
    assertion = endpoint.forms[0]["client_assertion"]
    return jwt.decode(
        assertion,
        SECRET,
        algorithms=["HS256"],
        audience="partner-dev-api.plansource.com",
        options={"verify_exp": False},
    )


async def test_the_assertion_is_signed_and_made_out_to_the_host_by_the_client():
    assert (await claims_sent())["sub"] == "acme_hcm"


async def test_the_assertion_asks_for_the_published_scope_and_names_the_user():
    claims = await claims_sent()
    assert (claims["scopes"], claims["logged_in_user"]) == ("admin_api_v2", "integration_admin")


async def test_the_assertion_expires_five_minutes_from_now():
    clock = Clock()
    assert (await claims_sent(clock))["exp"] == clock.now + 300


async def test_no_two_assertions_share_their_id():
    assert (await claims_sent())["jti"] != (await claims_sent())["jti"]


async def test_a_token_is_kept_until_a_minute_before_it_expires():
    endpoint, clock = Endpoint(), Clock()
    tokens = source(endpoint, clock)
    await tokens.headers()
    clock.now += 239
    assert await tokens.headers() == {"Authorization": "Bearer t1"}


async def test_a_token_with_less_than_a_minute_left_is_renewed():
    endpoint, clock = Endpoint(), Clock()
    tokens = source(endpoint, clock)
    await tokens.headers()
    clock.now += 241
    assert await tokens.headers() == {"Authorization": "Bearer t2"}


async def test_a_token_without_a_lifetime_counts_as_one_of_five_minutes():
    endpoint, clock = Endpoint(expires_in=None), Clock()
    tokens = source(endpoint, clock)
    await tokens.headers()
    clock.now += 239
    await tokens.headers()
    assert len(endpoint.forms) == 1


async def test_callers_at_the_same_moment_share_one_token():
    endpoint = Endpoint()
    tokens = source(endpoint, Clock())
    await asyncio.gather(*(tokens.headers() for _ in range(20)))
    assert len(endpoint.forms) == 1


async def test_an_expired_token_is_renewed_once_for_all_calls_and_they_go_on(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    def reply(request: web.Request, body: object) -> web.Response:
        if request.headers["Authorization"] == "Bearer token-1":
            error = {"http_status": 401, "message": "Signature has expired", "error_code": "invalid_token"}
            return web.json_response({"status": "failure", "errors": error}, status=401)
        return success([])

    vendor.reply = reply
    await asyncio.gather(*(client.organizations() for _ in range(5)))
    assert len(vendor.token_forms) == 2


async def test_a_fresh_token_that_is_refused_ends_the_call(vendor: ScriptedVendor, client: PlanSourceClient):
    vendor.reply = lambda request, body: web.json_response({"status": "failure"}, status=401)
    with pytest.raises(VendorRefusedError, match="fresh token is refused"):
        await client.meta()


async def test_a_fresh_token_that_counts_as_expired_is_a_reason_to_try_later(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    error = {"http_status": 401, "message": "Signature has expired", "error_code": "invalid_token"}
    vendor.reply = lambda request, body: web.json_response(
        {"status": "failure", "errors": [error]}, status=401
    )
    with pytest.raises(VendorUnavailableError, match="counts as expired"):
        await client.meta()


@pytest.mark.parametrize(
    ("status", "described", "said"),
    [
        (401, "the assertion's signature cannot be verified", "client secret is wrong"),
        (401, "unknown client", "client id is unknown"),
        (401, "unknown administrator", "logged-in user is wrong"),
        (401, "aud must be the host of the authorization server", "connection's URL"),
        (400, "token has expired", "machine's clock"),
        (401, "", "the client id, the client secret or the logged-in user"),
        (404, "", "no PlanSource token endpoint"),
    ],
)
async def test_a_refused_sign_in_says_what_to_correct(
    vendor: ScriptedVendor, client: PlanSourceClient, status: int, described: str, said: str
):
    vendor.token_answer = lambda form: web.json_response(
        {"error": "invalid_client", "error_description": described}, status=status
    )
    with pytest.raises(VendorRefusedError, match=said):
        await client.meta()


async def test_a_refused_sign_in_does_not_quote_the_secret(vendor: ScriptedVendor):
    vendor.token_answer = lambda form: web.json_response({"error": "invalid_client"}, status=401)
    connected = PlanSourceClient.connect(vendor.url, "acme", "top-secret" * 4, "admin", patience=IMPATIENT)
    async with connected as client:
        with pytest.raises(VendorRefusedError) as refused:
            await client.meta()
    assert "top-secret" not in str(refused.value)


async def test_a_lost_token_answer_is_asked_for_again_with_an_assertion_of_its_own(office: Office):
    office.faults({"kind": "cut_after", "route": "/token", "times": 2})
    assert len(await office.client.organizations()) == 1


async def test_a_web_page_instead_of_a_token_points_to_the_address(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.token_answer = lambda form: web.Response(text="<html>Sign in</html>", content_type="text/html")
    with pytest.raises(VendorContractError, match="check the connection's URL"):
        await client.meta()


async def test_a_token_endpoint_that_is_down_is_a_reason_to_try_later(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.token_answer = lambda form: web.json_response({}, status=500)
    with pytest.raises(VendorUnavailableError):
        await client.meta()


async def test_a_token_answer_without_a_token_breaks_the_contract(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.token_answer = lambda form: web.json_response({"hello": "world"})
    with pytest.raises(VendorContractError, match="holds no access_token"):
        await client.meta()


def test_credentials_do_not_show_their_secrets():
    assert "s3cr3t" not in repr(Credentials("acme", "s3cr3t", "admin"))
