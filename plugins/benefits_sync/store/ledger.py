"""The ledger: our own database of runs, states, writes, rejections and what people did about them."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from benefits_sync.store.additions import Additions
from benefits_sync.store.approvals import Approvals
from benefits_sync.store.audit import Audit
from benefits_sync.store.carriers.ledger import CarrierLedger
from benefits_sync.store.corrections import Corrections
from benefits_sync.store.engine import open_engine
from benefits_sync.store.explain import Event, events_of, nearest_keys
from benefits_sync.store.fill_rates import FillRates
from benefits_sync.store.listing import RunListing
from benefits_sync.store.rejection_listing import RejectionListing
from benefits_sync.store.rejections import Rejections
from benefits_sync.store.resubmissions import Resubmissions
from benefits_sync.store.revision import require_current
from benefits_sync.store.runs import Runs
from benefits_sync.store.schedule import Schedule
from benefits_sync.store.states import States
from benefits_sync.store.writes import Writes


class Ledger:
    """Opens the ledger and holds its parts.

    Every method is one transaction: a process killed at any moment leaves all of it or none. Trouble with the
    database raises `StoreUnavailableError`; a wrong setting or an old schema `ConnectionSettingsError`.

    Args:
        engine: Connections to a database whose schema is current.
        key: Key of all digests; whoever has it can test whether a value was sent.
    """

    def __init__(self, engine: Engine, key: bytes) -> None:
        self.key = key
        self.runs = Runs(engine)
        self.listing = RunListing(engine)
        self.states = States(engine)
        self.writes = Writes(engine)
        self.rejections = Rejections(engine)
        self.refused = RejectionListing(engine)
        self.corrections = Corrections(engine, key)
        self.additions = Additions(engine)
        self.resubmissions = Resubmissions(engine)
        self.schedule = Schedule(engine)
        self.approvals = Approvals(engine)
        self.audit = Audit(engine)
        self.fill_rates = FillRates(engine)
        self.carriers = CarrierLedger(engine)
        self._engine = engine

    @classmethod
    def open(cls, url: str, key: bytes) -> Self:
        """Open the ledger at a URL.

        Raises:
            ConnectionSettingsError: If the URL is no ledger's, or the schema is not the one this code needs.
            StoreUnavailableError: If the database does not answer.
        """
        engine = open_engine(url)
        try:
            require_current(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, key)

    def explain(self, record_key: str) -> list[Event]:
        """Return everything that happened to one record, in time order and without values."""
        return events_of(self._engine, record_key)

    def nearest_record_keys(self, text: str) -> list[str]:
        """Return record keys the ledger knows that begin like ``text``."""
        return nearest_keys(self._engine, text)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def __repr__(self) -> str:
        return f"Ledger({self._engine.url.render_as_string(hide_password=True)})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
