"""What all operators of an integration share: the workbench, and when a retry can help."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from airflow.sdk import BaseOperator
from airflow.sdk.definitions.retry_policy import ExceptionRetryPolicy, RetryAction, RetryRule

from benefits_sync.errors import ConfigurationError, RunError
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.pipeline.garbage import fewer_collections
from benefits_sync.pipeline.integration import Integration, IntegrationMapping, Progress
from benefits_sync.pipeline.workbench import Workbench

PROGRESS_SECONDS = 5.0

RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception=ConfigurationError, action=RetryAction.FAIL, reason="the configuration must be fixed"
        ),
        RetryRule(exception=RunError, action=RetryAction.FAIL, reason="a person has to look"),
    ]
)
"""Errors that no second try can mend fail at once; all others follow the DAG's retries and back-off."""


def include_folder() -> Path:
    """Return the folder of mappings and SQL: ``BENEFITS_SYNC_INCLUDE``, else ``include`` beside plugins."""
    configured = os.environ.get("BENEFITS_SYNC_INCLUDE")
    return Path(configured) if configured else Path(__file__).parents[3] / "include"


def open_mapping(integration: Integration) -> IntegrationMapping:
    """Read an integration's mapping file, without the lines that people added to it.

    Raises:
        MappingError: If it is wrong, or made for test data and a vendor would be reached.
    """
    return integration.open_mapping(include_folder() / "mappings" / integration.mapping_file)


class IntegrationOperator(BaseOperator):
    """Base of the stage operators.

    Args:
        integration: The declaration of what is read, planned and written.
    """

    def __init__(self, *, integration: Integration, **kwargs: Any) -> None:
        kwargs["retry_policy"] = kwargs.get("retry_policy") or RETRY_POLICY  # a mapped task comes with None
        super().__init__(**kwargs)
        self.integration = integration

    @contextmanager
    def bench(self) -> Iterator[Workbench]:
        """Open the stores and load the mapping for one task.

        Raises:
            MappingError: If the mapping file is wrong, or made for test data and a vendor would be reached;
                no vendor has been called then.
        """
        mapping = open_mapping(self.integration)
        with fewer_collections(), LedgerHook().get_ledger() as ledger:
            yield Workbench(
                integration=self.integration,
                mapping=mapping.with_additions(ledger.additions.of(self.integration.name)),
                ledger=ledger,
                artifacts=ArtifactsHook().get_store(),
                now=lambda: datetime.now(UTC),
                progress=throttled(self._report),
            )

    def _report(self, what: str, number: int) -> None:
        self.log.info("%s: %d", what, number)


def throttled(report: Progress, clock: Callable[[], float] = time.monotonic) -> Progress:
    """Report a count at once when it is new and then at most every few seconds."""
    last: dict[str, float] = {}

    def progress(what: str, number: int) -> None:
        now = clock()
        if now - last.get(what, -PROGRESS_SECONDS) >= PROGRESS_SECONDS:
            last[what] = now
            report(what, number)

    return progress
