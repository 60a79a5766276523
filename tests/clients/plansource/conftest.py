"""What the PlanSource tests share: a scripted vendor for odd answers, and people to write."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
import pytest
from aiohttp import web

from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.writer import SubscriberWriter
from benefits_sync.models.writes import WriteKind, WriteOp, WriteOutcome, WriteStatus
from sandbox.core.journal import Effect, Entry
from sandbox.server import Running, running

Reply = Callable[[web.Request, Any], web.StreamResponse]


async def _no_wait(_seconds: float) -> None:
    pass


IMPATIENT = Patience(attempts=3, base=0.0, cap=0.0, sleep=_no_wait)
PATIENT = Patience(attempts=8, base=0.0, cap=0.0, sleep=_no_wait)


class ScriptedVendor:
    """Answers each API call with what the test says, and remembers the calls."""

    def __init__(self) -> None:
        self.url = ""
        self.reply: Reply = lambda request, body: web.json_response({}, status=500)
        self.token_answer: Callable[[dict[str, Any]], web.Response] | None = None
        self.token_forms: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, Any]] = []
        self.expires_in = 300

    @property
    def routes(self) -> list[str]:
        return [f"{method} {path}" for method, path, _ in self.requests]

    @property
    def bodies(self) -> list[Any]:
        return [body for _, _, body in self.requests]

    async def token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.token_forms.append(form)
        if self.token_answer is not None:
            return self.token_answer(form)
        token = f"token-{len(self.token_forms)}"
        return web.json_response({"access_token": token, "expires_in": self.expires_in})

    async def api(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = orjson.loads(raw) if raw else None
        path = request.path.removeprefix("/admin/v2")
        self.requests.append((request.method, path, body))
        return self.reply(request, body)


@pytest.fixture
async def vendor() -> AsyncIterator[ScriptedVendor]:
    scripted = ScriptedVendor()
    app = web.Application()
    app.router.add_post("/oauth/v2/token", scripted.token)
    app.router.add_route("*", "/admin/v2/{tail:.*}", scripted.api)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scripted.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield scripted
    await runner.cleanup()


@pytest.fixture
async def client(vendor: ScriptedVendor) -> AsyncIterator[PlanSourceClient]:
    connected = PlanSourceClient.connect(
        vendor.url, "acme_hcm", "s" * 32, "integration_admin", patience=IMPATIENT, total_timeout=5.0
    )
    async with connected as opened:
        yield opened


@pytest.fixture
async def box() -> AsyncIterator[Running]:
    async with running(employees=1, seed=1) as sandbox:
        yield sandbox


@pytest.fixture
async def live(box: Running) -> AsyncIterator[PlanSourceClient]:
    """A client of the sandbox."""
    connected = PlanSourceClient.connect(
        box.url, **box.credentials["plansource"], patience=PATIENT, total_timeout=2.0
    )
    async with connected as opened:
        yield opened


class Office:
    """A writer on the sandbox, with everything it announced and settled, and the vendor's own journal."""

    def __init__(self, box: Running, client: PlanSourceClient) -> None:
        self.box = box
        self.client = client
        self.writer = SubscriberWriter(client)
        self.sent: list[list[WriteOp]] = []
        self.outcomes: list[WriteOutcome] = []

    async def write(self, *ops: WriteOp) -> dict[tuple[str, WriteKind], WriteStatus]:
        await self.writer.write(
            ops, sending=lambda sent: self.sent.append(list(sent)), settled=self.outcomes.extend
        )
        return {(outcome.record_key, outcome.kind): outcome.status for outcome in self.outcomes}

    async def staff(self, *numbers: int) -> None:
        """Employ people in an untroubled way, and forget how."""
        await self.write(*(hire(number) for number in numbers))
        self.sent.clear()
        self.outcomes.clear()
        self.box.sandbox.journal.clear()

    def faults(self, *rules: dict[str, Any]) -> None:
        self.box.sandbox.faults.replace([{"vendor": "plansource", **rule} for rule in rules])

    def calls(self) -> list[str]:
        """Method and route of each request PlanSource saw, but those for tokens."""
        return [f"{e.method} {(e.route or '').removeprefix('/admin/v2')}" for e in self._entries()]

    def effects(self, effect: Effect) -> list[str]:
        """The keys of the records on which PlanSource saw this effect, as often as it saw it."""
        return [t.key for e in self._entries() for t in e.records if t.effect is effect]

    def record(self, number: int) -> dict[str, Any]:
        """What PlanSource holds of one person."""
        return self.roster()[code(number)]

    def roster(self) -> dict[str, dict[str, Any]]:
        records = self.box.sandbox.vendors["plansource"].snapshot()["subscribers"]
        return {record["subscriber_code"]: record for record in records}

    def _entries(self) -> list[Entry]:
        journal = self.box.sandbox.journal.select("plansource")
        return [entry for entry in journal if not entry.path.endswith("/token")]


@pytest.fixture
def office(box: Running, live: PlanSourceClient) -> Office:
    return Office(box, live)


def code(number: int) -> str:
    return f"E{10000 + number}"


def hire(number: int, **changes: object) -> WriteOp:
    """A new hire, invented."""
    members = {
        "subscriber_code": code(number),
        "ssn": f"9{number:08d}",
        "first_name": "Maya",
        "last_name": f"Okafor {number}",
        "address_1": "18 Juniper Way",
        "city": "Boise",
        "state": "ID",
        "zip_code": "83702",
        "birthdate": "1991-11-30",
        "gender": "F",
        "marital_status": "S",
        "employment_level": "F",
        "org_class": "FT-HRLY",
        "division": "WEST",
        "hire_date": "2026-03-09",
        "current_salary": "65520",
        "test_employee": False,
    }
    return WriteOp(code(number), WriteKind.CREATE, members | changes)


def update(number: int, **members: object) -> WriteOp:
    return WriteOp(code(number), WriteKind.UPDATE, members or {"city": "Denver"})


def terminate(number: int, day: str = "2026-10-30") -> WriteOp:
    members = {"termination_reason": "layoff", "termination_date": day, "voluntary": False}
    return WriteOp(code(number), WriteKind.TERMINATE, members)


def rehire(number: int, day: str = "2026-11-16") -> WriteOp:
    return WriteOp(code(number), WriteKind.REHIRE, {"rehire_date": day})


def success(data: Any) -> web.Response:
    return web.json_response({"status": "success", "errors": [], "data": data})


def failure(message: str, status: int = 400, *, http: int | None = None) -> web.Response:
    error = {"http_status": status, "message": message, "details": None, "error_code": status}
    return web.json_response({"status": "failure", "errors": error, "data": []}, status=http or status)
