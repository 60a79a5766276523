"""A real API server offers our pages to whoever has signed in, and tries out our connections."""

import json

import httpx
import pytest

pytestmark = pytest.mark.slow
VIEWS = {
    "Integration runs": ("/benefits/runs", "nav"),
    "Transaction assistant": ("/benefits/assistant", "nav"),
    "Carrier files": ("/benefits/carriers", "nav"),
    "Run summary": ("/benefits/dags/{DAG_ID}/runs/{RUN_ID}/summary", "dag_run"),
}
PAGE = "/benefits/dags/demographic_export/runs/unknown/summary"


@pytest.fixture
def plugin(stack):
    plugins = stack.airflow.api("operator").call("GET", "plugins")["plugins"]
    return next(one for one in plugins if one["name"] == "benefits_sync")


def test_each_page_is_offered_where_it_belongs(plugin):
    offered = {view["name"]: (view["href"], view["destination"]) for view in plugin["external_views"]}
    assert offered == VIEWS


def test_the_pages_of_the_navigation_are_in_one_menu(plugin):
    menus = [view["category"] for view in plugin["external_views"] if view["destination"] == "nav"]
    assert menus == ["Benefits"] * 3


def test_the_page_is_served_where_the_view_points(plugin):
    assert [served["url_prefix"] for served in plugin["fastapi_apps"]] == ["/benefits"]


def test_no_plugin_failed_to_load(stack):
    assert stack.airflow.api("operator").call("GET", "plugins/importErrors")["import_errors"] == []


def test_the_page_is_closed_to_whoever_has_not_signed_in(stack):
    url = stack.airflow.settings.url
    assert httpx.get(url + PAGE, trust_env=False).status_code == 401


def test_the_page_is_open_to_whoever_has(stack):
    settings = stack.airflow.settings
    credentials = {"username": "approver", "password": settings.secrets.passwords["approver"]}
    with httpx.Client(base_url=settings.url, trust_env=False) as client:
        token = client.post("/auth/token", json=credentials).json()["access_token"]
        answer = client.get(PAGE, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, "No summary yet" in answer.text) == (200, True)


@pytest.fixture(params=["bamboohr_default", "plansource_default"])
def vendor(request, stack):
    """A right connection to a vendor, as its form would send it."""
    fields = stack.sandbox.connections()[request.param]
    return {"connection_id": request.param, **fields, "extra": json.dumps(fields["extra"])}


def test_the_test_button_passes_a_right_connection(stack, vendor):
    passed, said = stack.airflow.api("operator").test_connection(vendor)
    assert (passed, said.split()[0].lower()) == (True, vendor["conn_type"])


def test_the_test_button_names_a_wrong_key(stack, vendor):
    wrong = vendor | {"password": "a wrong key of thirty-two letters"}
    passed, said = stack.airflow.api("operator").test_connection(wrong)
    named = {"bamboohr": "API key is missing or wrong", "plansource": "client secret"}
    assert (passed, named[vendor["conn_type"]] in said, wrong["password"] in said) == (False, True, False)
