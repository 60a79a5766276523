"""The layout of a payroll file, as models. ``docs/reference/payroll-targets.md`` explains it to its authors.

The file is also what the next run compares with, so a layout has every field of a line exactly once.
"""

from collections import Counter
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from benefits_sync.clients.payroll_file.formats import AMOUNT_FORMATS, DATE_FORMATS
from benefits_sync.mapping.conditions import Entry
from benefits_sync.mapping.document import Document, Problem, read_document
from benefits_sync.mapping.grammar import unknown_name
from benefits_sync.mapping.loading import parse
from benefits_sync.mapping.versioned import Name
from benefits_sync.models.deductions import LINE_AMOUNTS, LINE_FIELDS
from benefits_sync.models.subscriber import FieldKind

FOLDER: Final = "payroll_files"
"""Folder of the layouts, below that of the mappings."""

FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]


def _line_field(name: str) -> str:
    if name not in LINE_FIELDS:
        raise unknown_name("field of a deduction line", name, LINE_FIELDS)
    return name


def _date_format(name: str) -> str:
    if name not in DATE_FORMATS:
        raise unknown_name("date format", name, DATE_FORMATS)
    return name


def _amount_format(name: str) -> str:
    if name not in AMOUNT_FORMATS:
        raise unknown_name("format of amounts", name, AMOUNT_FORMATS)
    return name


class Column(Entry):
    """One column: a field of the line, or the same text in every row."""

    header: str | None = None
    from_: Annotated[str, AfterValidator(_line_field)] | None = Field(default=None, alias="from")
    constant: str | None = None
    format: str | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.from_ is None) == (self.constant is None):
            raise ValueError("a column has either `from` or `constant`")
        known = self._formats()
        if self.format is not None and self.format not in known:
            raise unknown_name("format of this column", self.format, known)
        return self

    def _formats(self) -> frozenset[str]:
        if self.from_ in LINE_AMOUNTS:
            return frozenset(AMOUNT_FORMATS)
        dated = self.from_ is not None and LINE_FIELDS[self.from_] is FieldKind.DATE
        return frozenset(DATE_FORMATS) if dated else frozenset()


class Layout(Entry):
    """One payroll file."""

    name: Name
    file: FileName
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "latin-1", "ascii"] = "utf-8"
    delimiter: Literal[",", ";", "|", "\t"] = ","
    header: bool = True
    dates: Annotated[str, AfterValidator(_date_format)] = "YYYY-MM-DD"
    amounts: Annotated[str, AfterValidator(_amount_format)] = "decimal"
    columns: tuple[Column, ...]

    @field_validator("columns")
    @classmethod
    def _holds_a_line(cls, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        fields = Counter(column.from_ for column in columns if column.from_ is not None)
        missing = [name for name in LINE_FIELDS if name not in fields]
        if missing:
            raise ValueError(
                f"no column is from {', '.join(missing)}: the next run reads the file back, so that every "
                "field of a line must be in it"
            )
        repeated = [name for name, number in fields.items() if number > 1]
        if repeated:
            raise ValueError(f"more than one column is from {', '.join(repeated)}")
        return columns

    @model_validator(mode="after")
    def _has_headers(self) -> Self:
        headers = [column.header for column in self.columns]
        if self.header and None in headers:
            raise ValueError(f"with `header: true`, column {headers.index(None) + 1} needs a `header`")
        return self

    @property
    def headers(self) -> tuple[str, ...]:
        """What columns are called: by their header, else by what they hold."""
        return tuple(column.header or column.from_ or column.constant or "" for column in self.columns)

    def format_of(self, column: Column) -> str | None:
        """Return the format of a column's dates or amounts; None for plain text."""
        if column.from_ in LINE_AMOUNTS:
            return column.format or self.amounts
        if column.from_ is not None and LINE_FIELDS[column.from_] is FieldKind.DATE:
            return column.format or self.dates
        return None


def load_layout(path: Path | str) -> Layout:
    """Read a layout.

    Raises:
        MappingError: The file is not YAML or breaks the grammar; all problems are shown where they stand.
    """
    document = read_document(Path(path))
    layout, problems = examine_layout(document)
    if layout is None or problems:
        raise document.error(problems)
    return layout


def is_layout(document: Document) -> bool:
    """Tell whether a file is a layout, by its folder."""
    return document.path.parent.name == FOLDER


def examine_layout(document: Document) -> tuple[Layout | None, list[Problem]]:
    """Return the layout, where the grammar allows one, and everything that keeps it from being used."""
    return parse(document, document.data, Layout)
