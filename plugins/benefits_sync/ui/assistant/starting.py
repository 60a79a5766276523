"""Starts DAG runs as the person who is signed in, by the API server's own public API.

The request goes to the application that this process serves, without a network, and with the person's own
token: Airflow asks whether they may, writes its own audit, and records who started the run.
"""

import os
from typing import Final

import httpx
from airflow.api_fastapi.app import cached_app
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.models.dag import DagModel
from airflow.utils.session import create_session
from fastapi import HTTPException, Request, status
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select

from benefits_sync.integrations.registry import dag_id_of
from benefits_sync.operators.resubmit import run_id_of
from benefits_sync.store.resubmissions import Resubmission

DAG_ID: Final = "resubmit_records"


async def start(request: Request, resubmission: Resubmission) -> None:
    """Start the run that carries a resubmission out; one that was started before is left as it is.

    Raises:
        HTTPException: If a DAG is paused or not there, or Airflow does not let the person start it.
    """
    await run_in_threadpool(refuse_paused, resubmission.integration)
    body = {
        "dag_run_id": run_id_of(resubmission.id),
        "logical_date": None,
        "conf": {"resubmission": resubmission.id},
    }
    app = cached_app(apps=os.environ.get("AIRFLOW_API_APPS", "all"))  # as the server itself asks for it
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    here = f"{request.url.scheme}://{request.url.netloc}"
    async with httpx.AsyncClient(transport=transport, base_url=here) as client:
        answer = await client.post(f"/api/v2/dags/{DAG_ID}/dagRuns", json=body, headers=_as_person(request))
    if answer.status_code not in {status.HTTP_200_OK, status.HTTP_409_CONFLICT}:
        raise HTTPException(answer.status_code, _refusal(answer.status_code))


def refuse_paused(integration: str) -> None:
    """Refuse to start what would wait for ever.

    Raises:
        HTTPException: If one of the two DAGs is paused or not known to Airflow.
    """
    for dag_id in (DAG_ID, dag_id_of(integration)):
        with create_session() as session:
            paused = session.scalar(select(DagModel.is_paused).where(DagModel.dag_id == dag_id))
        if paused is None:
            why = f"Airflow has no DAG {dag_id}, so nothing was sent again."
            raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, why)
        if paused:
            why = f"The DAG {dag_id} is paused; nothing was sent again. Turn it on in Airflow, then resubmit."
            raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, why)


def _as_person(request: Request) -> dict[str, str]:
    """Return the person's own credentials, and where they come from: Airflow notes the UI by it."""
    headers = {"Referer": str(request.url)}
    if "authorization" in request.headers:
        headers["Authorization"] = request.headers["authorization"]
    elif COOKIE_NAME_JWT_TOKEN in request.cookies:
        headers["Authorization"] = f"Bearer {request.cookies[COOKIE_NAME_JWT_TOKEN]}"
    return headers


def _refusal(code: int) -> str:
    if code == status.HTTP_403_FORBIDDEN:
        return f"You may not start runs of {DAG_ID}: ask for the right to trigger it."
    return f"Airflow did not start {DAG_ID} (HTTP {code}); nothing was sent again. Try again later."
