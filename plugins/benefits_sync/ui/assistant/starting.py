"""Starts the DAG runs that carry resubmissions out, as the person who asked for them."""

from typing import Final

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from benefits_sync.integrations.registry import dag_id_of
from benefits_sync.operators.resubmit import run_id_of
from benefits_sync.store.resubmissions import Resubmission
from benefits_sync.ui import starting

DAG_ID: Final = "resubmit_records"
LOST: Final = "nothing was sent again"


async def start(request: Request, resubmission: Resubmission) -> None:
    """Start the run that carries a resubmission out; one that was started before is left as it is.

    Raises:
        HTTPException: If a DAG is paused or not there, or Airflow does not let the person start it.
    """
    await run_in_threadpool(refuse_paused, resubmission.integration)
    conf = {"resubmission": resubmission.id}
    await starting.start_run(request, DAG_ID, run_id_of(resubmission.id), conf, LOST)


def refuse_paused(integration: str) -> None:
    """Refuse to start what would wait for ever.

    Raises:
        HTTPException: If one of the two DAGs is paused or not known to Airflow.
    """
    starting.refuse_paused((DAG_ID, dag_id_of(integration)), LOST, "resubmit")
