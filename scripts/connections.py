"""Connections as Airflow finds them without its database: environment variables with JSON."""

import json
from collections.abc import Mapping
from typing import Any


def as_environment(connections: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the environment variables that define these connections, given by id."""
    return {f"AIRFLOW_CONN_{conn_id.upper()}": json.dumps(body) for conn_id, body in connections.items()}
