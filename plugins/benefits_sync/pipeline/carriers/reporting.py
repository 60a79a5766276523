"""Reads a carrier's own report, and finds the file and the people that it is about.

A report has no control number. It is about the newest file that had been delivered when it was written and
that waits for a report; one that names people is about a file that has at least one of them.
"""

import io
from collections.abc import Iterator
from datetime import datetime

from benefits_sync.domain.carriers.addressees import Family, find_families
from benefits_sync.domain.carriers.discrepancies import layout_of, messages_of, subscribers_of
from benefits_sync.domain.carriers.states import OPEN
from benefits_sync.mapping.carriers.calendar import CarrierReport, Severity
from benefits_sync.models.carrier_files import FileRow, NewMessage
from benefits_sync.models.carriers import AnswerKind, FileState, Usage
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.taking import Collected, Finding
from benefits_sync.store.carriers.listing import FileFilter
from benefits_sync.x12.discrepancies import CarrierReportError, Report, read_report


def report_in(bench: CarrierBench, usage: Usage, rules: CarrierReport, collected: Collected) -> Finding:
    """Return what a carrier's report says."""
    try:
        report = read_report(io.BytesIO(collected.content), layout_of(rules))
    except CarrierReportError as error:
        return Finding(AnswerKind.REPORT, "unreadable", problem=str(error))
    for file in _candidates(bench, usage, collected.found.modified or bench.now()):
        families = _families(bench, file, report)
        if families or report.is_clean:
            return _finding(file, tuple(messages_of(report, rules, families)))
    why = "no delivered file waits for a report" if report.is_clean else "no delivered file has its people"
    messages = tuple(messages_of(report, rules, {}))
    return Finding(AnswerKind.REPORT, "unmatched", messages=messages, problem=why)


def _candidates(bench: CarrierBench, usage: Usage, written: datetime) -> Iterator[FileRow]:
    """Yield the files that the report may be about, the newest first."""
    wanted = FileFilter(carriers=[bench.profile.name], usage=usage, states=OPEN)
    for waiting in bench.ledger.listing.with_answers(bench.ledger.listing.page(wanted)):
        file = waiting.file
        # Servers tell the second in which a file was written, and no part of it.
        delivered = file.delivered_at is not None and file.delivered_at.replace(microsecond=0) <= written
        if delivered and file.due.report is not None and AnswerKind.REPORT not in waiting.heard:
            yield file


def _families(bench: CarrierBench, file: FileRow, report: Report) -> dict[str, Family]:
    if report.is_clean:
        return {}
    rows = bench.ledger.people.of_file(file.id)
    with bench.vault.open(file.uri, file.sha256) as stream:
        return find_families(stream, rows, subscribers_of(report))


def _finding(file: FileRow, messages: tuple[NewMessage, ...]) -> Finding:
    grave = any(message.severity != Severity.INFORMATION for message in messages)
    told = FileState.REPORT_DISCREPANCIES if grave else FileState.REPORT_CLEAN
    return Finding(AnswerKind.REPORT, "discrepancies" if grave else "clean", file.id, told, messages)
