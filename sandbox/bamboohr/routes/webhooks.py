"""Webhooks: made, listed, replaced, deleted, and their log."""

import secrets
from datetime import datetime, timedelta

from aiohttp import web
from yarl import URL

from sandbox.bamboohr.catalog import BY_NAME, FIELDS
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import Family, RefusedError
from sandbox.bamboohr.tables import TABLES
from sandbox.bamboohr.webhooks import EVENT_BASED, EVENTS, FIELD_BASED, Hook
from sandbox.core.faults import Kind
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

UNMONITORED = {"terminationDate"}
_FORMATS = {"json", "form-encoded"}
_LOGGED_DAYS = 14
_LOGGED = 200
_PAGE = {"id": 3, "name": "Employee"}


async def listing(call: Call) -> web.Response:
    """List the caller's own webhooks, in few words."""
    shown = ("id", "name", "created", "lastSent", "url")
    hooks = [hook.to_json() for hook in _hooks(call).values() if hook.owner == call.rights.user]
    return call.json({"webhooks": [{name: hook[name] for name in shown} for hook in hooks]})


async def create(call: Call) -> web.Response:
    """Make a webhook; its private key is told here and never again."""
    sent = call.json_object()
    number = call.vendor.webhooks.next_id()
    created = call.vendor.now().strftime("%Y-%m-%d %H:%M:%S")
    hook = Hook(number, call.rights.user, "", "", "", secrets.token_hex(16), created)
    _fill(call, hook, sent)
    _hooks(call)[number] = hook
    call.journal(f"webhook/{number}", Effect.CREATED, sent)
    return call.json({**hook.to_json(), "privateKey": hook.private_key}, 201)


async def single(call: Call) -> web.Response:
    """Answer with one webhook, without its key."""
    return call.json(_hook(call).to_json())


async def replace(call: Call) -> web.Response:
    """Replace a webhook as a whole; what is not sent returns to its default, the key stays."""
    hook = _hook(call)
    sent = call.json_object()
    fresh = Hook(hook.id, hook.owner, "", "", "", hook.private_key, hook.created)
    _fill(call, fresh, sent)
    fresh.last_sent, fresh.log = hook.last_sent, hook.log
    _hooks(call)[hook.id] = fresh
    call.journal(f"webhook/{hook.id}", Effect.UPDATED, sent)
    return call.json(fresh.to_json())


async def delete(call: Call) -> web.Response:
    """Delete a webhook."""
    hook = _hook(call)
    del _hooks(call)[hook.id]
    call.journal(f"webhook/{hook.id}", Effect.DELETED)
    return web.Response(text="Web hook has been deleted.", content_type="text/plain")


async def log(call: Call) -> web.Response:
    """Answer with the deliveries of the last 14 days, at most 200; throttled, the error comes with 200."""
    if call.vendor.sandbox.faults.claim(call.request, Kind.ERROR_IN_200):
        return call.json({"error": {"code": 429, "message": "Too many requests, try again in 60 seconds"}})
    oldest = call.vendor.now() - timedelta(days=_LOGGED_DAYS)
    entries = [entry for entry in _hook(call).log if _recent(entry, oldest)]
    return call.json(entries[-_LOGGED:])


async def monitor_fields(call: Call) -> web.Response:
    """List the fields that can be monitored."""
    fields = [
        {"id": field.id, "name": field.name, "alias": field.alias}
        for field in FIELDS
        if field.alias not in UNMONITORED and "." not in field.id and call.rights.sees_field(field)
    ]
    return call.json({"fields": fields})


async def post_fields(call: Call) -> web.Response:
    """List the fields whose values can be sent, and the tables and pages they are on."""
    numbers = {alias: number for number, alias in enumerate(TABLES, start=1)}
    fields = [
        {
            "alias": field.alias,
            "name": field.name,
            "type": field.type,
            "id": int(field.id),
            "pageId": _PAGE["id"],
            "tableId": numbers.get(field.table),
        }
        for field in FIELDS
        if "." not in field.id and call.rights.sees_field(field)
    ]
    tables = [{"id": numbers[alias], "name": table.name} for alias, table in TABLES.items()]
    return call.json({"fields": fields, "tables": tables, "pages": [_PAGE]})


def _hooks(call: Call) -> dict[str, Hook]:
    return call.vendor.webhooks.hooks


