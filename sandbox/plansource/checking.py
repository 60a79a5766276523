"""Turning a body into the changes it asks for, or refusing it as the vendor does."""

from collections.abc import Iterable, Mapping

from sandbox.core.wire import Json
from sandbox.plansource.errors import ApiError, bad_request, missing_in_row, required
from sandbox.plansource.fields import FieldKind
from sandbox.plansource.meta import STATE, Lists
from sandbox.plansource.roster import Record
from sandbox.plansource.values import check_state, read_value


def read_members(body: Json, fields: Mapping[str, FieldKind], lists: Lists) -> Record:
    """Read the known members of `body`; unknown and read-only ones are ignored as the vendor does.

    A cleared member is None in the result.
    """
    refused = list(_list_refusals(body, lists))
    if refused:
        messages = [str(one) for one in refused]
        raise ApiError(400, messages[0], 400, several=messages[1:], listed=True)
    if body.get("state"):
        check_state(STATE.codes, body["state"])
    return {name: read_value(fields[name], name, raw) for name, raw in body.items() if name in fields}


def _list_refusals(body: Json, lists: Lists) -> Iterable[ApiError]:
    for name, values in lists.items():
        try:
            values.check(name, body.get(name))
        except ApiError as refusal:
            yield refusal


def check_name(body: Json) -> None:
    """Refuse a new employee without a user name and without a full name."""
    if not body.get("user_name") and not (body.get("first_name") and body.get("last_name")):
        raise bad_request("A user_name or first_name and last_name is required.")


def check_required(body: Json, names: Iterable[str], *, row: bool = False) -> None:
    """Refuse a body that lacks one of `names`; a row of a collection is told only the first."""
    missing = [name for name in names if _is_empty(body.get(name))]
    if missing and row:
        raise missing_in_row(missing[0])
    if missing:
        raise required(missing)


def _is_empty(raw: Json) -> bool:
    return raw is None or raw == ""
