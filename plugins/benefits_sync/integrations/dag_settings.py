"""What every DAG of ours has: its page, one run at a time, retries with back-off, a notice of failure."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from benefits_sync.notifications.failure import notify_failure

COMPANY_ZONE: Final = "America/Denver"
"""That of the mappings' settings: the nights of the schedules are the company's."""


def dag_settings(dag_file: str, page: str, *, longest_task: timedelta = timedelta(hours=2)) -> dict[str, Any]:
    """Return arguments that all DAGs share.

    Args:
        dag_file: The DAG's ``__file__``.
        page: Name of its page in ``docs/dags``.
        longest_task: When a task that is still at work is given up.
    """
    pages = Path(dag_file).parents[1] / "docs" / "dags"
    return {
        "doc_md": (pages / f"{page}.md").read_text(encoding="utf-8"),
        "catchup": False,
        "max_active_runs": 1,
        "on_failure_callback": notify_failure,
        "default_args": {
            "owner": "benefits",
            "retries": 3,
            "retry_delay": timedelta(seconds=30),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(minutes=10),
            "execution_timeout": longest_task,
        },
    }
