"""The envelope around every answer of the Admin API."""

from collections.abc import Iterable, Sequence

import orjson
from aiohttp import web

from sandbox.core.wire import Json
from sandbox.plansource.errors import ApiError

_WITHOUT_DATA = frozenset({404, 422})


def answer(body: Json, status: int = 200) -> web.Response:
    """Answer with a JSON body; parts already serialised may be embedded as `orjson.Fragment`."""
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def success(data: Json) -> web.Response:
    """Answer with `data` in the envelope of success."""
    return answer({"status": "success", "errors": [], "data": data})


def failure(error: ApiError, status: int | None = None) -> web.Response:
    """Answer with the envelope of failure; `status` overrides the HTTP status but not the body."""
    body: dict[str, Json] = {"status": "failure", "errors": error.errors()}
    if error.status not in _WITHOUT_DATA:
        body["data"] = []
    return answer(body, status or error.status)


def mixed(data: Sequence[Json], errors: Iterable[Json], rows: int) -> web.Response:
    """Answer a bulk call: success when any row worked or none was sent, else 400."""
    worked = bool(data) or rows == 0
    body = {"status": "success" if worked else "failure", "errors": list(errors), "data": list(data)}
    return answer(body, 200 if worked else 400)
