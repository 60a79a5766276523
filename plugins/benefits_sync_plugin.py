"""Registers the package's pages with Airflow; nothing else happens here."""

import sys
from typing import Any
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

# The plugin file is executed in every Airflow process; only the API server needs the web application.
SERVES_PAGES = "api-server" in sys.argv


def _applications() -> list[dict[str, Any]]:
    if not SERVES_PAGES:
        return []
    from benefits_sync.ui.app import PREFIX, app  # noqa: PLC0415 - see above

    return [{"app": app, "url_prefix": PREFIX, "name": "Benefits Sync"}]


def _path(path: str) -> str:
    """Return where a page of ours is, wherever a proxy puts Airflow."""
    return urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/") + "/benefits" + path


class BenefitsSyncPlugin(AirflowPlugin):
    """Runs, assistant and carrier files in the menu *Plugins*, *Benefits*; a summary on every run's page."""

    name = "benefits_sync"
    fastapi_apps = _applications()
    external_views = [  # noqa: RUF012 - Airflow's own shape
        {
            "name": "Integration runs",
            "href": _path("/runs"),
            "destination": "nav",
            "category": "Benefits",
            "url_route": "benefits_runs",
        },
        {
            "name": "Transaction assistant",
            "href": _path("/assistant"),
            "destination": "nav",
            "category": "Benefits",
            "url_route": "benefits_assistant",
        },
        {
            "name": "Carrier files",
            "href": _path("/carriers"),
            "destination": "nav",
            "category": "Benefits",
            "url_route": "benefits_carriers",
        },
        {
            "name": "Run summary",
            "href": _path("/dags/{DAG_ID}/runs/{RUN_ID}/summary"),
            "destination": "dag_run",
            "url_route": "benefits_run_summary",
        },
    ]
