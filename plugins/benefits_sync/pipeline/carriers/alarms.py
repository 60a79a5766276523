"""What people are told at once of carrier files, and that each of it is told once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from benefits_sync.models.carrier_alarms import Alarm, AlarmKind, AlarmRow
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import GateOutcome, Usage, Verdict
from benefits_sync.store.carriers.ledger import CarrierLedger

Tell = Callable[[Sequence[str]], bool]
"""Tells sentences to whoever looks after carrier files; returns whether it could."""

MOST_SAID: Final = 5
"""So many gates are quoted; in a file of many groups each of their lines may refuse it."""


def about(kind: AlarmKind, file: FileRow, what: str) -> Alarm:
    """Return an alarm about a file."""
    return Alarm(
        kind=kind,
        carrier=file.carrier,
        file=file.id,
        sentence=f"{file.carrier}, file {file.id} ({file.name}): {what}",
    )


def refused(file: FileRow, why: str) -> Alarm:
    """Return the alarm about a file that is kept and will not go out."""
    return about(AlarmKind.REFUSED, file, f"it is refused and was not sent: {why}")


def refused_unkept(carrier: str, name: str, gates: Iterable[GateOutcome]) -> Alarm:
    """Return the alarm about a file that would have named nobody, so that none was kept."""
    return Alarm(
        kind=AlarmKind.REFUSED,
        carrier=carrier,
        sentence=f"{carrier}, a file like {name}: it is refused and nothing was sent: {said_against(gates)}",
    )


def said_against(gates: Iterable[GateOutcome]) -> str:
    """Return what the gates say that refuse a file: counts, limits and the way out."""
    sentences = list(dict.fromkeys(gate.sentence for gate in gates if gate.verdict is Verdict.REFUSE))
    more = len(sentences) - MOST_SAID
    shown = [*sentences[:MOST_SAID], *([f"and {more} more, which are on its page"] if more > 0 else [])]
    return "; ".join(shown)


def numbers_began_again(carrier: str, usage: Usage) -> Alarm:
    """Return the alarm about control numbers that went past the last one."""
    return Alarm(
        kind=AlarmKind.NUMBERS_BEGAN_AGAIN,
        carrier=carrier,
        sentence=f"{carrier}: the control numbers of its {usage} files began again at 1; tell the carrier, "
        "which may take the coming files for ones that it has",
    )


def tell_untold(ledger: CarrierLedger, carrier: str, tell: Tell, now: datetime) -> list[AlarmRow]:
    """Tell what nobody was told of a carrier's files, in this try or in one that was killed; return it.

    What cannot be told now is told by the carrier's next task, in this run or in another one.
    """
    untold = ledger.alarms.untold(carrier)
    if untold and tell([alarm.sentence for alarm in untold]):
        ledger.alarms.told([alarm.id for alarm in untold], now)
    return untold
