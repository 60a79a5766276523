"""Who may see our pages: asked of every route, so that none is forgotten."""

import pytest
from fastapi.routing import APIRoute

from benefits_sync.ui.access import GUARDS, signed_in
from benefits_sync.ui.app import PREFIX, app
from benefits_sync.ui.csrf import same_site
from tests.ui.auth_manager import STRANGER
from tests.ui.routes import REFERENCE_ID, calls, each_route, is_write, routes, shows_personal_values


def is_about_a_dag(route):
    return is_write(route) or {parameter.name for parameter in route.dependant.path_params} - {"name"}


def test_every_route_is_one_that_the_walk_knows():
    assert [route for route in app.routes if not isinstance(route, APIRoute)] == []


def test_every_route_has_a_guard():
    assert [route.path for route in routes() if not GUARDS & set(calls(route.dependant))] == []


def test_every_guard_begins_with_signing_in():
    assert [route.path for route in routes() if signed_in not in calls(route.dependant)] == []


def test_every_write_is_refused_to_other_sites():
    assert [r.path for r in routes() if is_write(r) and same_site not in calls(r.dependant)] == []


@each_route()
def test_nobody_gets_an_answer_without_signing_in(server, begun, method, url):
    assert server.request(method, url).status_code == 401


@each_route()
def test_a_forged_token_is_nobody(server, begun, method, url):
    forged = {"Authorization": "Bearer forged"}
    assert server.request(method, url, headers=forged).status_code in {401, 403}


@each_route(is_about_a_dag)
def test_somebody_with_other_dags_sees_and_changes_none_of_ours(ask, method, url):
    assert ask(STRANGER, method, url).status_code in {403, 404}


@each_route(is_write)
def test_a_viewer_changes_nothing(ask, method, url):
    assert ask("vera", method, url).status_code == 403


@each_route(shows_personal_values)
@pytest.mark.parametrize("user", ["vera", "uma"])
def test_personal_values_are_for_whoever_may_edit_connections(ask, user, method, url):
    assert ask(user, method, url).status_code == 403


@each_route(lambda route: not is_write(route) and not shows_personal_values(route))
@pytest.mark.parametrize("user", ["vera", "uma", "olga"])
def test_whoever_may_see_the_dag_sees_its_pages(ask, user, method, url):
    assert ask(user, method, url).status_code < 400


@each_route(shows_personal_values)
def test_whoever_may_edit_connections_sees_personal_values(ask, method, url):
    assert ask("olga", method, url).status_code < 400


def test_a_person_who_has_not_signed_in_is_sent_to_do_so(server, begun):
    answer = server.get(f"{PREFIX}/runs/{REFERENCE_ID}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/api/v2/auth/login")


def test_a_run_of_a_hidden_dag_looks_like_one_that_does_not_exist(server, begun, token):
    hidden = server.get(f"{PREFIX}/runs/{REFERENCE_ID}", headers=token(STRANGER)).json()
    absent = server.get(f"{PREFIX}/runs/20261120-000000000000", headers=token("vera")).json()
    assert hidden["detail"].replace(REFERENCE_ID, "") == absent["detail"].replace("20261120-000000000000", "")


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_the_application_describes_itself_to_nobody(server, token, path):
    assert server.get(PREFIX + path, headers=token("olga")).status_code == 404


@each_route()
def test_no_answer_may_be_framed_or_read_by_another_site(server, begun, token, method, url):
    headers = server.request(method, url, headers=token("olga")).headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
