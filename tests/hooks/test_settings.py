"""A connection's fields, and what is said when one is missing or wrong."""

import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.settings import Settings
from tests.hooks.conftest import Define


def settings(define: Define, **fields: object) -> Settings:
    define("vendor", conn_type="vendor", **fields)
    return Settings.look_up("vendor", "vendor")


def test_a_connection_that_does_not_exist_is_named_with_the_way_out() -> None:
    with pytest.raises(
        ConnectionSettingsError, match="connection nowhere does not exist; create it under Admin"
    ):
        Settings.look_up("nowhere", "vendor")


def test_a_connection_of_another_type_is_refused(define: Define) -> None:
    define("vendor", conn_type="http")
    with pytest.raises(ConnectionSettingsError, match="has the type http; it must be vendor"):
        Settings.look_up("vendor", "vendor")


def test_an_extra_that_is_no_object_is_refused(define: Define) -> None:
    define("vendor", conn_type="vendor", extra="[1]")
    with pytest.raises(ConnectionSettingsError, match="extra must be a JSON object"):
        Settings.look_up("vendor", "vendor")


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_required_field_is_named_as_in_its_form(define: Define, empty: str | None) -> None:
    with pytest.raises(ConnectionSettingsError, match="connection vendor: client id is empty"):
        settings(define, login=empty).required("login", "client id")


def test_blanks_around_a_field_are_dropped(define: Define) -> None:
    assert settings(define, login=" me ").optional("login") == "me"


def test_an_extra_never_stands_in_for_a_standard_field(define: Define) -> None:
    assert settings(define, extra={"password": "x"}).optional("password") is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://api.plansource.com/", "https://api.plansource.com"),
        ("api.plansource.com", "https://api.plansource.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_a_base_url_is_https_or_on_this_machine(define: Define, text: str, url: str) -> None:
    assert settings(define).base_url(text, "base URL") == url


@pytest.mark.parametrize(
    "text",
    [
        "http://api.plansource.com",  # plain HTTP over the network
        "http://127.0.0.1.example.com",
        "ftp://api.plansource.com",
        "https://",
        "https://me:secret@api.plansource.com",
        "https://api.plansource.com/?key=secret",
        "https://api.plansource.com:port",
        "https://[::1",
    ],
)
def test_another_base_url_is_refused_without_being_quoted(define: Define, text: str) -> None:
    with pytest.raises(ConnectionSettingsError) as caught:
        settings(define).base_url(text, "base URL")

    assert "base URL" in str(caught.value)
    assert "secret@" not in str(caught.value)


def test_plain_http_is_taken_when_allowed(define: Define) -> None:
    allowed = settings(define, extra={"allow_http": True})

    assert allowed.base_url("http://sandbox:8080", "base URL") == "http://sandbox:8080"
