"""What Airflow's provider manager learns about this package: its connection types."""

from typing import Any


def get_provider_info() -> dict[str, Any]:
    """Return the provider metadata in the shape of Airflow's ``provider_info.schema.json``."""
    return {
        "package-name": "benefits-sync",
        "name": "Benefits Sync",
        "description": "Connection types for BambooHR and PlanSource.",
    }
