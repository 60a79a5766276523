"""Writes that are answered with counts: row by row, each applied or named with what is wrong."""

from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import web

from sandbox.core.journal import Effect
from sandbox.core.wire import Json
from sandbox.plansource.benefits.pricing import ElectionError
from sandbox.plansource.calls import key_of, read_json
from sandbox.plansource.envelope import success
from sandbox.plansource.errors import ApiError, wrong_shape
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

Row = dict[str, Any]
Apply = Callable[[Row], Record]


async def read_rows(request: web.Request) -> list[Json]:
    """Read a body that must be a list."""
    rows = await read_json(request)
    if not isinstance(rows, list):
        raise wrong_shape()
    return rows


def need(row: Row, names: Iterable[str]) -> None:
    """Refuse a row that lacks one of `names`, naming all that it lacks."""
    missing = [f"{name} missing" for name in names if row.get(name) in (None, "")]
    if missing:
        raise ApiError(400, ", ".join(missing))


def counted(
    vendor: PlanSource, request: web.Request, rows: Iterable[Json], effect: Effect, apply: Apply
) -> web.Response:
    """Apply every row and answer how many were applied and which were not; always 200.

    Args:
        vendor: The state.
        request: The call.
        rows: What was sent.
        effect: What an applied row did.
        apply: Applies one row and returns whose it is.
    """
    valid, failed = 0, []
    for row in rows:
        members = sorted(row.keys() - {"id"}) if isinstance(row, dict) else []
        try:
            if not isinstance(row, dict):
                raise wrong_shape()
            owner = apply(row)
        except (ApiError, ElectionError) as refusal:
            vendor.sandbox.journal.touch(request, _key(row), Effect.NONE, members)
            failed.append({**(row if isinstance(row, dict) else {}), "errors": _texts(refusal)})
        else:
            vendor.sandbox.journal.touch(request, key_of(owner), effect, members)
            valid += 1
    return success({"valid_count": valid, "failed_count": len(failed), "failed_rows": failed})


def _texts(refusal: ApiError | ElectionError) -> str:
    return ", ".join(refusal.messages) if isinstance(refusal, ApiError) else str(refusal)


def _key(row: Json) -> str:
    return str(row.get("id") or row.get("subscriber_id") or "") if isinstance(row, dict) else ""
