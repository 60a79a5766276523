"""The bodies of webhook deliveries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import orjson

from sandbox.bamboohr.catalog import BY_NAME
from sandbox.bamboohr.state import Change
from sandbox.bamboohr.tables import find_field
from sandbox.bamboohr.view import Form
from sandbox.bamboohr.webhooks import Hook, form_pairs
from sandbox.core.wire import Json

if TYPE_CHECKING:
    from sandbox.bamboohr.vendor import BambooHR

COMPANY_ID = "40211"


def payloads(vendor: "BambooHR", hook: Hook, changes: Sequence[Change]) -> list[tuple[list[str], bytes]]:
    """Return what a webhook is sent for some changes.

    Args:
        vendor: The emulated vendor.
        hook: The webhook.
        changes: The changes since the last time, in order.

    Returns:
        For each delivery the employees it is about and its body.
    """
    relevant = [change for change in changes if hook.wants(change) and _readable(vendor, hook, change)]
    if not relevant:
        return []
    when = vendor.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    if hook.event_based:
        return [
            ([str(change.employee)], _encode(hook, _event(vendor, hook, change, when))) for change in relevant
        ]
    entries = [_entry(vendor, hook, change, when) for change in relevant]
    numbers = [str(change.employee) for change in relevant]
    if hook.format == "json":
        return [(numbers, orjson.dumps({"employees": entries}))]
    return [(numbers, urlencode(_form_entries(entries)).encode())]


def _readable(vendor: "BambooHR", hook: Hook, change: Change) -> bool:
    """Hold an update back only when the owner may read none of the fields that changed."""
    return change.action != "Updated" or bool(_shown(vendor, hook, change))


def _shown(vendor: "BambooHR", hook: Hook, change: Change) -> list[str]:
    rights = next((each for each in vendor.rights.values() if each.user == hook.owner), None)
    if rights is None or not rights.sees_employee(change.employee):
        return []
    names = sorted(hook.monitored & change.names)
    return [name for name in names if rights.sees_field(BY_NAME[name])]


def _event(vendor: "BambooHR", hook: Hook, change: Change, when: str) -> dict[str, Json]:
    data: dict[str, Json] = {"companyId": COMPANY_ID, "employeeId": str(change.employee)}
    if change.action == "Updated":
        data["changedFields"] = _shown(vendor, hook, change)
    return {"type": f"employee.{change.action.lower()}", "timestamp": when, "data": data}


def _entry(vendor: "BambooHR", hook: Hook, change: Change, when: str) -> dict[str, Json]:
    entry: dict[str, Json] = {
        "id": str(change.employee),
        "action": change.action,
        "timestamp": when,
        "changedFields": [],
        "fields": {},
    }
    if change.action == "Updated":
        entry["changedFields"] = [hook.label(name) for name in _shown(vendor, hook, change)]
        entry["fields"] = _values(vendor, hook, change.employee)
    return entry


def _values(vendor: "BambooHR", hook: Hook, number: int) -> dict[str, Json]:
    person = vendor.state.company.people.get(number)
    rights = next(each for each in vendor.rights.values() if each.user == hook.owner)
    if person is None:
        return {}
    view = vendor.view([person])
    wrapped = vendor.switches.webhook_fields == "wrapped"
    values: dict[str, Json] = {}
    for name, label in hook.post_fields.items():
        field = find_field(name)
        if field is not None and rights.sees_field(field):
            value = view.column(field, Form.EMPLOYEE)[0]
            values[label] = {"value": value} if wrapped else value
    return values


def _encode(hook: Hook, payload: dict[str, Json]) -> bytes:
    return orjson.dumps(payload) if hook.format == "json" else urlencode(form_pairs(payload)).encode()


def _form_entries(entries: list[dict[str, Json]]) -> list[tuple[str, str]]:
    flat = {}
    for entry in entries:
        rest = {name: value for name, value in entry.items() if name != "fields"}
        flat[entry["id"]] = {**rest, **entry["fields"]}
    return form_pairs({"employees": flat})
