"""Who is signed in, and what Airflow lets this person see and do.

Airflow does not authenticate plugin applications: a route without one of these dependencies is open to
everyone. A test walks all routes and fails on one that has none of `GUARDS`.
"""

from collections.abc import Collection, Iterator
from typing import Annotated, Final

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.base_auth_manager import ResourceMethod
from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
from airflow.api_fastapi.core_api.security import GetUserDep
from airflow.models.dag import DagModel
from fastapi import Depends, HTTPException, Path, status

from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.redaction import PERSONAL_VALUES
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.listing import ListedRun

RowNumber = Annotated[int, Path(ge=0, le=2**31 - 1)]
"""The number of a row of the ledger in a path: none that its columns could not hold."""


class Access:
    """What one signed-in person may see and do; asked of Airflow's auth manager each time."""

    def __init__(self, user: BaseUser) -> None:
        self._user = user
        self._manager = get_auth_manager()

    @property
    def name(self) -> str:
        """The person's name, as Airflow records it with a run and we record it in the audit."""
        return self._user.get_name()

    @property
    def user_id(self) -> str:
        """What tells this person from all others."""
        return str(self._user.get_id())

    def may_see(self, dag_id: str) -> bool:
        """Tell whether the person may see a DAG's runs."""
        return self._may("GET", dag_id)

    def may_act(self, dag_id: str) -> bool:
        """Tell whether the person may start runs of a DAG, and so change what it will do."""
        return self._may("POST", dag_id)

    def visible(self, dag_ids: Collection[str]) -> frozenset[str]:
        """Return those of the DAGs whose runs the person may see."""
        return frozenset(dag_id for dag_id in dag_ids if self.may_see(dag_id))

    @property
    def may_see_personal_values(self) -> bool:
        """Tell whether the person may see SSNs, birth dates, pay and the like in clear.

        The view alone is not enough: the simple auth manager grants every view to everyone. So the right to
        edit connections is asked for too; whoever has it could read the same data with the vendors' keys.
        """
        return bool(
            self._manager.is_authorized_custom_view(
                method="GET", resource_name=PERSONAL_VALUES, user=self._user
            )
            and self._manager.is_authorized_connection(method="PUT", user=self._user)
        )

    def _may(self, method: ResourceMethod, dag_id: str) -> bool:
        details = DagDetails(id=dag_id, team_name=DagModel.get_team_name(dag_id))
        return self._manager.is_authorized_dag(
            method=method, access_entity=DagAccessEntity.RUN, details=details, user=self._user
        )


def signed_in(user: GetUserDep) -> Access:
    """Let in whoever has signed in; the page itself shows only what the person may see."""
    return Access(user)


SignedIn = Annotated[Access, Depends(signed_in)]


def sees_dag(dag_id: str, access: SignedIn) -> Access:
    """Let in whoever may see the runs of the DAG in the path."""
    if not access.may_see(dag_id):
        raise _forbidden(f"You may not see runs of {dag_id}.")
    return access


SeesDag = Annotated[Access, Depends(sees_dag)]


def acts_on_dag(dag_id: str, access: SignedIn) -> Access:
    """Let in whoever may start runs of the DAG in the path."""
    if not access.may_act(dag_id):
        raise _forbidden(f"You may not start runs of {dag_id}.")
    return access


ActsOnDag = Annotated[Access, Depends(acts_on_dag)]


def sees_personal_values(access: SignedIn) -> Access:
    """Let in whoever may see personal values in clear."""
    if not access.may_see_personal_values:
        raise _forbidden(f"This needs the right to edit connections and to see “{PERSONAL_VALUES}”.")
    return access


SeesPersonalValues = Annotated[Access, Depends(sees_personal_values)]


def open_ledger() -> Iterator[Ledger]:
    """Open the ledger for the time of one request."""
    with LedgerHook().get_ledger() as ledger:
        yield ledger


OpenLedger = Annotated[Ledger, Depends(open_ledger)]


def visible_run(reference_id: str, access: SignedIn, ledger: OpenLedger) -> ListedRun:
    """Return the run in the path; one of a DAG that the person may not see does not exist for them."""
    run = ledger.listing.run(reference_id)
    if run is None or not access.may_see(run.dag_id):
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no run {reference_id}.")
    return run


VisibleRun = Annotated[ListedRun, Depends(visible_run)]


def actable_run(run: VisibleRun, access: SignedIn) -> ListedRun:
    """Return the run in the path to whoever may start runs of its DAG."""
    acts_on_dag(run.dag_id, access)
    return run


ActableRun = Annotated[ListedRun, Depends(actable_run)]

GUARDS: Final = frozenset({signed_in, sees_dag, acts_on_dag, sees_personal_values, visible_run, actable_run})
"""The dependencies that close a route; each of them starts with `signed_in`."""


def _forbidden(why: str) -> HTTPException:
    return HTTPException(status.HTTP_403_FORBIDDEN, why)
