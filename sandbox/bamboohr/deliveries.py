"""Sends webhooks: signed, logged, and again when the receiver fails."""

import asyncio
import hashlib
import hmac
import time
from typing import TYPE_CHECKING

import aiohttp

from sandbox.bamboohr.payloads import payloads
from sandbox.bamboohr.state import Change
from sandbox.bamboohr.webhooks import Hook
from sandbox.core.wire import Json

if TYPE_CHECKING:
    from aiohttp import web

    from sandbox.bamboohr.vendor import BambooHR

RETRY_MINUTES = (5, 10, 20, 40, 80)
LONGEST_LOG = 200
_TYPES = {"json": "application/json", "form-encoded": "application/x-www-form-urlencoded"}
_TIMEOUT = aiohttp.ClientTimeout(total=10)


def signature(private_key: str, body: bytes, timestamp: str) -> str:
    """Sign a delivery: HMAC-SHA256 over the body and, right behind it, the timestamp."""
    return hmac.new(private_key.encode(), body + timestamp.encode(), hashlib.sha256).hexdigest()


class Deliveries:
    """The sender.

    Args:
        vendor: The emulated vendor.
    """

    def __init__(self, vendor: "BambooHR") -> None:
        self._vendor = vendor
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    def flush(self) -> None:
        """Start a delivery for every webhook that listens for what has changed since the last time."""
        changes = _coalesced(self._vendor.state.changes)
        self._vendor.state.changes = []
        if not changes:
            return
        for hook in list(self._vendor.webhooks.hooks.values()):
            for numbers, body in payloads(self._vendor, hook, changes):
                task = asyncio.get_running_loop().create_task(self._deliver(hook, numbers, body))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def forget(self) -> None:
        """Give up every delivery under way."""
        for task in self._tasks:
            task.cancel()

    async def close(self, _app: "web.Application") -> None:
        """Give up every delivery and close the connections."""
        self.forget()
        if self._session is not None:
            await self._session.close()

    async def _deliver(self, hook: Hook, numbers: list[str], body: bytes) -> None:
        entry: dict[str, Json] = {
            "webhookId": hook.id,
            "url": hook.url,
            "lastAttempted": None,
            "lastSuccess": None,
            "statusCode": None,
            "format": hook.format,
            "employeeIds": numbers,
        }
        hook.log.append(entry)
        del hook.log[:-LONGEST_LOG]
        minute = self._vendor.switches.webhook_seconds_per_minute
        for wait in (0, *RETRY_MINUTES):
            await asyncio.sleep(wait * minute)
            if hook.id not in self._vendor.webhooks.hooks:
                return
            if await self._attempt(hook, body, entry):
                return

    async def _attempt(self, hook: Hook, body: bytes, entry: dict[str, Json]) -> bool:
        """Send once and tell whether that was the last time: success or the receiver's refusal."""
        when = self._vendor.now().strftime("%Y-%m-%d %H:%M:%S")
        entry["lastAttempted"] = hook.last_sent = when
        status = await self._post(hook, body)
        entry["statusCode"] = str(status) if status else "0"
        if 200 <= status < 300:
            entry["lastSuccess"] = when
        return 200 <= status < 500

    async def _post(self, hook: Hook, body: bytes) -> int:
        # Receivers compare the timestamp with their own clock, which is not the sandbox's.
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": _TYPES[hook.format],
            "X-BambooHR-Timestamp": timestamp,
            "X-BambooHR-Signature": signature(hook.private_key, body, timestamp),
        }
        if hook.include_company_domain:
            headers["Company-Domain"] = self._vendor.domain
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        try:
            async with self._session.post(
                hook.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0


def _coalesced(changes: list[Change]) -> list[Change]:
    """Join the updates of one person; created stays before updated, and deleted comes last."""
    joined: dict[tuple[int, str], frozenset[str]] = {}
    for change in changes:
        key = (change.employee, change.action)
        joined[key] = joined.get(key, frozenset()) | change.names
    return [Change(number, action, names) for (number, action), names in joined.items()]
