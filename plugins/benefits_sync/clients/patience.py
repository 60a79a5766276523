"""How long to keep trying: capped full-jitter back-off, and what a server's ``Retry-After`` adds to it."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Read a ``Retry-After`` header, seconds or an HTTP date; None when absent or unusable."""
    if value is None:
        return None
    text = value.strip()
    if text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of one call's retries.

    Args:
        attempts: Requests sent for one call, the first included.
        base: Upper bound in seconds of the first wait; it doubles with each attempt.
        cap: Upper bound of any wait that we choose ourselves.
        total_wait: Seconds one call may wait in all; a server that asks for more is given up at once.
        sleep: Waits; replaced in tests.
        rng: Returns a number in [0, 1); replaced in tests.
    """

    attempts: int = 6
    base: float = 0.5
    cap: float = 30.0
    total_wait: float = 180.0
    sleep: Callable[[float], Awaitable[object]] = field(default=asyncio.sleep, repr=False)
    rng: Callable[[], float] = field(default=random.random, repr=False)

    def wait(self, attempt: int, waited: float, asked: float | None = None) -> float | None:
        """Return the seconds to wait after the given attempt (from 1), or None when patience is at its end.

        ``asked`` is the server's own wish: it is granted in full, plus a little jitter so that concurrent
        calls do not come back together.
        """
        left = self.total_wait - waited
        if attempt >= self.attempts or left <= 0 or (asked is not None and asked > left):
            return None
        if asked is not None:
            return asked + self.rng() * self.base
        return min(left, self.rng() * min(self.cap, self.base * 2.0 ** (attempt - 1)))
