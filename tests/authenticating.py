"""Puts an auth manager of Airflow in charge of this process, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from airflow.api_fastapi.app import purge_cached_app
from airflow.api_fastapi.auth.managers.base_auth_manager import BaseAuthManager


@contextmanager
def authenticated_by(manager: type[BaseAuthManager], **settings: str) -> Iterator[None]:
    """Let Airflow ask this auth manager, with further settings of the environment."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AIRFLOW__CORE__AUTH_MANAGER", f"{manager.__module__}.{manager.__qualname__}")
        environment.setenv("AIRFLOW__API__SECRET_KEY", "a secret of the tests for forms")
        for name, value in settings.items():
            environment.setenv(name, value)
        purge_cached_app()
        yield
        purge_cached_app()
