"""Why a run failed, kept with the run so that its summary can say so."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from benefits_sync.errors import BenefitsSyncError, ConnectionSettingsError, StoreUnavailableError
from benefits_sync.store.ledger import Ledger


@contextmanager
def noted(ledger: Ledger, reference_id: str) -> Iterator[None]:
    """Keep the message of an error of ours, which holds no personal value, and let the error go on."""
    try:
        yield
    except BenefitsSyncError as error:
        with suppress(StoreUnavailableError, ConnectionSettingsError):
            ledger.runs.update(reference_id, failure=str(error))
        raise
