"""What all tasks of carrier files share: the carrier's bench, the run in the ledger, and whom to tell."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from airflow.sdk import BaseOperator, Context

from benefits_sync.clients.carriers.dropbox import CarrierDropbox
from benefits_sync.errors import RunError
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.hooks.pgp import PGPHook
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carrier_alarms import AlarmRow
from benefits_sync.models.carriers import Usage
from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.carriers.profiles import carrier_profile
from benefits_sync.operators.integration_operator import RETRY_POLICY, throttled
from benefits_sync.pipeline.carriers.alarms import Tell, tell_untold
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.form import DeliveryForm
from benefits_sync.pipeline.carriers.snapshot import SnapshotSources
from benefits_sync.pipeline.garbage import fewer_collections
from benefits_sync.pipeline.integration import Progress
from benefits_sync.store.keys import derive_key
from benefits_sync.store.ledger import Ledger

PEOPLE_KEY: Final = "carriers/people"
"""Purpose of the key of all references to people."""


@dataclass(frozen=True, slots=True)
class CarrierFeed:
    """What the tasks of carrier files are told of the installation.

    Args:
        name: Under which runs are listed.
        title: What it is called.
        zone: The company's time zone.
        sources: Where people and elections are read.
        source_host: Returns the host that they are read from.
        tell: Tells the people who look after the files, at once; returns whether it could.
        mail: Sends a mail to a carrier: recipients, subject, text; returns whether it went.
    """

    name: str
    title: str
    zone: str
    sources: SnapshotSources = field(repr=False)
    source_host: Callable[[], str] = field(repr=False)
    tell: Tell = field(repr=False)
    mail: Callable[[Sequence[str], str, str], bool] = field(repr=False)

    def tell_untold(self, ledger: Ledger, carrier: str) -> list[AlarmRow]:
        """Tell what nobody was told of a carrier's files, and return it."""
        return tell_untold(ledger.carriers, carrier, self.tell, datetime.now(UTC))

    def today(self, moment: datetime) -> str:
        """Return the company's day that a moment is in."""
        return moment.astimezone(ZoneInfo(self.zone)).date().isoformat()


@contextmanager
def carrier_bench(carrier: str, ledger: Ledger, who: str, progress: Progress) -> Iterator[CarrierBench]:
    """Open everything that the stages of one carrier work with.

    Raises:
        MappingError: If the profile is wrong.
        ConnectionSettingsError: If a connection lacks a field or has a wrong one.
    """
    artifacts = ArtifactsHook().get_store()
    with fewer_collections():
        yield CarrierBench(
            profile=carrier_profile(carrier),
            ledger=ledger.carriers,
            vault=artifacts.vault,
            artifacts=artifacts,
            key=derive_key(ledger.key, PEOPLE_KEY),
            who=who,
            open_dropbox=_dropbox,
            open_keyring=lambda connection: PGPHook(connection).keyring(),
            now=lambda: datetime.now(UTC),
            progress=progress,
        )


# The libraries of SFTP and HTTP are loaded where a carrier is reached, not by each reading of a DAG.


def carrier_host(profile: CarrierProfile, usage: Usage) -> str:
    """Return the host that a carrier's files of test or of production go to.

    Raises:
        ConnectionSettingsError: If the connection lacks a field or has a wrong one.
    """
    from benefits_sync.hooks import carriers  # noqa: PLC0415 - see above

    return carriers.carrier_host(profile, usage)


def _dropbox(profile: CarrierProfile, usage: Usage) -> CarrierDropbox:
    from benefits_sync.hooks import carriers  # noqa: PLC0415 - see above

    return carriers.carrier_dropbox(profile, usage)


def starter(context: Context) -> str:
    """Return who started the run."""
    return context["dag_run"].triggering_user_name or "schedule"


def opened_run(ledger: Ledger, context: Context) -> RunSummary:
    """Return the run that the first task opened in the ledger.

    Raises:
        RunError: If it did not.
    """
    run = context["dag_run"]
    opened = ledger.runs.of_airflow_run(run.dag_id, run.run_id)
    if opened is None:
        raise RunError("the first task failed before the run was opened; its log says why")
    return opened


def form_of_run(run: RunSummary) -> DeliveryForm:
    """Return the form of a run with the carriers that it came to, as the first task kept it."""
    return DeliveryForm.of(run.options)


class CarrierOperator(BaseOperator):
    """Base of the tasks.

    Args:
        feed: The installation.
    """

    def __init__(self, *, feed: CarrierFeed, **kwargs: Any) -> None:
        kwargs["retry_policy"] = kwargs.get("retry_policy") or RETRY_POLICY  # a mapped task comes with None
        super().__init__(**kwargs)
        self.feed = feed

    def ledger(self) -> Ledger:
        """Open the ledger, to be closed by using it as a context manager."""
        return LedgerHook().get_ledger()

    def report(self) -> Progress:
        """Return a place to report progress: the task's log."""
        return throttled(lambda what, number: self.log.info("%s: %d", what, number))


class OneCarrierOperator(CarrierOperator):
    """Base of the tasks that are mapped over carriers.

    Args:
        carrier: Name of the carrier's profile.
    """

    template_fields = ("carrier",)

    def __init__(self, *, carrier: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.carrier = carrier

    @contextmanager
    def bench(self, ledger: Ledger, context: Context) -> Iterator[CarrierBench]:
        """Open the carrier's bench for one task."""
        with carrier_bench(self.carrier, ledger, starter(context), self.report()) as bench:
            yield bench

    def tell_untold(self, ledger: Ledger) -> list[AlarmRow]:
        """Tell at once what nobody was told of the carrier's files, and return it."""
        return self.feed.tell_untold(ledger, self.carrier)
