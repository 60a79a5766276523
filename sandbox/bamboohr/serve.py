"""Registers the vendor's endpoints under every URL form and signs callers in."""

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import RefusedError, legacy_answer, refusal_answer, unauthorised_answer
from sandbox.bamboohr.vendor import BambooHR

PREFIXES = ("/api", "/api/gateway.php/{company}")
"""What stands before the version: on the company's own host, and on the gateway."""

_EVERYWHERE = {
    "Server": "nginx",
    "Strict-Transport-Security": "max-age=31536000; includeSubdomains;",
    "X-Content-Type-Options": "nosniff",
}
_VENDOR_HOST = ".bamboohr.com"


def register(app: web.Application, vendor: BambooHR, endpoints: Iterable[Endpoint]) -> None:
    """Register endpoints under both prefixes, with and without a trailing slash.

    Args:
        app: The application.
        vendor: The emulated vendor.
        endpoints: What to register; paths without variable parts come before those with some.
    """
    for endpoint in sorted(endpoints, key=lambda each: each.path.count("{")):
        handler = _handler(vendor, endpoint)
        for prefix in PREFIXES:
            for ending in ("", "/"):
                app.router.add_route(endpoint.method, f"{prefix}{endpoint.path}{ending}", handler)


def _handler(vendor: BambooHR, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        refusal = _unknown_company(vendor, request) or _blocked(vendor, request)
        if refusal is not None:
            return refusal
        signed_in = vendor.sign_in(request)
        refusal = vendor.throttle.refuse(signed_in[0] if signed_in else request.remote or "")
        if refusal is not None:
            return refusal
        if signed_in is None:
            vendor.throttle.note_bad_key(request.remote or "")
            return unauthorised_answer(vendor.domain)
        vendor.settle()
        uploading = request.content_type.startswith("multipart/")
        body = b"" if uploading else await request.read()
        call = Call(request, vendor, signed_in[1], body, _base(request))
        try:
            _check_scope(call, endpoint)
            answer = await endpoint.act(call)
        except RefusedError as error:
            answer = refusal_answer(error, endpoint.family, call.request_id)
        vendor.deliveries.flush()
        answer.headers.update(_EVERYWHERE)
        return answer

    return handle


def _check_scope(call: Call, endpoint: Endpoint) -> None:
    scopes = call.rights.scopes
    if scopes is None:
        if endpoint.oauth_only:
            raise RefusedError(403, "This endpoint needs OAuth")
        return
    if endpoint.scope is not None and endpoint.scope not in scopes:
        raise RefusedError(403, f"The token lacks the scope {endpoint.scope}")


def _unknown_company(vendor: BambooHR, request: web.Request) -> web.Response | None:
    """Refuse a company that is not this one, be it named in the path or in the host."""
    host = (request.host or "").partition(":")[0].lower()
    named = [request.match_info["company"].lower()] if "company" in request.match_info else []
    if host.endswith(_VENDOR_HOST) and (host != f"api{_VENDOR_HOST}" or not named):
        named.append(host.removesuffix(_VENDOR_HOST))
    if all(name == vendor.domain for name in named):
        return None
    answer = legacy_answer(404, "Company not found")
    answer.headers["X-BambooHR-Error-Message"] = "Company not found"
    return answer


def _blocked(vendor: BambooHR, request: web.Request) -> web.Response | None:
    if vendor.throttle.blocks(request.remote or ""):
        return legacy_answer(403, "Too many requests with an unknown key")
    return None


def _base(request: web.Request) -> str:
    """Return scheme, host and the prefix before the version, as the caller spelt them."""
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme)
    company = request.match_info.get("company")
    prefix = f"/api/gateway.php/{company}" if company else "/api"
    return f"{scheme}://{request.host}{prefix}"
