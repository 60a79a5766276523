"""Finding the subscriber, coverage, line or dependent coverage that a call names."""

from typing import NamedTuple

from aiohttp import web

from sandbox.core.wire import Json
from sandbox.plansource.benefits.model import Coverage, DependentCoverage, Line
from sandbox.plansource.errors import ApiError, not_found
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource


class HeldLine(NamedTuple):
    """A line of the current version of a coverage."""

    version: Coverage
    line: Line


class HeldDependent(NamedTuple):
    """A dependent's part in the current version of a coverage."""

    version: Coverage
    item: DependentCoverage


def read_id(raw: Json) -> int:
    """Read a number of the vendor's; what is none names nothing."""
    text = str(raw)
    return int(text) if text.isascii() and text.isdigit() else -1


def find_employee(vendor: PlanSource, raw: Json) -> Record:
    """Return the subscriber with the vendor's own number."""
    record = vendor.roster.lookup(str(raw), custom=False)
    if record is None:
        raise not_found("Employee not found")
    return record


def path_employee(vendor: PlanSource, request: web.Request) -> Record:
    """Return the subscriber named in the path."""
    return find_employee(vendor, request.match_info["subscriber_id"])


def owner_of(vendor: PlanSource, version: Coverage) -> Record:
    """Return the subscriber who has a coverage."""
    return vendor.roster.find(str(version.subscriber_id), custom=False)


def find_coverage(vendor: PlanSource, raw: Json, year: int) -> Coverage:
    """Return the current version in a plan year of the coverage with this number."""
    number = read_id(raw)
    owner = vendor.enrollments.owners.get(number)
    if owner is not None:
        version = vendor.enrollments.current(owner, vendor.enrollments.benefit_of(number), year)
        if version is not None:
            return version
    raise invalid_coverage()


def find_coverage_of_part(vendor: PlanSource, raw: Json, year: int) -> Coverage:
    """Return the current version of the coverage that has, or had, this line or dependent coverage."""
    number = vendor.enrollments.coverage_of_part(read_id(raw))
    return find_coverage(vendor, number, year)


def find_line(vendor: PlanSource, raw: Json, year: int) -> HeldLine:
    """Return the line with this number, unless it has ended."""
    version = find_coverage_of_part(vendor, raw, year)
    for one in version.lines:
        if one.id == read_id(raw):
            return HeldLine(version, one)
    raise invalid_coverage()


def find_dependent(vendor: PlanSource, raw: Json, year: int) -> HeldDependent:
    """Return the dependent coverage with this number, unless a later version has it no more."""
    version = find_coverage_of_part(vendor, raw, year)
    for one in version.dependents:
        if one.id == read_id(raw):
            return HeldDependent(version, one)
    raise invalid_coverage()


def invalid_coverage() -> ApiError:
    """Return the refusal of a coverage, line or dependent coverage that is not there."""
    return not_found("Invalid coverage")
