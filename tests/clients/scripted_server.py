"""A server of one vendor that does, request by request, exactly what a test scripts."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class ScriptedServer:
    """Plays its script one behaviour per request; the last one repeats."""

    script: list[Behaviour] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    busy: int = 0
    busiest: int = 0
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read(reader):
                self.requests.append(request)
                self.busy += 1
                self.busiest = max(self.busiest, self.busy)
                step = min(len(self.requests), len(self.script)) - 1
                try:
                    await self.script[step](writer)
                    await writer.drain()
                finally:
                    self.busy -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, target, _ = first.split(" ", 2)
    return Request(method, target, headers, body)


def answers(
    status: int = 200, body: bytes = b"{}", kind: str = "application/json", **headers: str
) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        head = {"Content-Type": kind, "Content-Length": str(len(body))}
        head |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        writer.write(f"HTTP/1.1 {status} Whatever\r\n{lines}\r\n".encode() + body)

    return behave


async def cuts(writer: asyncio.StreamWriter) -> None:
    """The request was read, and the connection is closed without an answer."""
    writer.close()


async def cuts_in_the_body(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{")
    await writer.drain()
    writer.close()


async def hangs(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(1.0)
