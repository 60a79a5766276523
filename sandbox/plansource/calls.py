"""What every API call goes through: token, faults, body, and the wording of a refusal."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from aiohttp import web

from sandbox.core.faults import Kind
from sandbox.core.journal import Effect
from sandbox.core.wire import Json
from sandbox.plansource.envelope import failure
from sandbox.plansource.errors import ApiError, wrong_shape
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.tokens import Tokens

Handler = Callable[[web.Request], Awaitable[web.Response]]
Route = tuple[str, str, Handler]
"""Method, path behind the prefix, and what answers it."""

_LARGEST_PAGE = 500


def guarded(vendor: PlanSource, tokens: Tokens, handler: Handler) -> Handler:
    """Wrap a handler with the checks and the error wording that all operations share."""

    async def call(request: web.Request) -> web.Response:
        try:
            tokens.authorize(request)
            if vendor.sandbox.faults.claim(request, Kind.ERROR_IN_200):
                return failure(ApiError(500, "Internal error"), status=200)
            return await handler(request)
        except ApiError as error:
            return failure(error)

    return call


async def unknown_route(request: web.Request) -> web.Response:
    """Answer a path or method that the API does not have."""
    tail = request.match_info["tail"]
    return failure(ApiError(404, f"Requested route '{tail}' not found", "route_not_found"))


async def read_json(request: web.Request) -> Json:
    """Read the body; what is no JSON is refused as the vendor does."""
    try:
        return orjson.loads(await request.read())
    except ValueError:
        raise ApiError(400, "There was a problem in the JSON you submitted") from None


async def read_object(request: web.Request, complaint: str | None = None) -> dict[str, Any]:
    """Read a body that must be an object; an empty body counts as an empty one."""
    body = await read_json(request) if request.can_read_body else {}
    if not isinstance(body, dict):
        raise wrong_shape(complaint) if complaint else wrong_shape()
    return body


def by_code(request: web.Request) -> bool:
    """Tell whether subscriber ids in this call are the customer's codes."""
    return request.query.get("is_custom_id", "").lower() == "true"


def include_test(request: web.Request) -> bool:
    """Tell whether a list read asks for test employees too."""
    return request.query.get("include_test", "").lower() == "true"


def page_bounds(request: web.Request) -> tuple[int, int]:
    """Return where the page asked for starts and ends; sizes over 500 are cut to 500."""
    page = page_number(request)
    size = min(max(1, _number(request, "per_page", _LARGEST_PAGE)), _LARGEST_PAGE)
    return (page - 1) * size, page * size


def page_number(request: web.Request) -> int:
    """Return the page asked for, the first when none is."""
    return max(1, _number(request, "page", 1))


def _number(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else default


def find_subscriber(vendor: PlanSource, request: web.Request, name: str = "id") -> Record:
    """Return the subscriber named in the path."""
    return vendor.roster.find(request.match_info[name], custom=by_code(request))


def key_of(record: Record) -> str:
    """Return the key by which the journal knows a subscriber: the code, else the id."""
    return str(record.get("subscriber_code", record["id"]))


@contextmanager
def journalled(
    vendor: PlanSource, request: web.Request, key: str, effect: Effect, body: Json = None
) -> Iterator[None]:
    """Write down that `body` had `effect` on the record, or none when it is refused."""
    members = sorted(body.keys() - {"id"}) if isinstance(body, dict) else []
    try:
        yield
    except ApiError:
        vendor.sandbox.journal.touch(request, key, Effect.NONE, members)
        raise
    vendor.sandbox.journal.touch(request, key, effect, members)
