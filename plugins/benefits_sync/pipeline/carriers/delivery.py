"""Hands an approved file to its carrier: the same bytes in every try, and every step in the ledger before it.

A try that was killed is read from the file's history: what may have been left behind is looked at, and never
sent a second time under another name or with other bytes.
"""

from functools import partial
from typing import Final

from benefits_sync.clients.carriers.dropbox import Receipt
from benefits_sync.clients.carriers.dropbox import Step as Reached
from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.domain.carriers.deadlines import deadlines
from benefits_sync.domain.carriers.states import LEFT
from benefits_sync.errors import BenefitsSyncError, FileStateError
from benefits_sync.models.carrier_alarms import Alarm, AlarmKind
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.alarms import about
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.sendings import last_sending
from benefits_sync.store.carriers.files import TELLING
from benefits_sync.store.carriers.moves import Outgoing

STEP: Final = "step"
TRY_FAILED: Final = "try failed"
_ARRIVED: Final = LEFT - {FileState.SENDING}


def deliver(bench: CarrierBench, number: int) -> FileRow:
    """Hand a file over, or finish what an earlier try began; one that arrived is left alone.

    Raises:
        FileStateError: If the file may not go out.
        DeliveryError: If the carrier's side does not take it as it is.
        VendorUnavailableError: If the carrier cannot be reached; the next try carries on.
    """
    file = bench.ledger.files.get(number)
    if file.state in _ARRIVED:
        return file
    _refuse_other_profile(bench, file)
    _refuse_overtaken(bench, file)
    try:
        outgoing = _outgoing(bench, file)
        file = bench.ledger.moves.sending(number, outgoing, bench.step("sending", name=outgoing.name))
        receipt = _hand_over(bench, file, outgoing)
    except BenefitsSyncError as error:
        failed = bench.step(TRY_FAILED, error=type(error).__name__)
        bench.ledger.moves.log(number, failed, _first_failure(bench, file, error))
        raise
    return bench.ledger.moves.delivered(
        number,
        outgoing.sha256,
        _told(receipt),
        deadlines(bench.profile, receipt.at),
        bench.step("delivered", name=receipt.name, size=receipt.size, verified=int(receipt.verified)),
    )


def _outgoing(bench: CarrierBench, file: FileRow) -> Outgoing:
    """Return the bytes to send: those noted before the first try, or else the file, maybe encrypted."""
    if file.sent_uri and file.sent_sha256 and file.sent_name and file.sent_size is not None:
        return Outgoing(file.sent_name, file.sent_sha256, file.sent_size, file.sent_uri)
    how = bench.profile.delivery.encryption
    if how is None:
        return Outgoing(file.name, file.sha256, file.size, file.uri)
    name = bench.profile.delivery.naming.encrypted_name(file.name)
    at = bench.now()
    with (
        bench.vault.open(file.uri, file.sha256) as clear,
        bench.vault.put(bench.profile.name, name, at) as deposit,
        bench.open_keyring(how.connection) as ring,
    ):
        expiring = ring.encrypt(clear, deposit, how, at)
    for key in expiring:
        told = bench.step("key expires", fingerprint=key.fingerprint, on=key.on.date().isoformat())
        bench.ledger.moves.log(file.id, told)
    return Outgoing(name, deposit.sha256, deposit.size, deposit.uri)


def _hand_over(bench: CarrierBench, file: FileRow, outgoing: Outgoing) -> Receipt:
    dropbox = bench.open_dropbox(bench.profile, file.usage)
    sent = OutgoingFile(
        name=outgoing.name,
        size=outgoing.size,
        digest=outgoing.sha256,
        usage=file.usage,
        opened=lambda: bench.vault.open(outgoing.uri, outgoing.sha256),
        progress=partial(bench.progress, f"{file.carrier}: bytes of file {file.id} handed on"),
    )

    def reached(step: Reached) -> None:
        bench.ledger.moves.log(file.id, bench.step(STEP, reached=step))

    return dropbox.deliver(sent, after=_last_step(bench, file), reached=reached)


def _first_failure(bench: CarrierBench, file: FileRow, error: BenefitsSyncError) -> Alarm | None:
    """Return what people are to know when a try is the first of its sending that failed."""
    if any(event.what == TRY_FAILED for event in last_sending(bench.ledger.files.history(file.id))):
        return None
    what = f"a try to hand it over failed ({type(error).__name__}); the log of `deliver_files` says why"
    return about(AlarmKind.TRY_FAILED, file, what)


def _last_step(bench: CarrierBench, file: FileRow) -> Reached | None:
    """Return how far the file came since it was last allowed to leave."""
    last: Reached | None = None
    for event in bench.ledger.files.history(file.id):
        if event.what == STEP:
            last = Reached(str(event.detail["reached"]))
        elif event.to_state in _ARRIVED:
            last = None  # what follows is another sending
    return last


def _told(receipt: Receipt) -> str:
    return receipt.receipt_id or f"{receipt.name}, {receipt.size} bytes, {receipt.at:%Y-%m-%dT%H:%M:%SZ}"


def _refuse_overtaken(bench: CarrierBench, file: FileRow) -> None:
    """Let no file follow one that was built later: what it says is older than what the carrier believes."""
    if file.delivered_at is not None or file.kind not in TELLING:
        return
    good = bench.ledger.files.last_good_of_each(file.carrier, file.usage)
    newer = [
        other.id
        for other in good
        if (other.group, other.plan_year) == (file.group, file.plan_year) and other.id > file.id
    ]
    if newer:
        raise FileStateError(
            f"carrier file {file.id} is older than file {newer[0]}, which has gone out; quarantine it on "
            "the page Carrier files, and the next file tells what is still missing"
        )


def _refuse_other_profile(bench: CarrierBench, file: FileRow) -> None:
    if file.carrier != bench.profile.name:
        raise FileStateError(f"carrier file {file.id} is {file.carrier}'s, not {bench.profile.name}'s")
