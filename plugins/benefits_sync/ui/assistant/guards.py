"""Who may see and change what the assistant shows: whoever may see, or start, runs of its DAG."""

from collections.abc import Collection
from typing import Annotated

from fastapi import Depends, HTTPException, status

from benefits_sync.errors import ParameterError
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.store.additions import Addition
from benefits_sync.store.rejection_listing import ListedRejection
from benefits_sync.store.resubmissions import Resubmission
from benefits_sync.ui.access import Access, OpenLedger, RowNumber, SignedIn, acts_on_dag


def visible_integrations(access: Access) -> Collection[str]:
    """Return the integrations whose runs the person may see."""
    visible = access.visible(DAG_IDS.values())
    return [name for name, dag_id in DAG_IDS.items() if dag_id in visible]


def acts_somewhere(access: SignedIn) -> Access:
    """Let in whoever may start runs of an integration; of which, the form will say."""
    if not any(access.may_act(dag_id) for dag_id in DAG_IDS.values()):
        raise HTTPException(status.HTTP_403_FORBIDDEN, "You may not start runs of any integration.")
    return access


ActsSomewhere = Annotated[Access, Depends(acts_somewhere)]


def visible_rejection(rejection_id: RowNumber, access: SignedIn, ledger: OpenLedger) -> ListedRejection:
    """Return the rejection in the path; one of a hidden DAG does not exist for this person."""
    found = ledger.refused.get(rejection_id)
    if found is None or not access.may_see(found.dag_id):
        raise _absent(f"There is no rejection {rejection_id}.")
    return found


VisibleRejection = Annotated[ListedRejection, Depends(visible_rejection)]


def actable_rejection(rejection: VisibleRejection, access: SignedIn) -> ListedRejection:
    """Return the rejection in the path to whoever may start runs of its DAG."""
    acts_on_dag(rejection.dag_id, access)
    return rejection


ActableRejection = Annotated[ListedRejection, Depends(actable_rejection)]


def visible_resubmission(resubmission_id: RowNumber, access: SignedIn, ledger: OpenLedger) -> Resubmission:
    """Return the resubmission in the path; one of a hidden DAG does not exist for this person."""
    try:
        found = ledger.resubmissions.get(resubmission_id)
    except ParameterError as error:
        raise _absent(f"There is no resubmission {resubmission_id}.") from error
    if found.integration not in visible_integrations(access):
        raise _absent(f"There is no resubmission {resubmission_id}.")
    return found


VisibleResubmission = Annotated[Resubmission, Depends(visible_resubmission)]


def actable_addition(addition_id: RowNumber, access: SignedIn, ledger: OpenLedger) -> Addition:
    """Return the added value in the path to whoever may start runs of its integration's DAG."""
    found = ledger.additions.get(addition_id)
    if found is None or found.integration not in visible_integrations(access):
        raise _absent("This added value is not there any more.")
    acts_on_dag(DAG_IDS[found.integration], access)
    return found


ActableAddition = Annotated[Addition, Depends(actable_addition)]


def _absent(why: str) -> HTTPException:
    return HTTPException(status.HTTP_404_NOT_FOUND, why)
