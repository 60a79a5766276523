"""Sends requests by a session of `requests`, such as the one that a provider's hook makes of a connection."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Final

import requests

from benefits_sync.clients.calls import Attempt, Call

# Its lines at debug level show whole paths, and what a carrier calls an answer may be a person's name.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

_UNTRUSTED: Final = "CERTIFICATE_VERIFY_FAILED"


class SessionExchange:
    """The wire below `Transport`: one request at a time, in a thread; nothing is repeated or followed.

    Args:
        session: Knows whom to trust, and proves who we are.
    """

    def __init__(self, session: requests.Session) -> None:
        self.calls = 0
        self._session = session

    def open(self) -> None:
        """Do nothing: the session connects when it sends."""

    async def close(self) -> None:
        """Close what the session holds open; it can be used again."""
        self._session.close()

    async def send(self, call: Call, proof: Mapping[str, str]) -> Attempt:
        """Send one request and note what came of it; connection trouble is noted, not raised."""
        attempt = Attempt()
        headers = {**call.headers, **proof, "X-Request-ID": attempt.request_id}
        await asyncio.to_thread(self._send, call, headers, attempt)
        return attempt

    def _send(self, call: Call, headers: Mapping[str, str], attempt: Attempt) -> None:
        self.calls += 1
        attempt.sent = True  # as far as anybody can tell
        # Of what goes wrong the class is enough: the texts of these errors quote the whole address.
        try:
            response = self._session.request(
                call.method,
                str(call.url),
                data=call.payload,
                headers=headers,
                timeout=(call.connect_timeout, call.total_timeout),
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            attempt.untrusted = _UNTRUSTED in str(error)
            attempt.trouble = (
                "the server's certificate is not trusted" if attempt.untrusted else "TLS was broken off"
            )
        except requests.ConnectTimeout:
            attempt.trouble = "no connection could be established"
        except requests.Timeout:
            attempt.trouble = "no answer in time"
        except requests.RequestException as error:
            attempt.trouble = f"the connection was lost or never made ({type(error).__name__})"
        else:
            attempt.status, attempt.headers = response.status_code, response.headers
            attempt.raw = response.content
