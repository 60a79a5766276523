"""The middleware that makes requests fail as the fault plan says."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.core.faults import Kind, Rule
from sandbox.core.journal import ENTRY
from sandbox.core.state import Sandbox
from sandbox.core.vendors import vendor_of

_LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>"


def injection(sandbox: Sandbox) -> Middleware:
    """Build the middleware for both vendors."""

    @web.middleware
    async def injected(request: web.Request, handler: Handler) -> web.StreamResponse:
        vendor = vendor_of(request.path)
        if vendor is None:
            return await handler(request)
        for slow in sandbox.faults.latency(request):
            request[ENTRY].faults.append(slow.kind)
            await asyncio.sleep(slow.seconds)
        rule = sandbox.faults.take(request)
        if rule is None:
            return await handler(request)
        request[ENTRY].faults.append(rule.kind)
        return await _act_out(rule, sandbox, vendor, request, handler)

    return injected


async def _act_out(
    rule: Rule, sandbox: Sandbox, vendor: str, request: web.Request, handler: Handler
) -> web.StreamResponse:
    if rule.kind is Kind.STATUS:
        return _refusal(rule, sandbox, vendor)
    if rule.kind is Kind.HTML:
        return web.Response(text=_LOGIN_PAGE, content_type="text/html")
    if rule.kind is Kind.CUT_BEFORE:
        return _cut(request)
    response = await _answer(handler, request)
    if rule.kind is Kind.TRUNCATED:
        return _half(response)
    if rule.kind is Kind.TIMEOUT_AFTER:
        await asyncio.sleep(rule.seconds)
    return _cut(request)


async def _answer(handler: Handler, request: web.Request) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as answer:
        return web.Response(status=answer.status, text=answer.text)


def _refusal(rule: Rule, sandbox: Sandbox, vendor: str) -> web.Response:
    response = sandbox.vendors[vendor].fault_answer(rule.status, rule.text)
    if rule.retry_after is not None:
        response.headers["Retry-After"] = f"{rule.retry_after:g}"
    return response


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _half(response: web.StreamResponse) -> web.StreamResponse:
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return response
    return web.Response(
        status=response.status,
        body=response.body[: len(response.body) // 2],
        headers={"Content-Type": response.headers.get("Content-Type", "application/json")},
    )
