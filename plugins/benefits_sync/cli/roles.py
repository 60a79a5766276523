"""``benefits roles``: gives roles of Airflow's FAB auth manager the rights that our pages need.

FAB's own commands grant only rights that its database has, and none of them adds one.
"""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, Final, NamedTuple

import typer

from benefits_sync.cli.showing import JsonOption, print_json, print_table
from benefits_sync.errors import ConfigurationError, StoreUnavailableError
from benefits_sync.redaction import PERSONAL_VALUES


class Grant(NamedTuple):
    """A right that a role gets, and what people can do with it."""

    role: str
    action: str
    resource: str
    purpose: str

    @property
    def right(self) -> str:
        """The right as FAB names it."""
        return f"{self.action} on {self.resource}"


FIND_PAGES: Final = ("can_read", "Plugins", "find our pages in Airflow's menu")
ANSWER: Final = ("menu_access", "HITL Detail", "find Required Actions, where runs wait for approval")
SEE_VALUES: Final = (
    "can_read",
    PERSONAL_VALUES,
    "see personal values, where they may edit connections",
)

OF_AIRFLOW: Final = (
    Grant("Viewer", *FIND_PAGES),
    Grant("User", *FIND_PAGES),
    Grant("User", *ANSWER),
    Grant("Admin", *SEE_VALUES),  # FAB gives it each right there is when it next starts
)
"""What the roles that Airflow makes itself lack; ``Op`` has the first two from FAB."""


def roles(
    personal_values: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE",
            show_default="Op",
            help="Role that may see personal values; can be given several times.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Give Airflow's roles the rights that the pages ask for (FAB auth manager); run it again at will."""
    wanted = [*OF_AIRFLOW, *(Grant(role, *SEE_VALUES) for role in personal_values or ["Op"])]
    new = grant(wanted)
    if as_json:
        print_json([{"role": one.role, "right": one.right, "granted": now} for one, now in new.items()])
        return
    rows = [[one.role, one.right, one.purpose, "granted" if now else "had it"] for one, now in new.items()]
    print_table(["role", "right", "lets people", "outcome"], rows, "")


def grant(wanted: Sequence[Grant]) -> dict[Grant, bool]:
    """Give roles what they lack, and tell of each grant whether it was lacking.

    Raises:
        ConfigurationError: If Airflow's auth manager is not FAB, or lacks a role; nothing is granted then.
        StoreUnavailableError: If FAB's database did not take a grant.
    """
    with _quiet(), _security_manager() as security:
        found = {role.name: role for role in security.get_all_roles()}
        unknown = sorted({one.role for one in wanted} - set(found))
        if unknown:
            raise ConfigurationError(
                f"Airflow has no role {unknown[0]}: make it with `airflow roles create`, or take one of "
                f"{', '.join(sorted(found))}"
            )
        return {one: _add(security, found[one.role], one) for one in dict.fromkeys(wanted)}


def _add(security: Any, role: Any, one: Grant) -> bool:  # noqa: ANN401 - FAB has no types
    right = security.create_permission(one.action, one.resource)
    if right in role.permissions:
        return False
    security.add_permission_to_role(role, right)
    if right not in role.permissions:  # FAB logs why, and goes on
        raise StoreUnavailableError(f"Airflow's database did not give {one.role} {one.right}; try again")
    return True


@contextmanager
def _security_manager() -> Iterator[Any]:
    """Open FAB's own store of roles, as ``airflow roles`` does; FAB makes its built-in roles on the way."""
    from airflow.api_fastapi.app import get_auth_manager_cls  # noqa: PLC0415 - takes seconds to import
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder  # noqa: PLC0415
    from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager  # noqa: PLC0415

    manager = get_auth_manager_cls()
    if not issubclass(manager, FabAuthManager):
        raise ConfigurationError(
            f"Airflow's auth manager is {manager.__name__}, and `benefits roles` knows the roles of "
            "FabAuthManager only; docs/reference/pages.md names the rights that the pages ask for"
        )
    with get_application_builder() as builder:
        yield builder.sm


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Airflow, which logs to standard output, from telling every right that FAB looks at."""
    import airflow.configuration  # noqa: F401, PLC0415 - its first import lets warnings through again

    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
