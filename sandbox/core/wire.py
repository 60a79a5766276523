"""JSON in and out of the sandbox's own routes."""

from typing import Any, TypeAlias

import orjson
from aiohttp import web

Json: TypeAlias = Any
"""A parsed JSON value of any shape."""


def json_answer(value: Json, status: int = 200) -> web.Response:
    """Answer with `value` as JSON."""
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


async def json_body(request: web.Request) -> Json:
    """Read a control request's JSON body; anything else is answered 400."""
    try:
        return orjson.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest(text="the body must be JSON") from None
