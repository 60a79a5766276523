"""Turns the lines of a carrier's own report into messages: how grave, whose to put right, about whom.

The codes of a profile decide. A code that a profile does not list counts as it says `otherwise`, made graver
or milder by the carrier's own word where the report has such a column.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from benefits_sync.domain.carriers.addressees import Family, plain_id
from benefits_sync.domain.carriers.wording import safe_words
from benefits_sync.mapping.carriers.calendar import CarrierReport, ReportCode, Severity
from benefits_sync.models.carrier_files import NewMessage
from benefits_sync.x12.discrepancies import Report, ReportLayout, ReportLine

SHOWN_CODE: Final = re.compile(r"(?!.*[0-9]{5})[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
ANOTHER_CODE: Final = "other"

GRAVITIES: Final = {
    **dict.fromkeys(("error", "err", "e", "fatal", "critical", "reject", "rejected"), Severity.ERROR),
    **dict.fromkeys(("warning", "warn", "w"), Severity.WARNING),
    **dict.fromkeys(("information", "informational", "info", "i"), Severity.INFORMATION),
}


def layout_of(report: CarrierReport) -> ReportLayout:
    """Return how a profile says that the carrier spells its report."""
    columns = report.columns
    return ReportLayout(
        delimiter=report.delimiter,
        encoding=report.encoding,
        subscriber=columns.subscriber,
        code=columns.code,
        message=columns.message,
        member=columns.member,
        line=columns.line,
        severity=columns.severity,
    )


def subscribers_of(report: Report) -> frozenset[str]:
    """Return what a report calls its subscribers by, for `find_families`."""
    return frozenset(line.subscriber for line in report.lines)


def messages_of(
    report: Report, profile: CarrierReport, families: Mapping[str, Family]
) -> Iterator[NewMessage]:
    """Tell each line of a report as a message, which holds no value of a person.

    Args:
        report: What the carrier wrote.
        profile: What its codes mean to us.
        families: Those of the file, by the carrier's id; who is not among them gets a message without a name.
    """
    for line in report.lines:
        means = _meaning(line, profile)
        family = families.get(plain_id(line.subscriber))
        person = family.person(line.member) if family else None
        yield NewMessage(
            severity=means.severity,
            owner=means.owner,
            code=_code(line, profile),
            text=_text(line, known=family is not None),
            person_ref=person.row.person_ref if person else None,
            subscriber_code=family.subscriber_code if family else None,
            line=safe_words(line.line) or None,
        )


def _meaning(line: ReportLine, profile: CarrierReport) -> ReportCode:
    listed = profile.codes.get(line.code)
    if listed is not None:
        return listed
    severity = GRAVITIES.get(line.severity.casefold(), profile.otherwise.severity)
    return ReportCode(severity=severity, owner=profile.otherwise.owner)


def _code(line: ReportLine, profile: CarrierReport) -> str:
    is_shown = line.code in profile.codes or SHOWN_CODE.fullmatch(line.code)
    return line.code if is_shown else ANOTHER_CODE


def _text(line: ReportLine, *, known: bool) -> str:
    words = safe_words(line.message) or "the carrier gives no reason"
    stranger = "" if known else "; the subscriber is not in the file that this report is about"
    return f"{words} (line {line.number} of the report{stranger})"
