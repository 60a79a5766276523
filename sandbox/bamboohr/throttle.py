"""Throttling and the block after unknown keys, both off until switched on."""

import time
from collections import defaultdict, deque
from math import ceil

from aiohttp import web

from sandbox.bamboohr.refusals import legacy_answer
from sandbox.bamboohr.switches import Switches

_BLOCK_SECONDS = 300.0


class Throttle:
    """A token bucket per key, and a memory of unknown keys per address."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._buckets: dict[str, tuple[float, float]] = {}
        self._bad: defaultdict[str, deque[float]] = defaultdict(deque)

    def refuse(self, key: str) -> web.Response | None:
        """Take one token for a key, or return the answer that says to come back later."""
        limit = self._switches.throttle_per_minute
        if limit <= 0:
            return None
        now = time.monotonic()
        left, since = self._buckets.get(key, (float(limit), now))
        left = min(limit, left + (now - since) * limit / 60)
        if left >= 1:
            self._buckets[key] = (left - 1, now)
            return None
        self._buckets[key] = (left, now)
        answer = legacy_answer(self._switches.throttle_status, "Limit Exceeded")
        if self._switches.throttle_status == 429:
            answer.headers["Retry-After"] = str(min(60, max(1, ceil((1 - left) * 60 / limit))))
        return answer

    def blocks(self, address: str) -> bool:
        """Tell whether an address has presented too many unknown keys."""
        limit = self._switches.bad_key_limit
        bad = self._bad[address]
        while bad and bad[0] < time.monotonic() - _BLOCK_SECONDS:
            bad.popleft()
        return 0 < limit <= len(bad)

    def note_bad_key(self, address: str) -> None:
        """Remember an unknown key."""
        if self._switches.bad_key_limit > 0:
            self._bad[address].append(time.monotonic())
