"""Reporting categories (LS, 2700, 2750, LE)."""

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.coverage import CategoryReference
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.loops.dated import read_reference, write_references, write_when
from benefits_sync.x12.model.member import ReportingCategory
from benefits_sync.x12.segment_buffer import SegmentBuffer

LOOP = "2700"
REPORTING_DATE = "007"


def write_categories(out: SegmentBuffer, categories: tuple[ReportingCategory, ...]) -> None:
    """Write LS, one 2700 for each category, and LE; nothing without categories."""
    if not categories:
        return
    out.loop = LOOP
    out.put("LS", LOOP)
    for number, category in enumerate(categories, start=1):
        out.put("LX", str(number))
        out.put("N1", "75", out.text.required(category.name, e.N102))
        write_references(out, category.references)
        if category.when is not None:
            write_when(out, REPORTING_DATE, category.when)
    out.put("LE", LOOP)


def read_categories(cursor: Cursor) -> tuple[ReportingCategory, ...]:
    """Read LS to LE, nothing when there is no LS."""
    if not cursor.at("LS"):
        return ()
    cursor.loop = LOOP
    cursor.take()
    categories = []
    while cursor.at("LX"):
        categories.append(_read_category(cursor))
    cursor.loop = LOOP
    cursor.require("LE")
    return tuple(categories)


def _read_category(cursor: Cursor) -> ReportingCategory:
    cursor.loop = LOOP
    cursor.take()
    cursor.loop = "2750"
    name = cursor.require("N1", "75").required(2)
    references = []
    while cursor.at("REF"):
        references.append(read_reference(cursor.take(), CategoryReference))
    when = cursor.take().when(2) if cursor.at("DTP", REPORTING_DATE) else None
    return ReportingCategory(name, tuple(references), when)
