"""Which handler answers which method and path of the Admin API."""

from collections.abc import Iterator

from aiohttp import web

from sandbox.plansource.aca import aca_routes
from sandbox.plansource.administrators import administrator_routes
from sandbox.plansource.beneficiaries import Beneficiaries
from sandbox.plansource.benefits.payroll import Payroll
from sandbox.plansource.bulk import BulkSubscribers
from sandbox.plansource.calls import Route, guarded, unknown_route
from sandbox.plansource.content import content_routes
from sandbox.plansource.coverage.routes import coverage_routes
from sandbox.plansource.dependents import Dependents
from sandbox.plansource.directory import Directory
from sandbox.plansource.eoi import evidence_routes
from sandbox.plansource.sessions import session_routes
from sandbox.plansource.state import PlanSource
from sandbox.plansource.subscribers import Subscribers
from sandbox.plansource.tokens import Tokens

PREFIX = "/admin/v2"
_ONE_DEPENDENT = "/subscriber/{subscriber_id}/dependent/{id}"
_OF_COVERAGE = "/coverage/{coverage_id}/beneficiaries"


def _subscriber_routes(vendor: PlanSource) -> Iterator[Route]:
    one, many = Subscribers(vendor), BulkSubscribers(vendor)
    yield "POST", "/subscriber", one.create
    yield "GET", "/subscriber/{id}", one.read
    yield "PUT", "/subscriber/{id}", one.update
    yield "PUT", "/subscriber/{id}/terminate", one.terminate
    yield "PUT", "/subscriber/{id}/rehire", one.rehire
    yield "GET", "/subscribers", one.read_all
    yield "POST", "/subscribers", many.create
    yield "PUT", "/subscribers", many.update
    yield "PUT", "/subscribers/terminate", many.terminate
    yield "PUT", "/subscribers/rehire", many.rehire


def _dependent_routes(vendor: PlanSource) -> Iterator[Route]:
    dependents = Dependents(vendor)
    yield "POST", "/subscriber/{subscriber_id}/dependent", dependents.create
    yield "GET", _ONE_DEPENDENT, dependents.read
    yield "PUT", _ONE_DEPENDENT, dependents.update
    yield "PUT", f"{_ONE_DEPENDENT}/deactivate", dependents.deactivate
    yield "PUT", f"{_ONE_DEPENDENT}/reactivate", dependents.reactivate
    yield "GET", "/dependents", dependents.read_all


def _beneficiary_routes(vendor: PlanSource) -> Iterator[Route]:
    beneficiaries = Beneficiaries(vendor)
    yield "GET", "/beneficiaries", beneficiaries.of_organization
    yield "GET", "/subscriber/{subscriber_id}/beneficiaries", beneficiaries.of_subscriber
    yield "GET", _OF_COVERAGE, beneficiaries.of_coverage
    yield "PUT", _OF_COVERAGE, beneficiaries.update
    yield "POST", _OF_COVERAGE, beneficiaries.create
    yield "DELETE", _OF_COVERAGE, beneficiaries.terminate


def _payroll_routes(vendor: PlanSource) -> Iterator[Route]:
    payroll = Payroll(vendor)
    yield "GET", "/payroll_coverages_subscriber/{id}", payroll.of_subscriber
    yield "GET", "/payroll_coverages_subscribers", payroll.of_all


def _directory_routes(vendor: PlanSource) -> Iterator[Route]:
    directory = Directory(vendor)
    yield "GET", "/subscriber/meta", directory.subscriber_meta
    yield "GET", "/dependent/meta", directory.dependent_meta
    yield "GET", "/beneficiaries/meta", directory.beneficiary_meta
    yield "GET", "/organizations", directory.organizations


# Of the paths below /coverage those that begin with a word come before those that begin with a number.
_FAMILIES = (
    _directory_routes,
    _subscriber_routes,
    _dependent_routes,
    coverage_routes,
    _beneficiary_routes,
    _payroll_routes,
    evidence_routes,
    aca_routes,
    administrator_routes,
    content_routes,
    session_routes,
)


def add_api_routes(app: web.Application, vendor: PlanSource) -> None:
    """Register the token endpoint and every operation; what is left over is an unknown route."""
    tokens = Tokens(vendor)
    app.router.add_post("/oauth/v2/token", tokens.issue)
    for family in _FAMILIES:
        for method, path, handler in family(vendor):
            app.router.add_route(method, PREFIX + path, guarded(vendor, tokens, handler))
    app.router.add_route("*", PREFIX + "/{tail:.*}", unknown_route)
