"""Services on the loopback interface to which releases are announced, with the faults that real ones have."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qs

S = TypeVar("S", bound=socketserver.BaseServer)
HANG, DIE, CUT = "accept, then never answer", "accept, then close the connection", "accept, then cut the answer"


class Said(NamedTuple):
    """A request that a service accepted."""

    method: str
    path: str
    headers: dict[str, str]
    """By names in small letters."""
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form."""
        return parse_qs(self.body.decode())


class Service(ThreadingHTTPServer):
    """Telegram, Mastodon, a hub or a webhook. `faults` are what happens to the next requests: a status, or a fault."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.accepted: list[Said] = []
        self.shown: dict[str, str] = {}
        """What readers see: the text of each message, by its id."""
        self.faults: list[int | str] = []
        self.answer_headers: dict[str, str] = {}
        """Headers of every refusal."""
        self.description = "refused"
        self.refusal = b""
        """The whole answer of every refusal, in place of JSON with the description."""
        self.keys: dict[str, str] = {}
        self.asked = 0
        """Requests for pages."""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def accept(self, said: Said) -> str:
        """Show a message, and return its id; one with a known key is not shown again."""
        self.accepted.append(said)
        values = said.json if said.body[:1] == b"{" else {}
        text = (
            values.get("media", {}).get("caption")
            or values.get("text")
            or values.get("caption")
            or values.get("status")
            or said.body.decode()
        )
        edited = str(values.get("message_id", "")) if "edit" in said.path else ""
        edited = said.path.rpartition("/")[2] if said.method == "PUT" else edited
        key = said.headers.get("idempotency-key") or said.headers.get("webhook-id") or ""
        id = edited or self.keys.get(key) or str(len(self.shown) + 1)
        if key:
            self.keys[key] = id
        self.shown[id] = text
        return id


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        fault = self.server.faults.pop(0) if self.server.faults else None
        if isinstance(fault, int):
            self._answer(fault, {"description": self.server.description}, self.server.answer_headers)
            return
        id = self.server.accept(Said(self.command, self.path, headers, body))
        if fault == HANG:
            self.rfile.read(1)  # until the client closes the connection
        if fault is not None:
            self.close_connection = True
            if fault == CUT:
                self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": tr')
            return
        self._answer(200, {"ok": True, "id": id, "result": {"message_id": int(id)}}, {})

    do_PUT = do_POST

    def do_GET(self) -> None:
        """Refuse: it shows no pages."""
        self.server.asked += 1
        self._answer(500, {}, {})

    def _answer(self, status: int, values: dict[str, Any], headers: dict[str, str]) -> None:
        data = (self.server.refusal if "description" in values else b"") or json.dumps(values).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server without encryption. `faults`: a code with which ``RCPT`` or the message is refused, or a fault."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SmtpHandler)
        self.messages: list[bytes] = []
        self.receivers: list[str] = []
        self.faults: list[int | str] = []
        self.refused_receivers: list[int] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _SmtpHandler(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 siap")
        while line := self.rfile.readline():
            command = line.decode().strip()
            match command.partition(" ")[0].upper():
                case "DATA":
                    if not self._take_message():
                        return
                case "RCPT" if self.server.refused_receivers:
                    self._say(f"{self.server.refused_receivers.pop(0)} ditolak")
                case "QUIT":
                    self._say("221 selesai")
                    return
                case "RCPT":
                    self.server.receivers.append(parseaddr(command.partition(":")[2])[1])
                    self._say("250 baik")
                case _:
                    self._say("250 baik")

    def _take_message(self) -> bool:
        """Take a message; False: the connection ends without an answer."""
        self._say("354 silakan")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        fault = self.server.faults.pop(0) if self.server.faults else None
        if isinstance(fault, int):
            self._say(f"{fault} ditolak")
            return True
        self.server.messages.append(b"".join(line[1:] if line.startswith(b"..") else line for line in lines))
        if fault == HANG:
            self.rfile.read(1)  # until the client closes the connection
        if fault is not None:
            return False
        self._say("250 diterima")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextmanager
def serving(server: S) -> Iterator[S]:
    """Run a server for a block."""
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def files(folder: Path) -> ThreadingHTTPServer:
    """Return a web server for a folder."""
    return ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
