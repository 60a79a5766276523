"""Collects what a carrier answers, lets it change the files it is about, and says what silence means.

Each answer is kept once, whatever it is. One that cannot be read, matches nothing, or contradicts what the
carrier said before is kept without a file and raises an alarm: somebody has to look.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from typing import Final

from pydantic import BaseModel, ConfigDict

from benefits_sync.clients.carriers.dropbox import AnswerFile
from benefits_sync.clients.carriers.pgp import is_encrypted
from benefits_sync.domain.carriers.deadlines import follow_up
from benefits_sync.domain.carriers.states import BAD_NEWS, OVERDUE
from benefits_sync.errors import ConfigurationError, FileStateError, RetryableError, VendorError
from benefits_sync.models.carrier_alarms import Alarm, AlarmKind
from benefits_sync.models.carrier_files import FileRow, NewAnswer
from benefits_sync.models.carriers import AnswerKind, FileState, Usage
from benefits_sync.pipeline.carriers.acknowledging import acknowledgments_in, is_x12
from benefits_sync.pipeline.carriers.alarms import about
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.reporting import report_in
from benefits_sync.pipeline.carriers.taking import Collected, Finding, digest_of
from benefits_sync.store.carriers.listing import FileFilter

_WORDS: Final = {
    FileState.TA1_REJECTED: "the carrier rejected the envelope, nobody was loaded",
    FileState.FUNCTIONAL_REJECTED: "the carrier rejected the file, nobody was loaded",
    FileState.FUNCTIONAL_PARTIAL: "the carrier rejected a part of the file",
    FileState.REPORT_DISCREPANCIES: "the carrier reports discrepancies",
}


class AnswersOutcome(BaseModel):
    """What came of looking for a carrier's answers, in numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    carrier: str
    collected: int = 0
    closed: int = 0
    waiting: int = 0


def collect_answers(bench: CarrierBench) -> AnswersOutcome:
    """Take what is new, and look at the clock of every file that waits; what is urgent is raised as alarms.

    A side of the carrier's (test or production) at which nobody could look stops the clock of its own files
    only: their answers may lie there.

    Raises:
        VendorError: If a side cannot be reached or read; what was taken before is kept.
        ConfigurationError: If a connection is wrong.
    """
    collected, heard = 0, set()
    failures: list[VendorError | ConfigurationError] = []
    for usage in _sides(bench):
        try:
            for answer in _new(bench, usage):
                collected += 1
                _take(bench, usage, answer)
                bench.progress(f"{bench.profile.name}: answers", collected)
        except (VendorError, ConfigurationError) as error:
            failures.append(error)
        else:
            heard.add(usage)
    closed = _clock(bench, heard)
    if failures:
        raise next((error for error in failures if isinstance(error, RetryableError)), failures[0])
    return AnswersOutcome(
        carrier=bench.profile.name,
        collected=collected,
        closed=closed,
        waiting=len(bench.ledger.listing.followed([bench.profile.name])),
    )


def _sides(bench: CarrierBench) -> list[Usage]:
    """Return the sides that answers may be at: test where a file waits there, production from its first on.

    Whoever only tries a carrier out needs no connection of production.
    """
    carrier, listing = bench.profile.name, bench.ledger.listing
    sides = {waiting.file.usage for waiting in listing.followed([carrier])}
    if not sides or listing.tally(FileFilter(carriers=[carrier], usage=Usage.PRODUCTION)):
        sides.add(Usage.PRODUCTION)
    return sorted(sides)


def _new(bench: CarrierBench, usage: Usage) -> Iterator[AnswerFile]:
    answers = bench.profile.answers
    asked = (answers.ta1.pattern, answers.functional.pattern, answers.report and answers.report.pattern)
    patterns = [pattern for pattern in asked if pattern]
    if not patterns:
        return
    seen = bench.ledger.answers.marks(bench.profile.name)
    yield from bench.open_dropbox(bench.profile, usage).collect(patterns, seen)


def _take(bench: CarrierBench, usage: Usage, found: AnswerFile) -> None:
    """Keep one collected file with all answers in it."""
    collected = _put_away(bench, found)
    findings = list(_findings(bench, usage, collected))
    for part, finding in zip(range(len(findings), 0, -1), findings, strict=True):
        _keep(bench, collected, finding, part)


