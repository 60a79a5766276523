"""Lets a file out once more, byte for byte, when a carrier says that it never came."""

from typing import Final

from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome, FileOutcome

_ASKED: Final = "sent again by a run"


def let_out_again(bench: CarrierBench, number: int, run_id: str) -> CarrierOutcome:
    """Make a file ready to be sent again; a second try of the same run changes nothing.

    Raises:
        FileStateError: If the carrier answered to it, or it was never sent: such a file is built anew.
        ParameterError: If there is no such file.
    """
    history = bench.ledger.files.history(number)
    if not any(event.what == _ASKED and event.detail.get("run") == run_id for event in history):
        how = bench.step(_ASKED, run=run_id)
        if bench.ledger.files.get(number).state is FileState.SENDING:
            bench.ledger.moves.log(number, how)  # the page has let it out already
        else:
            bench.ledger.moves.resend(number, how)
    file = bench.ledger.files.get(number)
    outcome = FileOutcome.of(file, counts=bench.ledger.people.events(number))
    return CarrierOutcome(carrier=bench.profile.name, files=(outcome,))
