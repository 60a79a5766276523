"""PlanSource's Admin API v2, as far as demographics go."""

from aiohttp import web

from sandbox.core.state import Sandbox
from sandbox.core.vendors import PLANSOURCE
from sandbox.plansource.control import add_control_routes
from sandbox.plansource.routes import add_api_routes
from sandbox.plansource.state import PlanSource


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """Register PlanSource's routes and let its state join the sandbox."""
    vendor = PlanSource(sandbox)
    sandbox.vendors[PLANSOURCE] = vendor
    add_api_routes(app, vendor)
    add_control_routes(app, vendor)
