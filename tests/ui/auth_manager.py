"""An auth manager that fences DAGs off, as those of production do; the simple one shows all to everyone."""

from typing import Any

from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager

STRANGER = "nora"
"""Somebody who signed in but has to do with other DAGs."""


class FencedAuthManager(SimpleAuthManager):
    """Shows our DAGs to everyone but the stranger."""

    def is_authorized_dag(self, *, user: Any, **asked: Any) -> bool:
        return user.username != STRANGER and super().is_authorized_dag(user=user, **asked)
