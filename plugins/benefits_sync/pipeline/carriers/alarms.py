"""Tells people at once what happened to carrier files, as far as they were not told before."""

from collections.abc import Callable, Sequence

from benefits_sync.models.carrier_alarms import Alarm, AlarmKind, AlarmRow
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import Usage
from benefits_sync.pipeline.carriers.bench import CarrierBench


def about(kind: AlarmKind, file: FileRow, what: str) -> Alarm:
    """Return an alarm about a file."""
    return Alarm(
        kind=kind,
        carrier=file.carrier,
        file=file.id,
        sentence=f"{file.carrier}, file {file.id} ({file.name}): {what}",
    )


def numbers_began_again(carrier: str, usage: Usage) -> Alarm:
    """Return the alarm about control numbers that went past the last one."""
    return Alarm(
        kind=AlarmKind.NUMBERS_BEGAN_AGAIN,
        carrier=carrier,
        sentence=f"{carrier}: the control numbers of its {usage} files began again at 1; tell the carrier, "
        "which may take the coming files for ones that it has",
    )


def tell_untold(bench: CarrierBench, tell: Callable[[Sequence[str]], bool]) -> list[AlarmRow]:
    """Tell what nobody was told of a carrier's files, in this try or in one that was killed; return it.

    Args:
        bench: The carrier and the stores.
        tell: Tells it, and returns whether it could; what could not be told is told by the next run.
    """
    untold = bench.ledger.alarms.untold(bench.profile.name)
    if untold and tell([alarm.sentence for alarm in untold]):
        bench.ledger.alarms.told([alarm.id for alarm in untold], bench.now())
    return untold
