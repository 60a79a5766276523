"""What every stage of a run works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from benefits_sync.pipeline.integration import Integration, IntegrationMapping, Progress
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Workbench:
    """An integration with its mapping, the two stores, the clock and a place to report progress."""

    integration: Integration
    mapping: IntegrationMapping
    ledger: Ledger = field(repr=False)
    artifacts: ArtifactStore = field(repr=False)
    now: Callable[[], datetime]
    progress: Progress

    def today(self) -> date:
        """Return the company's date: effective dates flip at its midnight, not at UTC's."""
        return self.now().astimezone(ZoneInfo(self.mapping.settings.timezone)).date()
