"""Starts DAG runs as the person who is signed in, by the API server's own public API.

The request goes to the application that this process serves, without a network, and with the person's own
token: Airflow asks whether they may, writes its own audit, and records who started the run.
"""

import os
from collections.abc import Iterable, Mapping

import httpx
from airflow.api_fastapi.app import cached_app
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.models.dag import DagModel
from airflow.utils.session import create_session
from fastapi import HTTPException, Request, status
from pydantic import JsonValue
from sqlalchemy import select


async def start_run(
    request: Request, dag_id: str, run_id: str, conf: Mapping[str, JsonValue], lost: str
) -> None:
    """Start a run; one that was started before under its id is left as it is.

    Args:
        request: The person's request, whose credentials start the run.
        dag_id: The DAG.
        run_id: The run's id, the same for each press of one button.
        conf: What the run is asked for.
        lost: What did not happen where it is not started, such as *nothing was sent again*.

    Raises:
        HTTPException: If Airflow does not let the person start it, or does not take it.
    """
    body = {"dag_run_id": run_id, "logical_date": None, "conf": dict(conf)}
    app = cached_app(apps=os.environ.get("AIRFLOW_API_APPS", "all"))  # as the server itself asks for it
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    here = f"{request.url.scheme}://{request.url.netloc}"
    async with httpx.AsyncClient(transport=transport, base_url=here) as client:
        answer = await client.post(f"/api/v2/dags/{dag_id}/dagRuns", json=body, headers=_as_person(request))
    if answer.status_code not in {status.HTTP_200_OK, status.HTTP_409_CONFLICT}:
        raise HTTPException(answer.status_code, _refusal(dag_id, answer.status_code, lost))


def refuse_paused(dag_ids: Iterable[str], lost: str, then: str) -> None:
    """Refuse to start what would wait for ever.

    Args:
        dag_ids: The DAGs that have to be on.
        lost: What does not happen, such as *nothing was sent again*.
        then: What to do once they are on, such as *resubmit*.

    Raises:
        HTTPException: If one of them is paused or not known to Airflow.
    """
    for dag_id in dag_ids:
        with create_session() as session:
            paused = session.scalar(select(DagModel.is_paused).where(DagModel.dag_id == dag_id))
        if paused is None:
            why = f"Airflow has no DAG {dag_id}, so {lost}."
            raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, why)
        if paused:
            why = f"The DAG {dag_id} is paused; {lost}. Turn it on in Airflow, then {then}."
            raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, why)


def _as_person(request: Request) -> dict[str, str]:
    """Return the person's own credentials, and where they come from: Airflow notes the UI by it."""
    headers = {"Referer": str(request.url)}
    if "authorization" in request.headers:
        headers["Authorization"] = request.headers["authorization"]
    elif COOKIE_NAME_JWT_TOKEN in request.cookies:
        headers["Authorization"] = f"Bearer {request.cookies[COOKIE_NAME_JWT_TOKEN]}"
    return headers


def _refusal(dag_id: str, code: int, lost: str) -> str:
    if code == status.HTTP_403_FORBIDDEN:
        return f"You may not start runs of {dag_id}: ask for the right to trigger it."
    return f"Airflow did not start {dag_id} (HTTP {code}); {lost}. Try again later."
