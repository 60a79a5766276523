"""Hands over all files of a carrier that may go out, and tells the carrier by mail where it wants that."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from benefits_sync.errors import BenefitsSyncError, RetryableError
from benefits_sync.mapping.carriers.delivery import Notice
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.delivery import deliver

Mail = Callable[[Sequence[str], str, str], bool]
"""Sends a mail: recipients, subject, text; tells whether it went."""

_TOLD: Final = "notice sent"
_NOT_TOLD: Final = "notice not sent"


def hand_over(bench: CarrierBench, numbers: Sequence[int], mail: Mail) -> list[FileRow]:
    """Deliver files, each even where another one cannot be.

    Raises:
        RetryableError: If one of them may succeed later.
        BenefitsSyncError: If one of them failed otherwise.
    """
    failures: list[BenefitsSyncError] = []
    done = []
    for number in numbers:
        try:
            file = deliver(bench, number)
        except BenefitsSyncError as error:
            failures.append(error)
            continue
        _tell(bench, file, mail)
        done.append(file)
    if failures:
        raise next((error for error in failures if isinstance(error, RetryableError)), failures[0])
    return done


def notice_of(notice: Notice, file: FileRow) -> str:
    """Return the text of the mail about a file: its name, and the counts that the carrier asks for."""
    return "\n".join([f"We sent you the file {file.sent_name or file.name}.", *_counts(notice, file)])


def _tell(bench: CarrierBench, file: FileRow, mail: Mail) -> None:
    """Send the carrier's mail, once for each time that the file went out."""
    notice = bench.profile.delivery.notice
    if notice is None or _told_before(bench, file):
        return
    went = mail(notice.to, f"Enrollment file {file.sent_name or file.name}", notice_of(notice, file))
    bench.ledger.moves.log(file.id, bench.step(_TOLD if went else _NOT_TOLD, recipients=len(notice.to)))


def _told_before(bench: CarrierBench, file: FileRow) -> bool:
    told = sum(event.what == _TOLD for event in bench.ledger.files.history(file.id))
    return told >= max(len(file.receipts), 1)


def _counts(notice: Notice, file: FileRow) -> Iterator[str]:
    counted = {
        "files": 1,
        "subscribers": file.subscribers,
        "dependents": file.dependents,
        "members": file.subscribers + file.dependents,
        "coverages": file.coverages,
    }
    return (f"{name}: {counted[name]}" for name in notice.counts)
