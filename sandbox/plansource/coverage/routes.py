"""The 32 operations on coverages, those whose path begins with a word before those with a number."""

from collections.abc import Iterator

from sandbox.plansource.calls import Route
from sandbox.plansource.coverage.reading import CoverageReads
from sandbox.plansource.coverage.writes import CoverageWrites
from sandbox.plansource.state import PlanSource

_OF_SUBSCRIBER = "/coverage/subscriber/{subscriber_id}"
_LINE = "/coverage/line/{coverage_line_id}"
_DEPENDENT = "/coverage/dependent/{dependent_coverage_id}"
_ONE = "/coverage/{coverage_id}"


def coverage_routes(vendor: PlanSource) -> Iterator[Route]:
    """Yield every operation on coverages, in the order in which they are to be matched."""
    reads, writes = CoverageReads(vendor), CoverageWrites(vendor)
    yield from _of_many(reads, writes)
    yield from _of_parts(reads, writes)
    yield from _of_one(reads, writes)


def _of_many(reads: CoverageReads, writes: CoverageWrites) -> Iterator[Route]:
    yield "GET", "/coverage/meta", reads.meta
    yield "GET", "/coverage/composites", reads.composites
    yield "GET", "/coverages", reads.everyone
    yield "POST", "/coverages", writes.create_all
    yield "PUT", "/coverages", writes.update_all
    yield "PUT", "/coverages/terminate", writes.terminate_all
    yield "GET", "/coverages/lines", reads.all_lines
    yield "POST", "/coverages/lines", writes.create_lines
    yield "PUT", "/coverages/lines", writes.update_lines
    yield "PUT", "/coverages/lines/terminate", writes.terminate_lines
    yield "GET", "/coverages/dependents", reads.all_dependents
    yield "POST", "/coverages/dependents", writes.create_dependents
    yield "PUT", "/coverages/dependents", writes.update_dependents
    yield "PUT", "/coverages/dependents/terminate", writes.terminate_dependents


def _of_parts(reads: CoverageReads, writes: CoverageWrites) -> Iterator[Route]:
    yield "GET", _OF_SUBSCRIBER, reads.of_subscriber
    yield "PUT", f"{_OF_SUBSCRIBER}/terminate", writes.terminate_of_subscriber
    yield "GET", f"{_OF_SUBSCRIBER}/composite", reads.composite_of_subscriber
    yield "GET", _LINE, reads.one_line
    yield "PUT", _LINE, writes.update_line
    yield "PUT", f"{_LINE}/terminate", writes.terminate_line
    yield "GET", _DEPENDENT, reads.one_dependent
    yield "PUT", _DEPENDENT, writes.update_dependent
    yield "PUT", f"{_DEPENDENT}/terminate", writes.terminate_dependent


def _of_one(reads: CoverageReads, writes: CoverageWrites) -> Iterator[Route]:
    yield "POST", "/coverage", writes.create
    yield "GET", _ONE, reads.one
    yield "PUT", _ONE, writes.update
    yield "PUT", f"{_ONE}/terminate", writes.terminate
    yield "POST", f"{_ONE}/line", writes.create_line
    yield "GET", f"{_ONE}/lines", reads.lines_of
    yield "POST", f"{_ONE}/dependent", writes.create_dependent
    yield "GET", f"{_ONE}/dependents", reads.dependents_of
    yield "GET", f"{_ONE}/composite", reads.composite
