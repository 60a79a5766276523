"""Reads the list of discrepancies that a carrier sends beside or instead of X12: a text with columns.

The file is read whole before anything is made of it, so that a wrong one gives an error, not half its lines.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from io import StringIO
from typing import Final

from benefits_sync.errors import RunError
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.stream import CHUNK, Readable

MOST_BYTES: Final = 1 << 26
DELIMITERS: Final = {",": "a comma", ";": "a semicolon", "|": "a bar", "\t": "a tab"}


class CarrierReportError(RunError):
    """A carrier's report cannot be read; a person has to look.

    Args:
        reason: What is wrong and the way out, without a word of the report.
        line: Line of the file.
    """

    def __init__(self, reason: str, *, line: int) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"line {line}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLayout:
    """How a carrier spells its report.

    Args:
        delimiter: What stands between columns.
        encoding: Name of the encoding in Python.
        subscriber: Heading of the column with the subscriber's id.
        code: Heading of the column with the code.
        message: Heading of the column with the carrier's words.
        member: Heading of the column that names the member, where there is one.
        line: Heading of the column with the product, where there is one.
        severity: Heading of the column that says how grave it is, where there is one.
    """

    delimiter: str
    encoding: str
    subscriber: str
    code: str
    message: str
    member: str | None = None
    line: str | None = None
    severity: str | None = None

    @property
    def headings(self) -> dict[str, str]:
        """What a column holds -> its heading, for the columns that the report has."""
        named = {field.name: getattr(self, field.name) for field in fields(self)[2:]}
        return {name: heading for name, heading in named.items() if heading is not None}


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class ReportLine(Personal):
    """One line of a report, as the carrier wrote it; columns that the report lacks are empty.

    Args:
        number: Line of the file, that of the headings being 1.
        subscriber: Whatever the carrier calls the subscriber by; it may be an SSN.
        code: The carrier's code.
        message: The carrier's words; they may name people.
        member: Whatever the carrier calls the member by; it may be a name.
        line: The carrier's product.
        severity: The carrier's word for how grave it is.
    """

    number: int
    subscriber: str
    code: str
    message: str
    member: str = ""
    line: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its lines, and how many others say nothing, such as a total at the end."""

    lines: tuple[ReportLine, ...]
    skipped: int

    @property
    def is_clean(self) -> bool:
        """Whether the carrier found nothing."""
        return not self.lines


def read_report(stream: Readable, layout: ReportLayout) -> Report:
    """Read a carrier's report.

    Raises:
        CarrierReportError: If the file is empty, of another encoding or delimiter, lacks a column, or has a
            line with more columns than headings.
    """
    rows = _rows(_text(stream, layout), layout)
    places = _places(next(rows, (1, []))[1], layout)
    lines, skipped = [], 0
    for number, row in rows:
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        if cells["code"] or cells["message"]:
            lines.append(ReportLine(number=number, **cells))
        elif any(cell.strip() for cell in row):
            skipped += 1
    return Report(tuple(lines), skipped)


def _text(stream: Readable, layout: ReportLayout) -> str:
    data = b"".join(_chunks(stream))
    if not data.strip():
        raise CarrierReportError(
            "the file is empty, without even headings; ask the carrier for it again", line=1
        )
    if data.startswith(b"ISA"):
        raise CarrierReportError("the file is X12 and no report; compare the patterns of `answers`", line=1)
    try:
        return data.decode(layout.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise CarrierReportError(f"the text is not {layout.encoding}; compare `report.encoding`", line=line)


def _chunks(stream: Readable) -> Iterator[bytes]:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise CarrierReportError(f"the file has more than {MOST_BYTES} bytes: it is no report", line=1)
        yield chunk


def _rows(text: str, layout: ReportLayout) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the line on which it begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=layout.delimiter, strict=True)
    width, number = 0, 1
    try:
        for row in reader:
            width = width or len(row)
            if "".join(row[width:]).strip():
                raise CarrierReportError(
                    "the line has more columns than headings: the delimiter may stand in the text",
                    line=number,
                )
            if row:
                yield number, row
            number = reader.line_num + 1
    except csv.Error:
        problem = "a quotation mark does not end, or a column is endless"
        raise CarrierReportError(problem, line=number) from None


def _places(headings: Sequence[str], layout: ReportLayout) -> Mapping[str, int]:
    """Find the columns; what the file has in place of a heading is not repeated, it may be data."""
    plain = [heading.strip().casefold() for heading in headings]
    missing = [heading for heading in layout.headings.values() if heading.strip().casefold() not in plain]
    if missing:
        others = [
            name
            for sign, name in DELIMITERS.items()
            if sign != layout.delimiter and sign in "".join(headings)
        ]
        hint = f"; the delimiter may be {others[0]}" if len(headings) == 1 and others else ""
        named = ", ".join(f"`{heading}`" for heading in missing)
        raise CarrierReportError(f"no column is called {named}; compare `report.columns`{hint}", line=1)
    return {name: plain.index(heading.strip().casefold()) for name, heading in layout.headings.items()}
