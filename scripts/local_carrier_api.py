"""Stands in for a carrier that takes files over HTTP, and knows a repetition by its idempotency key."""

import base64
import json
import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import unquote

FILES: Final = "/v2/enrollment-files"
ANSWERS: Final = "/v2/acknowledgments"


class Fault(NamedTuple):
    """What happens to one request instead of the usual.

    Args:
        kind: ``answer`` with a status and headers; the connection is cut ``before`` the file is stored, or
            ``after`` it.
        status: Status of the answer.
        headers: Its headers.
    """

    kind: Literal["answer", "before", "after"]
    status: int = 503
    headers: Mapping[str, str] = {}


class Seen(NamedTuple):
    """One request, as the carrier's log has it."""

    method: str
    path: str
    key: str | None
    headers: Mapping[str, str]


@dataclass
class LocalCarrierAPI:
    """A carrier: what it was sent is in ``inbox``, what it answers is put into ``outbox``.

    Args:
        folder: Where both lie.
        user: Who may send.
        password: By which they prove it.
        url: Its address.
        faults: What happens to the next requests.
        requests: What came.
    """

    folder: Path
    user: str = "juniper"
    password: str = field(default="carrier-password", repr=False)
    url: str = ""
    faults: deque[Fault] = field(default_factory=deque)
    requests: list[Seen] = field(default_factory=list)
    _receipts: dict[str, tuple[str, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for directory in (self.inbox, self.outbox):
            directory.mkdir(parents=True, exist_ok=True)

    @property
    def inbox(self) -> Path:
        """The files that were sent, each under its receipt and name."""
        return self.folder / "inbox"

    @property
    def outbox(self) -> Path:
        """The answers that are listed."""
        return self.folder / "outbox"

    def connection(self) -> dict[str, Any]:
        """Return the fields of the Airflow connection to it."""
        return {"conn_type": "http", "host": self.url, "login": self.user, "password": self.password}

    def store(self, key: str, name: str, content: bytes) -> tuple[int, dict[str, Any]]:
        """Take a file, or know it again by its key."""
        digest = sha256(content).hexdigest()
        with self._lock:
            known = self._receipts.get(key)
            if known is not None and known[1] != digest:
                return HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "this key came with other bytes"}
            if known is not None:
                return HTTPStatus.OK, {"receiptId": known[0], "status": "received"}
            receipt = f"HS-{len(list(self.inbox.iterdir())) + 1:06}"
            (self.inbox / f"{receipt}_{Path(name).name}").write_bytes(content)
            self._receipts[key] = (receipt, digest)
            return HTTPStatus.ACCEPTED, {"receiptId": receipt, "status": "received"}

    def status(self, receipt: str) -> tuple[int, dict[str, Any]]:
        """Say what became of a file."""
        stored = next(self.inbox.glob(f"{Path(receipt).name}_*"), None)
        if stored is None:
            return HTTPStatus.NOT_FOUND, {"error": "no such receipt"}
        return HTTPStatus.OK, {"receiptId": receipt, "status": "received", "size": stored.stat().st_size}

    def answers(self) -> list[dict[str, Any]]:
        """List the answers."""
        return [
            {
                "name": path.name,
                "size": path.stat().st_size,
                "modified": datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(),
            }
            for path in sorted(self.outbox.iterdir())
        ]


@contextmanager
def local_carrier_api(
    folder: Path, tls: ssl.SSLContext | None = None, port: int = 0
) -> Iterator[LocalCarrierAPI]:
    """Serve a carrier's API from a thread, on a port of this machine; with TLS where that is given."""
    carrier = LocalCarrierAPI(folder)
    handler = type("Handler", (_Handler,), {"carrier": carrier})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        carrier.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield carrier
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Serves one connection."""

    carrier: LocalCarrierAPI
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self._begun()
        if fault is not None and fault.kind != "after":
            self._fail(fault)
            return
        if self.path != FILES:
            self._say(HTTPStatus.NOT_FOUND, {"error": "nothing is here"})
            return
        key = self.headers.get("Idempotency-Key")
        if key is None:
            self._say(HTTPStatus.BAD_REQUEST, {"error": "no key"})
            return
        status, answer = self.carrier.store(key, *self._file(body))
        if fault is not None:
            self._fail(fault)
            return
        self._say(status, answer)

    def do_GET(self) -> None:
        fault = self._begun()
        if fault is not None:
            self._fail(fault)
        elif self.path == ANSWERS:
            self._say(HTTPStatus.OK, self.carrier.answers())
        elif self.path.startswith(f"{ANSWERS}/"):
            self._say_file(self.carrier.outbox / Path(unquote(self.path)).name)
        elif self.path.startswith(f"{FILES}/"):
            self._say(*self.carrier.status(unquote(self.path.removeprefix(f"{FILES}/"))))
        else:
            self._say(HTTPStatus.NOT_FOUND, {"error": "nothing is here"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that http.server gives
        """Keep quiet; what came is in `LocalCarrierAPI.requests`."""

    def _begun(self) -> Fault | None:
        """Note a request, and return what is to happen to it."""
        headers = dict(self.headers)
        self.carrier.requests.append(Seen(self.command, self.path, headers.get("Idempotency-Key"), headers))
        proof = base64.b64encode(f"{self.carrier.user}:{self.carrier.password}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {proof}":
            return Fault("answer", HTTPStatus.UNAUTHORIZED)
        return self.carrier.faults.popleft() if self.carrier.faults else None

    def _file(self, body: bytes) -> tuple[str, bytes]:
        """Return name and bytes of what was sent as a form's part, or as the body."""
        kind, _, boundary = self.headers.get("Content-Type", "").partition("; boundary=")
        if kind != "multipart/form-data":
            return self.headers.get("X-File-Name", "unnamed"), body
        head, _, rest = body.partition(b"\r\n\r\n")
        content = rest.rpartition(f"\r\n--{boundary}--".encode())[0]
        return head.partition(b'filename="')[2].partition(b'"')[0].decode(), content

    def _fail(self, fault: Fault) -> None:
        if fault.kind == "answer":
            self._say(fault.status, {"error": "CANARY of the carrier"}, fault.headers)
        else:
            self.close_connection = True
            self.connection.close()

    def _say(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), "application/json", headers or {})

    def _say_file(self, path: Path) -> None:
        if path.is_file():
            self._send(HTTPStatus.OK, path.read_bytes(), "application/edi-x12", {})
        else:
            self._say(HTTPStatus.NOT_FOUND, {"error": "no such answer"})

    def _send(self, status: int, content: bytes, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
