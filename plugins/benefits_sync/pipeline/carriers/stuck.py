"""Notices files whose sending began and never ended."""

from datetime import timedelta
from typing import Final

from benefits_sync.models.carrier_alarms import AlarmKind
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.alarms import about
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.sendings import last_sending
from benefits_sync.store.carriers.listing import FileFilter

LONGEST_SENDING: Final = timedelta(hours=1)
_NOTICED: Final = "not sent for too long"


def notice_stuck_files(bench: CarrierBench) -> None:
    """Raise an alarm for each file that is being sent for more than an hour; once for each sending."""
    wanted = FileFilter(carriers=[bench.profile.name], states=[FileState.SENDING])
    for file in bench.ledger.listing.page(wanted):
        sending = last_sending(bench.ledger.files.history(file.id))
        late = bench.now() - sending[0].at > LONGEST_SENDING
        if late and not any(event.what == _NOTICED for event in sending):
            what = "it is being sent for more than an hour, and whether it arrived is not known"
            bench.ledger.moves.log(file.id, bench.step(_NOTICED), about(AlarmKind.NOT_SENT, file, what))
