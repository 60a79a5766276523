"""The token endpoint, and what happens to a call with a wrong token."""

import time

import pytest

from sandbox.server import Running
from tests.sandbox.plansource.caller import Caller


async def test_a_signed_assertion_buys_a_bearer_token_for_five_minutes(stranger: Caller) -> None:
    answer = await stranger.ask_token(stranger.assertion())
    body = answer.body
    assert (answer.status, body["token_type"], body["expires_in"], body["access_token"].count(".")) == (
        200,
        "Bearer",
        300,
        2,
    )


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
async def test_every_hmac_algorithm_is_accepted(stranger: Caller, algorithm: str) -> None:
    assert (await stranger.ask_token(stranger.assertion(algorithm))).status == 200


@pytest.mark.parametrize(
    "audience", ["127.0.0.1", "127.0.0.1:80", "http://127.0.0.1", "http://127.0.0.1:1/oauth/v2/token"]
)
async def test_the_audience_may_carry_scheme_port_and_path(stranger: Caller, audience: str) -> None:
    assert (await stranger.ask_token(stranger.assertion(aud=audience))).status == 200


async def test_an_expired_assertion_is_answered_with_the_published_body(stranger: Caller) -> None:
    answer = await stranger.ask_token(stranger.assertion(exp=time.time() - 1))
    assert (answer.status, answer.body) == (
        400,
        {"error": "invalid_request", "error_description": "token has expired"},
    )


@pytest.mark.parametrize(
    "claims",
    [{"sub": "somebody_else"}, {"aud": "api.example.test"}, {"aud": None}, {"secret": "0" * 64}],
    ids=["unknown client", "wrong audience", "no audience", "wrong secret"],
)
async def test_a_client_that_cannot_be_verified_is_refused(stranger: Caller, claims: dict[str, str]) -> None:
    answer = await stranger.ask_token(stranger.assertion(**claims))
    assert (answer.status, answer.body["error"]) == (401, "invalid_client")


async def test_an_unsigned_assertion_is_refused(stranger: Caller) -> None:
    claims = stranger.assertion().split(".")[1]
    unsigned = f"eyJhbGciOiJub25lIn0.{claims}."
    assert (await stranger.ask_token(unsigned)).status == 401


@pytest.mark.parametrize("missing", ["iss", "jti", "exp"])
async def test_an_assertion_without_a_needed_claim_is_refused(stranger: Caller, missing: str) -> None:
    answer = await stranger.ask_token(stranger.assertion(**{missing: None}))
    assert (answer.status, answer.body["error"]) == (400, "invalid_request")


async def test_an_assertion_id_is_accepted_once_while_it_lives(stranger: Caller) -> None:
    assertion = stranger.assertion()
    first, second = await stranger.ask_token(assertion), await stranger.ask_token(assertion)
    assert (first.status, second.status, second.body["error"]) == (200, 400, "invalid_request")


async def test_an_assertion_id_may_come_again_after_its_expiry(stranger: Caller, box: Running) -> None:
    await stranger.ask_token(stranger.assertion(jti="same"))
    box.sandbox.clock.advance(1)
    later = stranger.assertion(jti="same", exp=time.time() + 86_400 + 60)
    assert (await stranger.ask_token(later)).status == 200


async def test_other_scopes_are_refused(stranger: Caller) -> None:
    answer = await stranger.ask_token(stranger.assertion(scopes="payroll"))
    assert (answer.status, answer.body["error"]) == (400, "invalid_scope")


async def test_another_grant_is_refused(stranger: Caller) -> None:
    answer = await stranger.ask_token(stranger.assertion(), grant_type="password")
    assert (answer.status, answer.body["error"]) == (400, "unsupported_grant_type")


async def test_a_call_without_token_is_forbidden(stranger: Caller) -> None:
    answer = await stranger.call("GET", "/organizations")
    assert (answer.status, answer.body["errors"]) == (
        403,
        {"http_status": 403, "message": "Forbidden", "details": None},
    )


async def test_a_token_of_the_wrong_form_is_a_bad_request(stranger: Caller) -> None:
    stranger.token = "opaque"
    answer = await stranger.call("GET", "/organizations")
    assert (answer.status, answer.message) == (400, "Not enough or too many segments")


async def test_an_assertion_is_no_access_token(stranger: Caller) -> None:
    stranger.token = stranger.assertion()
    answer = await stranger.call("GET", "/organizations")
    assert (answer.status, answer.body["errors"]["error_code"]) == (401, "invalid_token")


async def test_a_token_dies_after_five_minutes_of_the_sandbox_clock(api: Caller, box: Running) -> None:
    box.sandbox.clock.advance(301 / 86_400)
    answer = await api.call("GET", "/organizations")
    assert (answer.status, answer.message, answer.body["errors"]["error_code"]) == (
        401,
        "Signature has expired",
        "invalid_token",
    )


async def test_a_fresh_token_is_not_expired_by_the_same_fault_before_it_was_accepted(
    api: Caller, box: Running
) -> None:
    box.sandbox.faults.replace([{"kind": "expired_token"}])
    seen = []
    for _ in range(2):
        seen.append((await api.call("GET", "/organizations")).status)
        await api.sign_in()
        seen.append((await api.call("GET", "/organizations")).status)
    assert seen == [401, 200, 401, 200]


async def test_an_expired_token_stays_expired_and_a_fresh_one_works(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "expired_token", "times": 1}])
    first, again = await api.call("GET", "/organizations"), await api.call("GET", "/organizations")
    await api.sign_in()
    fresh = await api.call("GET", "/organizations")
    assert [first.status, again.status, fresh.status] == [401, 401, 200]
