"""BambooHR's REST API: employees, change feeds, tables, reports, datasets, metadata, files, webhooks."""

from aiohttp import web

from sandbox.bamboohr import serve
from sandbox.bamboohr.control import add_control_routes
from sandbox.bamboohr.routes import (
    benefits,
    changes,
    datasets,
    dependents,
    employees,
    files,
    listing,
    meta,
    photos,
    reference,
    reports,
    tables,
    webhooks,
)
from sandbox.bamboohr.routes.login import add_login_routes
from sandbox.bamboohr.vendor import BambooHR
from sandbox.core.state import Sandbox
from sandbox.core.vendors import BAMBOOHR

__all__ = ["BambooHR", "add_routes"]

_GROUPS = (
    employees,
    listing,
    changes,
    tables,
    reports,
    datasets,
    meta,
    reference,
    dependents,
    files,
    photos,
    webhooks,
    benefits,
)


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """Register BambooHR's routes and let its state join the sandbox."""
    vendor = BambooHR(sandbox)
    sandbox.vendors[BAMBOOHR] = vendor
    serve.register(app, vendor, [endpoint for group in _GROUPS for endpoint in group.ENDPOINTS])
    add_login_routes(app, vendor)
    add_control_routes(app, vendor)
    app.on_cleanup.append(vendor.deliveries.close)
