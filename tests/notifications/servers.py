"""A Slack web hook and a mail server on this machine, which keep what they are sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler


class Inbox:
    """What a server was sent."""

    def __init__(self) -> None:
        self.address = ("", 0)
        self.messages: list[str] = []
        self.status = 200


class WebHook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.inbox.messages.append(body)
        self.send_response(self.server.inbox.status)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name it overrides
        """Keep the test's output clean."""


class MailServer(socketserver.StreamRequestHandler):
    """Takes one mail as RFC 5321 has it, without extensions."""

    def handle(self) -> None:
        self.say("220 mail.example.test")
        while command := self.rfile.readline().decode().strip():
            verb = command.split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.inbox.messages.append(self.mail())
            self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def mail(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        return "\n".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[Inbox]:
    inbox = server.inbox = Inbox()
    inbox.address = server.server_address
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
