"""Settles what becomes of a file that was kept: checked from its kept bytes, then what its gates say."""

from collections.abc import Iterator
from typing import Final

from benefits_sync.domain.carriers.built import Refusal
from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.domain.carriers.gates import verdict_of
from benefits_sync.mapping.carriers.calendar import Owner, Severity
from benefits_sync.models.carrier_files import FileRow, MessageOrigin, NewMessage, PersonIndexRow
from benefits_sync.models.carriers import FileState, Verdict
from benefits_sync.pipeline.carriers.alarms import refused, said_against
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.outcome import FileOutcome
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.checking.findings import CheckResult, Finding
from benefits_sync.x12.codes import envelope
from benefits_sync.x12.tokens import Tokens

_BY_GATES: Final = {
    Verdict.REFUSE: FileState.REFUSED,
    Verdict.SKIP: FileState.SKIPPED,
    Verdict.HOLD: FileState.HELD,
    Verdict.LIST: FileState.APPROVED,
    Verdict.PASS: FileState.APPROVED,
}


def settled(bench: CarrierBench, file: FileRow, *, wrapped: bool = False) -> FileOutcome:
    """Check a file and let its gates decide, as far as that was not done before.

    Args:
        bench: The carrier and the stores.
        file: The file.
        wrapped: Whether its control numbers began again at 1, which people are to know.
    """
    if file.state is FileState.BUILT:
        file = _by_check(bench, file)
    if file.state is FileState.VALIDATED:
        file = _by_gates(bench, file)
    found = bench.ledger.messages.counts(file.id, MessageOrigin.CHECK)
    outcome = FileOutcome.of(
        file,
        counts=bench.ledger.people.events(file.id),
        errors=found.get(Severity.ERROR, 0),
        warnings=found.get(Severity.WARNING, 0),
    )
    if not wrapped:
        return outcome
    note = "its control numbers began again at 1: tell the carrier"
    return outcome.model_copy(update={"sentences": (note, *outcome.sentences)})


def _by_check(bench: CarrierBench, file: FileRow) -> FileRow:
    result = _checked(bench, file)
    told = bench.step("checked", errors=result.errors, warnings=result.warnings)
    if result.is_clean:
        return bench.ledger.moves.move(file.id, FileState.VALIDATED, told)
    errors = f"{result.errors} error{'' if result.errors == 1 else 's'} in its own check"
    alarm = refused(file, f"{errors}; its page says which")
    return bench.ledger.moves.move(file.id, FileState.REFUSED, told, alarm)


def _by_gates(bench: CarrierBench, file: FileRow) -> FileRow:
    verdict = verdict_of(file.gates)
    told = bench.step("gates", verdict=verdict)
    alarm = refused(file, said_against(file.gates)) if verdict is Verdict.REFUSE else None
    return bench.ledger.moves.move(file.id, _BY_GATES[verdict], told, alarm)


def _checked(bench: CarrierBench, file: FileRow) -> CheckResult:
    """Check the kept bytes, and keep what is found as messages about people."""
    expected = expected_of(bench.profile, envelope.Usage(file.usage), as_of=file.as_of)
    with bench.vault.open(file.uri, file.sha256) as stream:
        result = check_file(
            stream,
            expected,
            is_number_used=lambda *number: _is_of_another(bench, file, *number),
            name=file.name,
        )
    bench.progress(f"{bench.profile.name}: segments checked", result.checked.segments)
    people = dict(_people_at(bench, file)) if result.findings else {}
    found = (_finding(each, people.get(each.member_segment or 0)) for each in result.findings)
    bench.ledger.messages.keep(file, MessageOrigin.CHECK, found, bench.now())
    return result


def _is_of_another(bench: CarrierBench, file: FileRow, sender: str, receiver: str, interchange: str) -> bool:
    """Tell whether the ledger has an interchange number under another file between the same partners."""
    if not (interchange.isascii() and interchange.isdigit()):
        return False  # the file shows no number at all, which another rule says
    found = bench.ledger.files.of_interchange(sender, receiver, int(interchange))
    return any(other.id != file.id and other.usage is file.usage for other in found)


def _people_at(bench: CarrierBench, file: FileRow) -> Iterator[tuple[int, PersonIndexRow]]:
    """Yield the people of a file by the number of their INS."""
    with bench.vault.open(file.uri, file.sha256) as stream:
        tokens = Tokens(stream)
        numbers = (tokens.number for elements in tokens if elements[0] == "INS")
        yield from zip(numbers, bench.ledger.people.of_file(file.id), strict=False)


def _finding(finding: Finding, person: PersonIndexRow | None) -> NewMessage:
    where = f"{finding.element} in loop {finding.loop}" if finding.loop else finding.element
    source = f" It comes from {finding.source}." if finding.source else ""
    return NewMessage(
        severity=Severity(finding.severity),
        owner=Owner.BENEFITS if finding.source.startswith("PlanSource") and person else Owner.EDI,
        code=finding.rule,
        text=f"{where}: {finding.what} {finding.fix}{source}",
        person_ref=person.person_ref if person else None,
        subscriber_code=person.subscriber_code if person else None,
        segment=finding.position,
        element=finding.element,
    )


def left_out(refusal: Refusal) -> NewMessage:
    """Return what people are told of a family that a file cannot tell of."""
    of_profile = "." in refusal.field
    return NewMessage(
        severity=Severity.ERROR,
        owner=Owner.EDI if of_profile else Owner.BENEFITS,
        code=refusal.rule,
        text=f"The family cannot be told: {refusal.message}",
        person_ref=refusal.person_ref,
        subscriber_code=refusal.subscriber_code,
        element=refusal.field,
    )
