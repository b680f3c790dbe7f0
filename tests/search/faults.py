"""A server on the loopback that stands before a search server and does to its answers what bad days do."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

SLOW = 1.5  # seconds: longer than the tests wait for an answer
REFUSED = {"type": "es_rejected_execution_exception", "reason": "the queue of the write pool is full"}
DROPPED = ("transfer-encoding", "content-length", "connection", "content-encoding")


class Faults(ThreadingHTTPServer):
    """`fault` says what happens to every request:

    "" passes it on; "busy" answers 429; "cut" closes the line unheard; "cut after" passes it on and closes the line
    before the answer; "silent" answers too late; "picky" passes it on, and says of every other item of a bulk request
    that it was refused with 429; "partial" passes it on, and says of the first of several searches that it was cut short.
    """

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        parts = urlsplit(target)
        self.target = (str(parts.hostname), int(parts.port or 9200))
        self.fault = ""
        self.asked = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def faults_before(target: str) -> Iterator[Faults]:
    """Such a server, passing everything on."""
    with Faults(target) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.fault = ""
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Faults

    def _act(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        fault = self.server.fault
        self.server.asked += 1
        if fault == "busy":
            return self._answer(429, {}, json.dumps({"error": REFUSED, "status": 429}).encode())
        if fault == "silent":
            time.sleep(SLOW)
        if fault in ("cut", "silent"):
            return self._cut()
        status, headers, answer = self._passed_on(body)
        if fault == "cut after":
            return self._cut()
        if fault == "picky" and self.path.partition("?")[0].endswith("_bulk"):
            answer = _with_refusals(answer)
        if fault == "partial" and self.path.partition("?")[0].endswith("_msearch"):
            answer = _cut_short(answer)
        return self._answer(status, headers, answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _act  # noqa: N815

    def _passed_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in (*DROPPED, "host")}
        line = http.client.HTTPConnection(*self.server.target, timeout=60)
        line.request(self.command, self.path, body, {**headers, "accept-encoding": "identity"})
        answer = line.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        kept = {name: value for name, value in headers.items() if name.lower() not in DROPPED}
        for name, value in {"content-type": "application/json", **kept}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _with_refusals(answer: bytes) -> bytes:
    told = json.loads(answer)
    for number, item in enumerate(told.get("items", ())):
        if number % 2 == 0:
            next(iter(item.values())).update(status=429, error=REFUSED)
    return json.dumps({**told, "errors": True}).encode()


def _cut_short(answer: bytes) -> bytes:
    told = json.loads(answer)
    told["responses"][0]["timed_out"] = True
    return json.dumps(told).encode()
