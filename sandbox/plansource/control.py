"""What a PlanSource administrator or employee does by hand, under /__sandbox/plansource/."""

from typing import Any

from aiohttp import web

from sandbox.core.vendors import CONTROL
from sandbox.core.wire import json_answer, json_body
from sandbox.plansource.benefits.control import add_benefit_routes
from sandbox.plansource.documents import SsnShown
from sandbox.plansource.meta import SUBSCRIBER_LISTS, ValueList
from sandbox.plansource.state import PayrollRange, PlanSource

_PREFIX = f"{CONTROL}/plansource"


class PlanSourceControl:
    """Handlers of the control routes of this vendor."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def subscribers(self, _request: web.Request) -> web.Response:
        """Return all subscribers as stored, without null members, test employees included."""
        return json_answer(self._vendor.roster.all())

    async def configuration(self, request: web.Request) -> web.Response:
        """Set what differs from organization to organization: see sandbox/README.md."""
        body: dict[str, Any] = await json_body(request)
        if "required" in body:
            self._vendor.required = tuple(body["required"])
        if "lists" in body:
            self._vendor.lists = dict(SUBSCRIBER_LISTS)
            self._vendor.lists |= {name: _list(name, values) for name, values in body["lists"].items()}
        if "payroll_range" in body:
            self._vendor.payroll_range = PayrollRange(body["payroll_range"])
        if "subscriber_ssn" in body:
            self._vendor.subscriber_ssn = SsnShown(body["subscriber_ssn"])
        return json_answer({"required": self._vendor.required, "lists": sorted(self._vendor.lists)})


def _list(name: str, values: list[str]) -> ValueList:
    caption = name.replace("_", " ").title()
    return ValueList(caption, tuple((value, value) for value in values if value), blank="" in values)


def add_control_routes(app: web.Application, vendor: PlanSource) -> None:
    """Register the control routes of this vendor."""
    control = PlanSourceControl(vendor)
    app.router.add_get(f"{_PREFIX}/subscribers", control.subscribers)
    app.router.add_put(f"{_PREFIX}/configuration", control.configuration)
    add_benefit_routes(app, vendor)
