"""``benefits roles``, with Airflow's FAB auth manager and its real tables."""

import pytest
from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager
from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager
from airflow.providers.fab.auth_manager.models import Permission, Resource, Role
from airflow.utils.session import create_session
from sqlalchemy import delete, select, text

from benefits_sync.redaction import PERSONAL_VALUES
from tests.authenticating import authenticated_by

OURS = {
    ("Viewer", "can_read on Plugins"),
    ("User", "can_read on Plugins"),
    ("User", "menu_access on HITL Detail"),
    ("Admin", f"can_read on {PERSONAL_VALUES}"),
    ("Op", f"can_read on {PERSONAL_VALUES}"),
}
REFUSAL = "CREATE TRIGGER refusal BEFORE INSERT ON ab_permission_view_role"


def holders():
    """Return the roles that may see personal values."""
    asked = select(Role.name).join(Role.permissions).join(Permission.resource)
    with create_session() as session:
        return set(session.scalars(asked.where(Resource.name == PERSONAL_VALUES)))


@pytest.fixture
def fab(airflow_db):
    """FAB in charge, with its roles as it makes them and no right of ours."""
    with authenticated_by(FabAuthManager):
        with create_session() as session:
            for role in session.scalars(select(Role)).unique():
                role.permissions = []
            session.flush()
            ours = session.scalar(select(Resource.id).where(Resource.name == PERSONAL_VALUES))
            session.execute(delete(Permission).where(Permission.resource_id == ours))
            session.execute(delete(Resource).where(Resource.id == ours))
        yield


def test_every_role_gets_what_it_lacks(benefits, fab):
    given = {(one["role"], one["right"]) for one in benefits("roles", "--json").json if one["granted"]}
    assert given == OURS


def test_a_second_run_grants_nothing(benefits, fab):
    benefits("roles")
    assert [one for one in benefits("roles", "--json").json if one["granted"]] == []


def test_the_roles_named_see_personal_values_in_place_of_op(benefits, fab):
    benefits("roles", "--personal-values", "User", "--personal-values", "Viewer")
    assert holders() == {"Admin", "User", "Viewer"}


def test_a_role_that_does_not_exist_gets_nothing_and_neither_do_others(benefits, fab):
    answer = benefits("roles", "--personal-values", "Payroll")
    assert (answer.code, "Airflow has no role Payroll" in answer.err, holders()) == (2, True, set())


@pytest.fixture
def op_gets_nothing(benefits, fab):
    """A database that refuses each grant to Op, once Op has what FAB itself gives."""
    benefits("roles", "--personal-values", "User")
    with create_session() as session:
        op = session.scalar(select(Role.id).where(Role.name == "Op"))
        session.execute(text(f"{REFUSAL} WHEN NEW.role_id = {op} BEGIN SELECT RAISE(ABORT, 'no'); END"))
    yield
    with create_session() as session:
        session.execute(text("DROP TRIGGER refusal"))


def test_a_grant_that_the_database_refuses_is_told(benefits, op_gets_nothing):
    answer = benefits("roles")
    assert (answer.code, f"did not give Op can_read on {PERSONAL_VALUES}" in answer.err) == (1, True)


def test_another_auth_manager_is_named(benefits):
    with authenticated_by(SimpleAuthManager):
        answer = benefits("roles")
    assert (answer.code, "auth manager is SimpleAuthManager" in answer.err) == (2, True)
