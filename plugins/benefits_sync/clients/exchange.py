"""One HTTP request, and an exact note of what came of it: whether it left us is what a retry depends on."""

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Final

import aiohttp
from yarl import URL

from benefits_sync.clients.calls import Attempt, Call

MAX_REDIRECTS: Final = 3
IDLE_SECONDS: Final = 4.0
"""An idle connection is kept this long: less than servers do, so that no write meets one just closed."""


class Exchange:
    """A session that sends requests, a limited number at once, and counts those that left."""

    def __init__(self, concurrency: int) -> None:
        self.calls = 0
        self._slots = asyncio.Semaphore(concurrency)
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Open the session; needs a running event loop."""
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(self._count)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(_never_repeat,),
            trace_configs=[trace],
        )

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, call: Call, proof: Mapping[str, str]) -> Attempt:
        """Send one request and note what came of it; connection trouble is noted, not raised."""
        attempt = Attempt()
        headers = {**call.headers, **proof, "X-Request-ID": attempt.request_id}
        try:
            async with self._slots:
                await self._follow(call, headers, attempt)
        except TimeoutError:
            attempt.trouble = "no answer in time"
        except aiohttp.ClientConnectorCertificateError:
            attempt.trouble, attempt.untrusted = "the server's certificate is not trusted", True
        except aiohttp.ClientConnectorError:
            attempt.trouble = "no connection could be established"
        except aiohttp.ClientError as error:
            # The class says enough; the text of some of these quotes what the server sent.
            attempt.trouble = f"the connection was lost ({type(error.__cause__ or error).__name__})"
        return attempt

    async def _follow(self, call: Call, headers: Mapping[str, str], attempt: Attempt) -> None:
        """Send the request, and a read also on to where the same server redirects it."""
        if self._session is None:
            raise RuntimeError("use the transport as an async context manager")
        url = call.url
        for _ in range(MAX_REDIRECTS + 1):
            async with self._session.request(
                call.method,
                url,
                data=call.payload,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=call.total_timeout, sock_connect=call.connect_timeout),
                allow_redirects=False,
                trace_request_ctx=attempt,
            ) as response:
                attempt.status, attempt.headers, attempt.raw = response.status, response.headers, None
                attempt.raw = await response.read()
            target = _redirect(call, url, attempt)
            if target is None:
                return
            url = target

    async def _count(self, session: aiohttp.ClientSession, context: SimpleNamespace, params: object) -> None:
        self.calls += 1
        context.trace_request_ctx.sent = True


class _ConnectionLostError(aiohttp.ClientError):
    """The connection was lost after it had been established."""


async def _never_repeat(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a GET, PUT or DELETE again by itself on a lost kept-alive connection.

    It does so for two of its own error classes; a PUT is not always idempotent, and we count requests.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _ConnectionLostError from error


def _redirect(call: Call, url: URL, attempt: Attempt) -> URL | None:
    """Return where a read is sent on to, when that is the same origin; credentials go nowhere else."""
    location = attempt.headers.get("Location")
    if attempt.status not in {301, 302, 303, 307, 308} or location is None or call.method.upper() != "GET":
        return None
    target = url.join(URL(location))
    return target if target.origin() == url.origin() else None
