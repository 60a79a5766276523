"""Signing people out of the portal and the administrators' site."""

from collections.abc import Iterator

from aiohttp import web

from sandbox.plansource.administrators import find_by_name
from sandbox.plansource.calls import Route
from sandbox.plansource.envelope import answer
from sandbox.plansource.errors import invalid_value, no_employee, not_found, required
from sandbox.plansource.state import PlanSource

_TYPES = ("subscriber", "admin")


class Sessions:
    """Handler of sessions, which this sandbox does not have: whom they are of must exist all the same."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def end(self, request: web.Request) -> web.Response:
        """DELETE /user_sessions."""
        given = {name: request.query.get(name, "") for name in ("user_identifier", "type")}
        if missing := [name for name, value in given.items() if not value]:
            raise required(missing)
        if given["type"] not in _TYPES:
            raise invalid_value("type", _TYPES)
        identifier = given["user_identifier"]
        if given["type"] == "admin" and find_by_name(self._vendor, identifier) is None:
            raise not_found(f"Admin with id = {identifier} is not found.")
        if given["type"] == "subscriber" and self._vendor.roster.lookup(identifier, custom=True) is None:
            raise no_employee(identifier)
        return answer({"status": "success"})


def session_routes(vendor: PlanSource) -> Iterator[Route]:
    """Yield the operation on sessions."""
    yield "DELETE", "/user_sessions", Sessions(vendor).end
