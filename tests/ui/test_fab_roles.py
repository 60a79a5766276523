"""The roles of production: those of FAB, set up by ``benefits roles`` as the composition does."""

import pytest
from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager

from benefits_sync.cli.roles import roles as set_up_roles
from benefits_sync.ui.carriers.guards import DAG_ID
from tests.authenticating import authenticated_by
from tests.store.samples import EXPORT
from tests.ui.carriers.conftest import CarrierDesk
from tests.ui.carriers.shelf import Shelf
from tests.ui.conftest import PASSWORD
from tests.ui.routes import address, is_write, routes, shows_personal_values
from tests.ui.serving import serving

pytestmark = pytest.mark.slow
ROLES = {"vera": "Viewer", "uma": "User", "olga": "Op"}
EVERYONE = pytest.mark.parametrize("user", ROLES)


@pytest.fixture(scope="module")
def server(airflow_db):
    with authenticated_by(FabAuthManager):
        set_up_roles()
        with get_application_builder() as builder:
            for name, role in ROLES.items():
                email = f"{name}@example.test"
                builder.sm.add_user(name, name, role, email, builder.sm.find_role(role), PASSWORD)
        with serving() as client:
            yield client


@pytest.fixture
def answers(ask):
    """Ask each route of a kind as somebody; return the status codes by route."""

    def asked(user, wanted):
        return {
            f"{method} {route.path}": ask(user, method, address(route)).status_code
            for route in routes()
            if wanted(route)
            for method in route.methods
        }

    return asked


def is_open_to_readers(route):
    return not is_write(route) and not shows_personal_values(route)


@EVERYONE
def test_each_role_sees_the_pages(answers, user):
    refused = {route: code for route, code in answers(user, is_open_to_readers).items() if code >= 400}
    assert refused == {}


def test_an_op_sees_personal_values(answers):
    refused = {route: code for route, code in answers("olga", shows_personal_values).items() if code >= 400}
    assert refused == {}


@pytest.mark.parametrize("user", ["vera", "uma"])
def test_personal_values_are_hidden_from_viewers_and_users(answers, user):
    assert set(answers(user, shows_personal_values).values()) == {403}


def test_a_viewer_changes_nothing(answers):
    assert set(answers("vera", is_write).values()) <= {403, 422}


def test_what_a_user_starts_from_a_page_is_a_run_of_theirs(server, token, ledger, artifacts, dag_is_on):
    uma = CarrierDesk(server, token("uma"), "uma")
    file = Shelf(ledger, artifacts).kept()
    assert uma.act(file.id, "rebuild").status == 303
    runs = server.get(f"/api/v2/dags/{DAG_ID}/dagRuns", headers=uma.header).json()["dag_runs"]
    assert [run["triggering_user_name"] for run in runs] == ["uma"]


@EVERYONE
def test_each_role_finds_the_pages_in_the_menu(server, token, user):
    plugins = server.get("/api/v2/plugins", headers=token(user)).json()["plugins"]
    pages = [view["name"] for plugin in plugins for view in plugin["external_views"]]
    assert "Transaction assistant" in pages


@pytest.mark.parametrize("user", ["uma", "olga"])
def test_whoever_may_approve_finds_required_actions_in_the_menu(server, token, user):
    menu = server.get("/ui/auth/menus", headers=token(user)).json()
    assert "Required Actions" in menu["authorized_menu_items"]


@pytest.mark.parametrize(("user", "code"), [("vera", 403), ("uma", 404), ("olga", 404)])
def test_a_viewer_answers_no_question_of_a_run(server, token, user, code):
    question = f"/api/v2/dags/{EXPORT}/dagRuns/unknown/taskInstances/approve/-1/hitlDetails"
    answer = server.patch(question, json={"chosen_options": ["Apply"]}, headers=token(user))
    assert answer.status_code == code
