"""The routes under /__sandbox/bamboohr/: what testers need and the vendor does not have."""

from aiohttp import web

from sandbox.bamboohr.access import Rights
from sandbox.bamboohr.drills import DrillError, change_person
from sandbox.bamboohr.scenario import KINDS, Scenario, ScenarioError
from sandbox.bamboohr.switches import UnknownSwitchError
from sandbox.bamboohr.vendor import BambooHR
from sandbox.company import Person
from sandbox.core.vendors import CONTROL
from sandbox.core.wire import Json, json_answer, json_body

_PREFIX = f"{CONTROL}/bamboohr"


class Control:
    """The handlers.

    Args:
        vendor: The emulated vendor.
    """

    def __init__(self, vendor: BambooHR) -> None:
        self._vendor = vendor

    async def credentials(self, _request: web.Request) -> web.Response:
        """Tell every way to sign in: the keys by the name of their rights, and the OAuth application."""
        grants = self._vendor.grants
        return json_answer(
            {
                "company": self._vendor.domain,
                "keys": {name: key for key, name in self._vendor.keys.items()},
                "oauth": {"client_id": grants.client_id, "client_secret": grants.client_secret},
            }
        )

    async def show_permissions(self, _request: web.Request) -> web.Response:
        """Tell what each key may see and do."""
        return json_answer({name: rights.to_json() for name, rights in self._vendor.rights.items()})

    async def set_permissions(self, request: web.Request) -> web.Response:
        """Change what a key may see and do; the main one unless ``key`` names another."""
        body = await _object(request)
        name = body.pop("key", "main")
        rights = self._vendor.rights.get(name)
        if rights is None:
            raise web.HTTPBadRequest(text=f"no key {name!r}; there are {', '.join(self._vendor.rights)}")
        known = rights.to_json()
        if unknown := sorted(body.keys() - known.keys()):
            raise web.HTTPBadRequest(text=f"no rights {', '.join(unknown)}; there are {', '.join(known)}")
        self._vendor.rights[name] = Rights.from_json({**known, **body})
        return await self.show_permissions(request)

    async def show_switches(self, _request: web.Request) -> web.Response:
        """Tell how the switches stand."""
        return json_answer(self._vendor.switches.to_json())

    async def set_switches(self, request: web.Request) -> web.Response:
        """Set switches by name."""
        try:
            self._vendor.switches.change(await _object(request))
        except UnknownSwitchError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        return await self.show_switches(request)

    async def employees(self, _request: web.Request) -> web.Response:
        """Tell everything about everyone."""
        self._vendor.settle()
        people = list(self._vendor.state.company.people.values())
        overrides = self._vendor.state.overrides
        return json_answer([_described(person, overrides.get(person.id, {})) for person in people])

    async def change_employees(self, request: web.Request) -> web.Response:
        """Set fields of one person, or of ``all``, past every rule and history."""
        fields = await _object(request)
        people = self._people(request)
        try:
            for person in people:
                change_person(self._vendor, person, fields)
        except DrillError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        self._vendor.deliveries.flush()
        return json_answer({"changed": [str(person.id) for person in people]})

    async def vanish(self, request: web.Request) -> web.Response:
        """Make one person, or ``all``, vanish without a trace in the change feed."""
        people = self._people(request)
        for person in people:
            del self._vendor.state.company.people[person.id]
        return json_answer({"vanished": [str(person.id) for person in people]})

    async def scenario(self, request: web.Request) -> web.Response:
        """Play a round of ordinary events and tell whom they touched."""
        body = await _object(request)
        seed = body.pop("seed", 1)
        if not all(isinstance(count, int) for count in body.values()):
            raise web.HTTPBadRequest(text=f"send a number for each of {', '.join(KINDS)}")
        self._vendor.settle()
        try:
            touched = Scenario(self._vendor, seed).play(body)
        except ScenarioError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        self._vendor.deliveries.flush()
        return json_answer(touched)

    def _people(self, request: web.Request) -> list[Person]:
        number = request.match_info["id"]
        people = self._vendor.state.company.people
        if number == "all":
            return list(people.values())
        if not number.isdigit() or int(number) not in people:
            raise web.HTTPNotFound(text="no such employee; send an id or all")
        return [people[int(number)]]


async def _object(request: web.Request) -> dict[str, Json]:
    body = await json_body(request)
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="send a JSON object")
    return body


def _described(person: Person, overrides: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": str(person.id),
        "lastChanged": person.last_changed,
        "fields": person.fields,
        "tables": person.tables,
        "overrides": overrides,
    }


def add_control_routes(app: web.Application, vendor: BambooHR) -> None:
    """Register the control routes."""
    routes = Control(vendor)
    app.router.add_get(f"{_PREFIX}/credentials", routes.credentials)
    app.router.add_get(f"{_PREFIX}/permissions", routes.show_permissions)
    app.router.add_put(f"{_PREFIX}/permissions", routes.set_permissions)
    app.router.add_get(f"{_PREFIX}/switches", routes.show_switches)
    app.router.add_put(f"{_PREFIX}/switches", routes.set_switches)
    app.router.add_get(f"{_PREFIX}/employees", routes.employees)
    app.router.add_put(f"{_PREFIX}/employees/{{id}}", routes.change_employees)
    app.router.add_delete(f"{_PREFIX}/employees/{{id}}", routes.vanish)
    app.router.add_post(f"{_PREFIX}/scenario", routes.scenario)