def _hook(call: Call) -> Hook:
    number = call.path["id"]
    hook = _hooks(call).get(number)
    if hook is None:
        raise RefusedError(404, f"No webhook was found with ID {number}")
    if hook.owner != call.rights.user:
        raise RefusedError(403, "Webhook belongs to another user")
    return hook


def _fill(call: Call, hook: Hook, sent: dict[str, Json]) -> None:
    """Fill a webhook from what was sent; the old ``frequency`` and ``limit`` are ignored."""
    hook.name = _text(sent, "name")
    hook.url = _address(call, _text(sent, "url"))
    hook.format = _text(sent, "format")
    if hook.format not in _FORMATS:
        raise RefusedError(400, "format must be json or form-encoded")
    hook.events = _events(sent.get("events"))
    hook.monitor_fields = _monitored(call, sent.get("monitorFields"), hook.events)
    hook.post_fields = _posted(call, sent.get("postFields") or {})
    hook.include_company_domain = bool(sent.get("includeCompanyDomain", False))


def _text(sent: dict[str, Json], name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or not value:
        raise RefusedError(400, f"{name} is required")
    return value


def _address(call: Call, url: str) -> str:
    parsed = URL(url)
    local = parsed.scheme == "http" and parsed.host in {"127.0.0.1", "localhost"}
    if parsed.scheme != "https" and not (local and call.vendor.switches.local_webhooks):
        raise RefusedError(400, "url must start with https://")
    return url


def _events(sent: Json) -> list[str]:
    if sent is None:
        return list(FIELD_BASED)
    events = [str(event) for event in sent]
    if not events or not set(events) <= EVENTS:
        raise RefusedError(400, "events holds an unknown event")
    if set(events) & set(FIELD_BASED) and set(events) - set(FIELD_BASED):
        raise RefusedError(400, "events of both families cannot be mixed")
    return events


def _monitored(call: Call, sent: Json, events: list[str]) -> list[str] | None:
    names = [str(name) for name in sent or ()]
    if not names and any(event in events for event in (FIELD_BASED[1], EVENT_BASED[1])):
        raise RefusedError(400, "monitorFields is required")
    unknown = call.vendor.unknown_fields(names) + [name for name in names if name in UNMONITORED]
    if unknown:
        raise RefusedError(400, "Unknown fields", extra={"unknownFields": unknown})
    hidden = [name for name in names if not call.rights.sees_field(BY_NAME[name])]
    if hidden:
        listed = [{"id": BY_NAME[name].id, "name": BY_NAME[name].name} for name in hidden]
        raise RefusedError(403, "Fields are not permitted", extra={"monitorFields": listed})
    return names or None


def _posted(call: Call, sent: dict[str, Json]) -> dict[str, str]:
    names = [str(name) for name in sent]
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        raise RefusedError(400, "Unknown fields", extra={"unknownFields": unknown})
    labels = [str(label) for label in sent.values()]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise RefusedError(400, "Duplicate names", extra={"duplicatePostString": twice})
    hidden = [name for name in names if not call.rights.sees_field(BY_NAME[name])]
    if hidden:
        listed = [{"id": BY_NAME[name].id, "name": BY_NAME[name].name} for name in hidden]
        raise RefusedError(403, "Fields are not permitted", extra={"postFields": listed})
    return dict(zip(names, labels, strict=True))


def _recent(entry: dict[str, Json], oldest: datetime) -> bool:
    attempted = entry["lastAttempted"]
    return attempted is not None and attempted >= oldest.strftime("%Y-%m-%d %H:%M:%S")


ENDPOINTS = (
    Endpoint("GET", "/v1/webhooks", listing, Family.WEBHOOK),
    Endpoint("POST", "/v1/webhooks", create, Family.WEBHOOK),
    Endpoint("GET", "/v1/webhooks/monitor_fields", monitor_fields, Family.WEBHOOK),
    Endpoint("GET", "/v1/webhooks/post-fields", post_fields, Family.WEBHOOK),
    Endpoint("GET", "/v1/webhooks/{id}", single, Family.WEBHOOK),
    Endpoint("PUT", "/v1/webhooks/{id}", replace, Family.WEBHOOK),
    Endpoint("DELETE", "/v1/webhooks/{id}", delete, Family.WEBHOOK),
    Endpoint("GET", "/v1/webhooks/{id}/log", log, Family.WEBHOOK),
)
