"""What an endpoint is, and what a handler is given: the call, already signed in."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import orjson
from aiohttp import web

from sandbox.bamboohr import markup
from sandbox.bamboohr.access import Rights
from sandbox.bamboohr.refusals import Family, RefusedError
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

if TYPE_CHECKING:
    from sandbox.bamboohr.vendor import BambooHR
    from sandbox.bamboohr.view import View
    from sandbox.company import Person

_HEADERS = {"Cache-Control": "no-cache, private", "Vary": "Authorization,User-Agent"}


@dataclass(slots=True)
class Call:
    """One request of a signed-in caller.

    Attributes:
        request: The request as it came.
        vendor: The emulated vendor.
        rights: What the caller may see and do.
        body: The request's body.
        base: The address the vendor's paths hang from, as the caller spelt it.
        memory: What a handler works out once for this request.
    """

    request: web.Request
    vendor: "BambooHR"
    rights: Rights
    body: bytes
    base: str
    memory: dict[str, Json] = field(default_factory=dict)

    @property
    def path(self) -> "web.UrlMappingMatchInfo":
        """The variable parts of the path."""
        return self.request.match_info

    @property
    def today(self) -> str:
        """The company's present day."""
        return self.vendor.sandbox.clock.today().isoformat()

    @property
    def version(self) -> str:
        """The version of the path: ``v1``, ``v1_1``, ``v1_2`` or ``v2``."""
        parts = self.request.path.split("/")
        return next(part for part in parts[2:] if part[:1] == "v" and part[1:2].isdigit())

    @property
    def request_id(self) -> str:
        """The request's id: the caller's, or one made up."""
        return self.request.headers.get("X-Request-ID") or str(self.memory.setdefault("id", uuid4()))

    def wants_json(self) -> bool:
        """Tell whether the caller asked for JSON; without asking the answer is XML."""
        accept = self.request.headers.get("Accept", "")
        return "application/json" in accept or self.request.query.get("format", "").lower() == "json"

    def answer(self, value: Json, xml: Callable[[], str], status: int = 200) -> web.Response:
        """Answer in JSON when asked to, in XML otherwise."""
        if self.wants_json():
            return self.json(value, status)
        return web.Response(
            body=(markup.HEAD + xml()).encode(),
            status=status,
            headers={"Content-Type": "text/xml; charset=UTF-8", **_HEADERS},
        )

    def json(self, value: Json, status: int = 200) -> web.Response:
        """Answer in JSON whatever was asked for."""
        return web.Response(
            body=orjson.dumps(value), status=status, content_type="application/json", headers=_HEADERS
        )

    def empty(self, status: int = 200, **headers: str) -> web.Response:
        """Answer with an empty body, typed the way the vendor types it."""
        return web.Response(status=status, headers={"Content-Type": "text/html; charset=UTF-8", **headers})

    def fields(self) -> dict[str, Json]:
        """Read the body of a write: JSON object or XML fields.

        Raises:
            RefusedError: When it is neither.
        """
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        start = self.body.lstrip()[:1]
        if "json" in kind or (kind not in {"application/xml", "text/xml"} and start == b"{"):
            return self.json_object()
        try:
            return markup.parse_fields(self.body)
        except markup.MalformedError as error:
            raise RefusedError(400, str(error)) from None

    def json_object(self) -> dict[str, Json]:
        """Read the body as a JSON object.

        Raises:
            RefusedError: When it is none.
        """
        try:
            value = orjson.loads(self.body)
        except orjson.JSONDecodeError:
            raise RefusedError(400, "Malformed JSON") from None
        if not isinstance(value, dict):
            raise RefusedError(400, "Malformed JSON")
        return value

    def person(self, name: str = "id") -> "Person":
        """Return the employee the path names; 0 is the caller.

        Raises:
            RefusedError: When there is no such employee, or the caller may not see them.
        """
        text = self.path[name]
        number = self.rights.employee if text == "0" else int(text) if text.isdigit() else -1
        person = self.vendor.state.company.people.get(number)
        if person is None:
            raise RefusedError(404, "Employee not found")
        if not self.rights.sees_employee(number):
            raise RefusedError(403, "Employee not accessible")
        return person

    def people(self) -> list["Person"]:
        """Return every employee the caller may see."""
        everyone = self.vendor.state.company.people.values()
        hidden = self.rights.hidden_employees
        return [person for person in everyone if person.id not in hidden] if hidden else list(everyone)

    def view(self, people: "Iterable[Person]", *, only_current: bool = True) -> "View":
        """Look at some people as of today."""
        return self.vendor.view(list(people), only_current=only_current)

    def only_current(self) -> bool:
        """Tell whether rows dated in the future are to be left out: yes unless asked otherwise."""
        return self.request.query.get("onlyCurrent", "true").lower() not in {"false", "0", "no"}

    def journal(self, key: object, effect: Effect, members: Iterable[str] = ()) -> None:
        """Write down what this request did to a record."""
        self.vendor.sandbox.journal.touch(self.request, str(key), effect, sorted(members))

    def must_write(self) -> None:
        """Refuse a caller who may not change anything.

        Raises:
            RefusedError: When the caller's user has no right to write.
        """
        if not self.rights.may_write:
            raise RefusedError(403, "You do not have permission to change this")


Action = Callable[[Call], Awaitable[web.Response]]


class Endpoint(NamedTuple):
    """One method and path of the vendor.

    Attributes:
        method: The HTTP method.
        path: The path below ``/api``, with its version.
        act: What answers.
        family: How errors are worded.
        oauth_only: Whether an API key is refused.
        scope: The scope a bearer token must have, if one is checked.
    """

    method: str
    path: str
    act: Action
    family: Family = Family.LEGACY
    oauth_only: bool = False
    scope: str | None = None


def basic_user(header: str) -> str | None:
    """Return the user name of a Basic ``Authorization`` header, which is where the key is."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return None
