"""The Test buttons of both vendors: which field is wrong, and that nothing happens before it is asked for."""

import logging
from typing import Any

import pytest
from airflow.sdk import BaseHook

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.bamboohr import BambooHRHook
from benefits_sync.hooks.plansource import PlanSourceHook
from sandbox.server import Running
from tests.connections import vendor_connections
from tests.hooks.conftest import Define


def bamboohr(define: Define, vendors: Running, **wrong: Any) -> BambooHRHook:
    define("bamboohr_default", **(vendor_connections(vendors)["bamboohr_default"] | wrong))
    return BambooHRHook()


def plansource(define: Define, vendors: Running, **wrong: Any) -> PlanSourceHook:
    define("plansource_default", **(vendor_connections(vendors)["plansource_default"] | wrong))
    return PlanSourceHook()


def test_a_right_bamboohr_connection_passes(define: Define, vendors: Running) -> None:
    assert bamboohr(define, vendors).test_connection()[0] is True


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "wrong-key"}, "the API key is missing or wrong"),
        ({"password": ""}, "API key is empty"),
        ({"extra": {"company_domain": "nobody"}}, "no such company"),
        ({"extra": {"company_domain": "acme.bamboohr.com"}}, "only the first part"),
        ({"extra": {}}, "company domain is empty"),
        ({"host": "http://127.0.0.1:9"}, "no connection could be established"),
        ({"host": "http://192.0.2.1"}, "base URL is plain HTTP"),
    ],
)
def test_a_wrong_bamboohr_connection_says_what_is_wrong(
    define: Define, vendors: Running, wrong: dict[str, Any], words: str
) -> None:
    passed, said = bamboohr(define, vendors, **wrong).test_connection()

    assert (passed, words in said) == (False, True)


def test_a_key_without_permission_fails_the_test_button(define: Define, vendors: Running) -> None:
    vendors.sandbox.faults.replace([{"kind": "status", "vendor": "bamboohr", "status": 403, "times": 1}])
    passed, said = bamboohr(define, vendors).test_connection()

    assert (passed, "lacks permission" in said) == (False, True)


def test_a_right_plansource_connection_passes(define: Define, vendors: Running) -> None:
    assert plansource(define, vendors).test_connection()[0] is True


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "a wrong secret of thirty-two bytes"}, "client secret"),
        ({"login": "wrong-client"}, "client id"),
        ({"extra": {}}, "logged-in user is empty"),
        ({"host": None}, "base URL is empty"),
        ({"host": "http://127.0.0.1:9"}, "no connection could be established"),
    ],
)
def test_a_wrong_plansource_connection_says_what_is_wrong(
    define: Define, vendors: Running, wrong: dict[str, Any], words: str
) -> None:
    passed, said = plansource(define, vendors, **wrong).test_connection()

    assert (passed, words in said) == (False, True)


def test_a_user_without_rights_fails_the_test_button(define: Define, vendors: Running) -> None:
    vendors.sandbox.faults.replace(
        [{"kind": "status", "vendor": "plansource", "route": "organizations", "status": 403, "times": 1}]
    )
    passed, said = plansource(define, vendors).test_connection()

    assert (passed, "logged-in user" in said) == (False, True)


def test_a_hook_looks_nothing_up_before_it_is_used() -> None:
    with pytest.raises(ConnectionSettingsError, match="connection nowhere does not exist"):
        BambooHRHook("nowhere").client()


def test_a_hook_looks_its_connection_up_once(
    define: Define, vendors: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    look_up = BaseHook.get_connection
    monkeypatch.setattr(BaseHook, "get_connection", lambda conn_id: asked.append(conn_id) or look_up(conn_id))
    hook = bamboohr(define, vendors)
    hook.client()
    hook.client()

    assert asked == ["bamboohr_default"]


def test_no_secret_is_said_or_logged(
    define: Define, vendors: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hook = bamboohr(define, vendors, password="wrong-key-4711")
    _, said = hook.test_connection()

    assert "wrong-key-4711" not in said + caplog.text + repr(hook.settings)
