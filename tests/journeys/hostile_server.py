"""A server between the browser and Amanah that does what a hostile one could. In tests only.

    with proxied(server_port, own_port) as between:
        with between.doing(acts.swap_key(of=bilal, to=recipient)):
            ...                             # what the browser gets now is false

Without an act every byte passes as it is: status, headers in their order, body. An act is a
function of one `Exchange` that changes what is asked (`on_request`) or what is answered
(`on_answer`), says by `True` that it did, and is noted in `between.done`. `between.asked` holds all
that the browser sent, for those who look for words where none may be.
"""

import json
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 120
# Said of one stretch of the line; each end says its own.
OF_THE_LINE = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Exchange:
    """One request and its answer, as they pass. `reply` says whether the browser gets one."""

    method: str
    path: str
    request: bytes
    headers: list = field(default_factory=list)
    status: int = 0
    answer_headers: list = field(default_factory=list)
    answer: bytes = b""
    reply: bool = True

    @property
    def is_json(self) -> bool:
        return self.header("Content-Type").startswith("application/json")

    def header(self, name: str) -> str:
        """One header of the answer, or nothing."""
        found = [value for key, value in self.answer_headers if key.lower() == name.lower()]
        return found[0] if found else ""

    @property
    def told(self) -> Any:
        """What the answer says."""
        return json.loads(self.answer)

    @told.setter
    def told(self, value: Any) -> None:
        self.answer = json.dumps(value).encode()

    @property
    def sent(self) -> Any:
        """What the request says."""
        return json.loads(self.request)

    @sent.setter
    def sent(self, value: Any) -> None:
        self.request = json.dumps(value).encode()

    def set_header(self, name: str, value: str | None) -> None:
        """Put one header of the answer in the place of all of that name, or leave it out."""
        kept = [pair for pair in self.answer_headers if pair[0].lower() != name.lower()]
        self.answer_headers = kept if value is None else [*kept, (name, value)]


@dataclass
class Act:
    """One thing that the server does. `on_request` may answer by itself, by setting a status."""

    name: str
    on_request: Callable[[Exchange], bool] | None = None
    on_answer: Callable[[Exchange], bool] | None = None


class Between(ThreadingHTTPServer):
    """The proxy."""

    daemon_threads = True

    def __init__(self, port: int, *, to: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.to = to
        self.url = f"http://localhost:{port}"
        self.acts: list[Act] = []
        self.asked: list[Exchange] = []
        self.done: list[str] = []
        # What an act raised: it was written for another answer than came.
        self.broken: list[Exception] = []

    @contextmanager
    def doing(self, *acts: Act):
        """Do these until the block ends; they must then have been done, each."""
        before = len(self.done)
        self.acts.extend(acts)
        try:
            yield self
        finally:
            for act in acts:
                self.acts.remove(act)
        assert not self.broken, self.broken
        never = {act.name for act in acts} - set(self.done[before:])
        assert not never, f"nothing came by on which to do this: {never}"

    def pass_on(self, exchange: Exchange) -> None:
        for act in list(self.acts):
            if act.on_request and act.on_request(exchange):
                self.done.append(act.name)
        if not exchange.status:
            self._ask(exchange)
        for act in list(self.acts):
            if act.on_answer and act.on_answer(exchange):
                self.done.append(act.name)

    def _ask(self, exchange: Exchange) -> None:
        connection = HTTPConnection("127.0.0.1", self.to, timeout=PATIENCE)
        try:
            connection.putrequest(
                exchange.method, exchange.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in exchange.headers:
                connection.putheader(name, value)
            if exchange.request or exchange.method in {"POST", "PUT", "PATCH"}:
                connection.putheader("Content-Length", str(len(exchange.request)))
            connection.putheader("Connection", "close")
            connection.endheaders(exchange.request or None)
            came = connection.getresponse()
            exchange.status = came.status
            exchange.answer = came.read()
            exchange.answer_headers = [
                (name, value)
                for name, value in came.headers.raw_items()
                if name.lower() not in OF_THE_LINE
            ]
        finally:
            connection.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is nothing to write about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Between

    def _answer(self) -> None:
        exchange = Exchange(
            self.command,
            self.path,
            self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            [pair for pair in self.headers.raw_items() if pair[0].lower() not in OF_THE_LINE],
        )
        self.server.asked.append(exchange)
        try:
            self.server.pass_on(exchange)
        except Exception as trouble:
            self.server.broken.append(trouble)
            raise
        if not exchange.reply:
            self.close_connection = True
            return
        self.send_response_only(exchange.status)
        for name, value in exchange.answer_headers:
            self.send_header(name, value)
        if self.command != "HEAD" and exchange.status not in {204, 304}:
            self.send_header("Content-Length", str(len(exchange.answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(exchange.answer)

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = _answer

    def log_message(self, *_anything: Any) -> None:
        """Say nothing: what passes here may be somebody's."""


@contextmanager
def proxied(port: int, *, to: int):
    """Stand on a port of loopback, before the server on another."""
    between = Between(port, to=to)
    thread = threading.Thread(target=between.serve_forever, daemon=True)
    thread.start()
    try:
        yield between
    finally:
        between.shutdown()
        between.server_close()
        thread.join(PATIENCE)


def slowly(seconds: float, where: str) -> Act:
    """Answer late."""

    def wait(exchange: Exchange) -> bool:
        if where not in exchange.path:
            return False
        time.sleep(seconds)
        return True

    return Act(f"slow {where}", on_answer=wait)


def refusing(status: int, where: str, *, method: str = "", times: int = 1_000_000) -> Act:
    """Answer by an error, and do nothing of what was asked."""
    left = [times]

    def refuse(exchange: Exchange) -> bool:
        is_meant = where in exchange.path and method in {"", exchange.method} and left[0] > 0
        if is_meant:
            left[0] -= 1
            exchange.status, exchange.answer = status, b"no"
            exchange.answer_headers = [("Content-Type", "text/plain")]
        return is_meant

    return Act(f"{status} {where}", on_request=refuse)


def losing(where: str, *, method: str = "POST", times: int = 1) -> Act:
    """Do what was asked, and let the reply be lost on its way."""
    left = [times]

    def lose(exchange: Exchange) -> bool:
        is_meant = where in exchange.path and exchange.method == method and left[0] > 0
        if is_meant:
            left[0] -= 1
            exchange.reply = False
        return is_meant

    return Act(f"lost {where}", on_answer=lose)


def altering(name: str, change: Callable[[Any], bool], where: str = "/") -> Act:
    """Change what JSON answers say: `change(told)` says whether it did."""

    def alter(exchange: Exchange) -> bool:
        if where not in exchange.path or not exchange.is_json:
            return False
        told = None
        with suppress(ValueError):
            told = exchange.told
        if not isinstance(told, dict) or not change(told):
            return False
        exchange.told = told
        return True

    return Act(name, on_answer=alter)
