"""Writes that another site made the browser send change nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI

from benefits_sync.ui.csrf import FIELD, HEADER, LIFETIME, SameSite, token_for

WRITE = "/benefits-test/write"
OURS = {"Sec-Fetch-Site": "same-origin"}
NOW = datetime.now(UTC)


@pytest.fixture(scope="module", autouse=True)
def guarded(server):
    """A route that changes something, as the assistant's do."""
    app = FastAPI()

    @app.post("/write")
    def write(guard: SameSite) -> str:
        return "changed"

    server.app.mount("/benefits-test", app)
    server.app.router.routes.insert(0, server.app.router.routes.pop())


@pytest.fixture
def write(server, token):
    def send(headers, form_token=None, user="uma"):
        form = {FIELD: form_token if form_token is not None else token_for(user)}
        return server.post(WRITE, data=form, headers={**token(user), **headers}).status_code

    return send


def test_a_form_of_our_own_page_is_taken(write):
    assert write(OURS) == 200


def test_a_script_of_our_own_page_sends_the_token_in_a_header(server, token):
    headers = {**token("uma"), **OURS, HEADER: token_for("uma")}
    assert server.post(WRITE, json={}, headers=headers).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_browser_that_comes_from_elsewhere_is_refused(write, site):
    assert write({"Sec-Fetch-Site": site}) == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", ""])
def test_a_foreign_origin_is_refused_where_the_browser_says_no_more(write, origin):
    assert write({"Origin": origin}) == 403


def test_our_own_origin_is_taken_where_the_browser_says_no_more(write):
    assert write({"Origin": "http://testserver"}) == 200


def test_the_token_is_asked_for_even_of_our_own_pages(write):
    assert write(OURS, form_token="") == 403


def test_a_token_made_for_somebody_else_is_refused(write):
    assert write(OURS, form_token=token_for("olga")) == 403


def test_a_token_of_a_page_left_open_too_long_is_refused(write):
    assert write(OURS, form_token=token_for("uma", NOW - LIFETIME - timedelta(minutes=1))) == 403


def test_a_token_of_another_secret_is_refused(write, monkeypatch):
    made = token_for("uma")
    monkeypatch.setenv("AIRFLOW__API__SECRET_KEY", "another secret altogether")
    assert write(OURS, form_token=made) == 403


def test_airflows_own_token_is_no_token_for_forms(write, token):
    assert write(OURS, form_token=token("uma")["Authorization"].removeprefix("Bearer ")) == 403
