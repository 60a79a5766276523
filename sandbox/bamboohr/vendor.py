"""The emulated BambooHR as a whole: its company, its keys, its switches."""

from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from sandbox.bamboohr.access import Rights, seeded_rights, spare_key
from sandbox.bamboohr.catalog import FIELDS
from sandbox.bamboohr.deliveries import Deliveries
from sandbox.bamboohr.documents import Documents
from sandbox.bamboohr.effects import take_effect
from sandbox.bamboohr.endpoint import basic_user
from sandbox.bamboohr.oauth import Grants
from sandbox.bamboohr.refusals import legacy_answer
from sandbox.bamboohr.state import State
from sandbox.bamboohr.switches import Switches
from sandbox.bamboohr.tables import DEDUCTIONS, TABLES, Table
from sandbox.bamboohr.throttle import Throttle
from sandbox.bamboohr.view import View
from sandbox.bamboohr.webhooks import Webhooks
from sandbox.company import Person, build_company
from sandbox.core.faults import Kind
from sandbox.core.state import Sandbox
from sandbox.core.wire import Json


class BambooHR:
    """One company's BambooHR.

    Args:
        sandbox: Clock, journal, faults and credentials.
    """

    state: State
    rights: dict[str, Rights]
    switches: Switches
    throttle: Throttle
    grants: Grants
    documents: Documents
    webhooks: Webhooks

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.domain = sandbox.credentials.company
        self.keys = {
            sandbox.credentials.api_key: "main",
            **{spare_key(sandbox.seed, name): name for name in ("limited", "integration")},
        }
        self.deliveries = Deliveries(self)
        self.reset()

    def reset(self) -> None:
        """Return to the seeded company, with every switch and right as at the start."""
        box = self.sandbox
        self.state = State.of_company(build_company(box.seed, box.employees, box.clock.today()))
        self.rights = seeded_rights()
        self.switches = Switches()
        self.throttle = Throttle(self.switches)
        self.grants = Grants(box.seed, self.domain)
        self.documents = Documents.seeded(self.now())
        self.webhooks = Webhooks()
        self.deliveries.forget()

    def now(self) -> datetime:
        """Tell the sandbox's time."""
        return self.sandbox.clock.now()

    def view(self, people: Sequence[Person], *, only_current: bool = True) -> View:
        """Look at some people as of today."""
        return View(self.state, people, self.sandbox.clock.today().isoformat(), only_current)

    def tables(self) -> list[Table]:
        """Return the employee tables that this company has."""
        left_out = frozenset() if self.switches.deduction_table else {DEDUCTIONS}
        return [table for alias, table in TABLES.items() if alias not in left_out]

    def settle(self) -> None:
        """Let everything take effect that is due by now, and tell webhooks of it."""
        for day, person, table, row in self.state.due(self.sandbox.clock.today().isoformat()):
            take_effect(self.state, person, table, row, day)
        self.deliveries.flush()

    def sign_in(self, request: web.Request) -> tuple[str, Rights] | None:
        """Return the name of the caller's key or token and its rights, or None when there is none."""
        header = request.headers.get("Authorization", "")
        scheme, _, token = header.partition(" ")
        if scheme.lower() == "bearer":
            return self._bearer(request, token.strip())
        name = self.keys.get(basic_user(header) or "")
        return (name, self.rights[name]) if name else None

    def _bearer(self, request: web.Request, token: str) -> tuple[str, Rights] | None:
        if self.sandbox.faults.claim(request, Kind.EXPIRED_TOKEN):
            self.grants.expire(token)
        scopes = self.grants.scopes_of(token, self.now())
        return None if scopes is None else (token, self.rights["main"].with_scopes(scopes))

    def fault_answer(self, status: int, text: str | None) -> web.Response:
        """Word an injected status: an empty body and the text in both headers."""
        return legacy_answer(status, text or _FAULT_TEXTS.get(status, "Server Error"))

    def snapshot(self) -> dict[str, Json]:
        """Return the whole state as plain JSON values; open webhooks' retries are not part of it."""
        return {
            "state": self.state.snapshot(),
            "rights": {name: rights.to_json() for name, rights in self.rights.items()},
            "switches": self.switches.to_json(),
            "grants": self.grants.snapshot(),
            "documents": self.documents.snapshot(),
            "webhooks": self.webhooks.snapshot(),
        }

    def restore(self, state: Json) -> None:
        """Take over a state that `snapshot` returned."""
        self.state.restore(state["state"])
        self.rights = {name: Rights.from_json(saved) for name, saved in state["rights"].items()}
        self.switches.change(state["switches"])
        self.grants.restore(state["grants"])
        self.documents = Documents.restored(state["documents"])
        self.webhooks = Webhooks.restored(state["webhooks"])

    def unknown_fields(self, names: Sequence[str]) -> list[str]:
        """Return the names that are no field's alias or number."""
        known = {field.alias for field in FIELDS} | {field.id for field in FIELDS}
        return [name for name in names if name not in known]


_FAULT_TEXTS = {
    401: "API key not provided or invalid",
    403: "Forbidden",
    429: "Limit Exceeded",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