def _put_away(bench: CarrierBench, found: AnswerFile) -> Collected:
    """Put an answer into the vault, decrypted where that is possible."""
    content, encryption = found.content, bench.profile.delivery.encryption
    if encryption is not None and is_encrypted(content):
        try:
            with bench.open_keyring(encryption.connection) as ring:
                content = ring.decrypt(content)
        except ConfigurationError:
            content = found.content  # kept as it came; it is told as unreadable
    with bench.vault.put(bench.profile.name, "answer", bench.now()) as deposit:
        deposit.write(content)
    return Collected(found, content, deposit.uri, digest_of(content))


def _findings(bench: CarrierBench, usage: Usage, collected: Collected) -> Iterator[Finding]:
    report = bench.profile.answers.report
    if is_x12(collected.content):
        yield from acknowledgments_in(bench, collected)
    elif is_encrypted(collected.content):
        yield Finding(AnswerKind.FUNCTIONAL, "unreadable", problem="it cannot be decrypted")
    elif report is not None and fnmatchcase(collected.found.name, report.pattern):
        yield report_in(bench, usage, report, collected)
    else:
        yield Finding(AnswerKind.FUNCTIONAL, "unreadable", problem="it is no interchange (ISA)")


def _keep(bench: CarrierBench, collected: Collected, finding: Finding, part: int) -> None:
    """Keep an answer; one that contradicts what the carrier said before is kept without its file."""
    found = collected.found
    new = NewAnswer(
        carrier=bench.profile.name,
        kind=finding.kind,
        name=found.name,
        sha256=collected.sha256,
        uri=collected.uri,
        verdict=finding.verdict,
        mark=found.mark,
        part=part,
        file=finding.file,
        detail={"problem": finding.problem} if finding.problem else {},
    )
    how, keep = bench.step(f"{finding.kind} collected", verdict=finding.verdict), bench.ledger.answers.keep
    try:
        keep(new, finding.told, finding.messages, how, partial(_alarm, bench, finding))
    except FileStateError as error:
        stray = replace(finding, file=None, told=None, problem=str(error))
        without = replace(new, file=None, detail={"problem": str(error)})
        keep(without, None, finding.messages, how, partial(_stray, bench, stray))


def _clock(bench: CarrierBench, heard: Collection[Usage]) -> int:
    """Close what is over and raise what is late of sides that were heard; return how many were closed."""
    closed = 0
    for waiting in bench.ledger.listing.followed([bench.profile.name]):
        file = waiting.file
        if file.usage not in heard:
            continue
        to = follow_up(
            bench.profile.answers,
            file.state,
            waiting.heard,
            file.due,
            bench.now(),
            open_messages=waiting.open_messages,
        )
        if to is None:
            continue
        if to is FileState.CLOSED:
            closed += 1
            bench.ledger.messages.resolve(file.id, bench.now())  # first: a closed file is not looked at again
        bench.ledger.moves.move(file.id, to, bench.step("clock"), _overdue(file, to))
    return closed


def _overdue(file: FileRow, to: FileState) -> Alarm | None:
    late = [kind for kind, state in OVERDUE.items() if state is to]
    if not late:
        return None
    what = f"its {late[0]} is overdue; ask the carrier whether the file arrived"
    return about(AlarmKind.OVERDUE, file, what)


def _alarm(bench: CarrierBench, finding: Finding, number: int) -> Alarm | None:
    """Return what people are to know of an answer, if it is anything."""
    if finding.problem is not None:
        return _stray(bench, finding, number)
    if finding.file is not None and finding.told in BAD_NEWS:
        return _bad_news(bench.ledger.files.get(finding.file), finding)
    return None


def _stray(bench: CarrierBench, finding: Finding, number: int) -> Alarm:
    """Return what people are to know of an answer without a file, but its name, which may be a person's."""
    unreadable = finding.verdict == "unreadable"
    what = "cannot be read" if unreadable else "is about no file that was sent"
    return Alarm(
        kind=AlarmKind.UNREADABLE if unreadable else AlarmKind.UNMATCHED,
        carrier=bench.profile.name,
        sentence=f"{bench.profile.name}: answer {number} {what}: {finding.problem}",
    )


def _bad_news(file: FileRow, finding: Finding) -> Alarm:
    told = finding.told
    kind = AlarmKind.DISCREPANCIES if told is FileState.REPORT_DISCREPANCIES else AlarmKind.REJECTED
    words = _WORDS[told] if told is not None else ""
    return about(kind, file, f"{words}; {len(finding.messages)} messages are on its page")
