"""The routes under /__sandbox/ that no vendor has: health, reset, clock, faults, journal."""

from datetime import datetime

from aiohttp import web

from sandbox.core.faults import FaultRuleError
from sandbox.core.saving import dump, restore
from sandbox.core.state import Sandbox
from sandbox.core.vendors import CONTROL
from sandbox.core.wire import json_answer, json_body


class ControlRoutes:
    """The handlers of the core's own control routes."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def health(self, _request: web.Request) -> web.Response:
        """Tell that the server is up and what it holds."""
        box = self._sandbox
        return json_answer({"status": "ok", "employees": box.employees, "seed": box.seed})

    async def reset(self, _request: web.Request) -> web.Response:
        """Return to the state of the start."""
        self._sandbox.reset()
        return json_answer({"status": "reset"})

    async def show_state(self, _request: web.Request) -> web.Response:
        """Return the state of both vendors and the clock, to be taken over again later."""
        return web.Response(body=dump(self._sandbox), content_type="application/json")

    async def set_state(self, request: web.Request) -> web.Response:
        """Return to a state that was shown before; faults and journal are as at the start."""
        state = await json_body(request)
        self._sandbox.reset()
        try:
            restore(self._sandbox, state)
        except (KeyError, TypeError, ValueError):
            self._sandbox.reset()
            raise web.HTTPBadRequest(text="send what GET /__sandbox/state answered") from None
        return json_answer({"status": "restored"})

    async def show_clock(self, _request: web.Request) -> web.Response:
        """Tell the sandbox's time."""
        clock = self._sandbox.clock
        return json_answer({"now": clock.now().isoformat(), "today": clock.today().isoformat()})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Move the clock to an instant or by days."""
        body = await json_body(request)
        try:
            if "advance_days" in body:
                self._sandbox.clock.advance(float(body["advance_days"]))
            else:
                self._sandbox.clock.set(datetime.fromisoformat(body["now"]))
        except (KeyError, TypeError, ValueError):
            raise web.HTTPBadRequest(text='send {"now": ISO date-time} or {"advance_days": number}') from None
        return await self.show_clock(request)

    async def show_faults(self, _request: web.Request) -> web.Response:
        """List the fault rules in force."""
        return json_answer(self._sandbox.faults.to_json())

    async def set_faults(self, request: web.Request) -> web.Response:
        """Put other fault rules in force."""
        body = await json_body(request)
        if not isinstance(body, list):
            raise web.HTTPBadRequest(text="send a list of fault rules")
        try:
            self._sandbox.faults.replace(body)
        except FaultRuleError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        return await self.show_faults(request)

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Put no fault rule in force."""
        self._sandbox.faults.replace([])
        return await self.show_faults(request)

    async def show_journal(self, request: web.Request) -> web.Response:
        """List the journal, of one vendor and after a sequence number when asked."""
        after = request.query.get("after", "0")
        if not after.isdigit():
            raise web.HTTPBadRequest(text="after must be a sequence number")
        entries = self._sandbox.journal.select(request.query.get("vendor"), int(after))
        return json_answer([entry.to_json() for entry in entries])

    async def clear_journal(self, _request: web.Request) -> web.Response:
        """Forget the journal."""
        self._sandbox.journal.clear()
        return json_answer([])


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """Register the control routes."""
    routes = ControlRoutes(sandbox)
    app.router.add_get(f"{CONTROL}/health", routes.health)
    app.router.add_post(f"{CONTROL}/reset", routes.reset)
    app.router.add_get(f"{CONTROL}/state", routes.show_state)
    app.router.add_put(f"{CONTROL}/state", routes.set_state)
    app.router.add_get(f"{CONTROL}/clock", routes.show_clock)
    app.router.add_put(f"{CONTROL}/clock", routes.set_clock)
    app.router.add_get(f"{CONTROL}/faults", routes.show_faults)
    app.router.add_put(f"{CONTROL}/faults", routes.set_faults)
    app.router.add_delete(f"{CONTROL}/faults", routes.clear_faults)
    app.router.add_get(f"{CONTROL}/journal", routes.show_journal)
    app.router.add_delete(f"{CONTROL}/journal", routes.clear_journal)
