"""What a person is asked about held files, and what becomes of them by the answer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState, GateOutcome, Verdict
from benefits_sync.pipeline.carriers.alarms import refused
from benefits_sync.store.carriers.ledger import CarrierLedger
from benefits_sync.store.carriers.moves import Step

READY: Final = frozenset({FileState.APPROVED, FileState.SENDING})
"""States of a file that may go out."""


def named(numbers: Sequence[int]) -> str:
    """Return files as a question names them."""
    return f"file{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"


def question_about(run_id: str, files: Sequence[FileRow]) -> str:
    """Return the question in Markdown: each file with what its gates counted."""
    parts = "\n\n".join(_shown(file) for file in files)
    return (
        f"These files of run `{run_id}` wait for a person:\n\n{parts}\n\n"
        "None of them has been sent, and none will be unless somebody else than the person who started the "
        "run approves it. The page Carrier files shows their people."
    )


def sentences_of(files: Iterable[FileRow]) -> list[str]:
    """Return what the gates say that hold files."""
    return [f"file {file.id}: {gate.sentence}" for file in files for gate in _holding(file)]


def ready(ledger: CarrierLedger, numbers: Iterable[int]) -> list[int]:
    """Return the files among these that may go out."""
    return [number for number in numbers if ledger.files.get(number).state in READY]


def still_held(ledger: CarrierLedger, numbers: Iterable[int]) -> list[FileRow]:
    """Return the files among these that wait for a person."""
    found = (ledger.files.get(number) for number in numbers)
    return [file for file in found if file.state is FileState.HELD]


def let_through(ledger: CarrierLedger, numbers: Iterable[int], how: Step) -> None:
    """Let files go out that a person approved; one that was set aside meanwhile is left alone."""
    for file in still_held(ledger, numbers):
        ledger.moves.move(file.id, FileState.APPROVED, how)


def turn_down(ledger: CarrierLedger, numbers: Iterable[int], how: Step) -> None:
    """Keep files back for good that nobody approved, and raise that people are to know it."""
    for file in still_held(ledger, numbers):
        ledger.moves.move(file.id, FileState.REFUSED, how, refused(file, f"it was {how.what}"))


def _holding(file: FileRow) -> Iterator[GateOutcome]:
    return (gate for gate in file.gates if gate.verdict is Verdict.HOLD)


def _shown(file: FileRow) -> str:
    rows = "\n".join(
        f"| {gate.gate} | {gate.verdict} | {gate.observed:g} | {_number(gate.limit)} | {_number(gate.total)} "
        f"| {' '.join(part for part in (gate.group, gate.line) if part) or 'all'} |"
        for gate in file.gates
        if gate.verdict is not Verdict.PASS
    )
    sentences = "\n".join(f"- {gate.sentence}" for gate in _holding(file))
    people = f"{file.subscribers} subscribers and {file.dependents} dependents"
    return (
        f"**File {file.id}** `{file.name}` ({file.kind}), {people}, {file.coverages} coverages\n\n{sentences}"
        f"\n\n| gate | says | counted | limit | of | where |\n|---|---|---|---|---|---|\n{rows}"
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
