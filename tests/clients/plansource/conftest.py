"""What the PlanSource tests share: a scripted vendor for odd answers, and people to write."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
import pytest
from aiohttp import web

from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.client import PlanSourceClient

Reply = Callable[[web.Request, Any], web.StreamResponse]


async def _no_wait(_seconds: float) -> None:
    pass


IMPATIENT = Patience(attempts=3, base=0.0, cap=0.0, sleep=_no_wait)


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


def success(data: Any) -> web.Response:
    return web.json_response({"status": "success", "errors": [], "data": data})


def failure(message: str, status: int = 400, *, http: int | None = None) -> web.Response:
    error = {"http_status": status, "message": message, "details": None, "error_code": status}
    return web.json_response({"status": "failure", "errors": error, "data": []}, status=http or status)
