"""The vendor's four families of error answers, and the flat one of the benefits pages."""

from enum import Enum

import orjson
from aiohttp import web

from sandbox.core.wire import Json


class Family(Enum):
    """How an endpoint words its errors."""

    LEGACY = "legacy"
    CODED = "coded"
    NUMBERED = "numbered"
    PROBLEM = "problem"
    WEBHOOK = "webhook"
    FLAT = "flat"


class RefusedError(Exception):
    """A request the vendor does not carry out.

    Args:
        status: The HTTP status of the answer.
        message: What the vendor says; never a person's data.
        code: The code the newer families carry.
        extra: More members for a body that has some.
    """

    def __init__(
        self, status: int, message: str, code: str | None = None, extra: dict[str, Json] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.extra = extra or {}


_REASONS = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    422: "UnprocessableEntity",
    429: "TooManyRequests",
}
_TITLES = {400: "Bad Request", 403: "Forbidden", 404: "Not Found", 422: "Unprocessable Entity"}


def refusal_answer(error: RefusedError, family: Family, request_id: str = "") -> web.Response:
    """Word a refusal the way the endpoint's family does.

    Args:
        error: What went wrong.
        family: The family of the endpoint.
        request_id: The request's id, for the family that echoes one.

    Returns:
        The answer.
    """
    if family is Family.LEGACY:
        return legacy_answer(error.status, error.message)
    body, kind = _body(error, family)
    headers = {"X-Request-ID": request_id} if family is Family.PROBLEM else {}
    return web.Response(status=error.status, body=orjson.dumps(body), content_type=kind, headers=headers)


def legacy_answer(status: int, message: str) -> web.Response:
    """Answer with an empty body and the text, doubled, in both spellings of the header."""
    doubled = f"{message}, {message}"
    headers = {
        "Content-Type": "text/html; charset=UTF-8",
        "X-BambooHR-Error-Message": doubled,
        "X-BambooHR-Error-Messsage": doubled,
    }
    return web.Response(status=status, headers=headers)


def unauthorised_answer(company: str) -> web.Response:
    """Answer a missing or unknown key: one header only, spelt rightly, and a challenge."""
    headers = {
        "Content-Type": "text/html; charset=UTF-8",
        "X-BambooHR-Error-Message": "API key not provided or invalid",
        "WWW-Authenticate": f'Basic realm="https://api.bamboohr.com/{company}"',
        "Cache-Control": "no-cache, private",
    }
    return web.Response(status=401, headers=headers)


def _body(error: RefusedError, family: Family) -> tuple[Json, str]:
    code = error.code or _REASONS.get(error.status, "Error")
    if family is Family.CODED:
        return {"error": {"code": code, "message": error.message}}, "application/json"
    if family is Family.NUMBERED:
        return {"error": {"code": error.status, "message": error.message}}, "application/json"
    if family is Family.FLAT:
        return {"code": code, "message": error.message}, "application/json"
    if family is Family.WEBHOOK:
        entry = {"error": error.message, "issues": [error.message], **error.extra}
        return {"errors": [entry]}, "application/json"
    problem = {
        "type": "about:blank",
        "title": _TITLES.get(error.status, "Error"),
        "status": error.status,
        "detail": error.message,
        "instance": "",
        "code": code,
        "fields": [],
    }
    return problem, "application/problem+json"
