"""A local stand-in for api.bamboohr.com: an HTTP proxy that ends TLS itself and talks to the sandbox.

Clients that insist on the vendor's own address over HTTPS are pointed here by ``HTTPS_PROXY`` and made to
trust the certificate by their own option, and stay unchanged otherwise.
"""

import asyncio
import ssl
from contextlib import suppress
from typing import Self

import trustme

HOST = "api.bamboohr.com"


class Gateway:
    """The proxy; use it with ``async with``.

    Args:
        target: Host and port of the sandbox.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self.authority = trustme.CA()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(HOST).configure_cert(self._tls)
        self.tunnels: list[str] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, place, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        if (method, place) != ("CONNECT", f"{HOST}:443"):
            writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            writer.close()
            return
        self.tunnels.append(place)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.start_tls(self._tls)
        inner_reader, inner_writer = await asyncio.open_connection(*self._target)
        with suppress(ConnectionError, ssl.SSLError):
            await asyncio.gather(_pour(reader, inner_writer), _pour(inner_reader, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()
