"""The hostile server itself: it passes on what it does not change, and changes what it says."""

import json
import threading
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.journeys import hostile_server
from tests.journeys.hostile_server import Act
from tests.ports import free_port


@pytest.fixture(autouse=True)
def _database_is_open():
    """Nothing here needs one."""


class Honest(BaseHTTPRequestHandler):
    """Says back what it was asked, exactly; as JSON below /json."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {"asked": self.path, "body": body.decode("latin-1")}
        content = json.dumps(told).encode() if self.path.startswith("/json") else bytes(range(256))
        self.server.asked.append((self.command, self.path, body, self.headers.items()))
        self.send_response_only(201 if body else 200)
        self.send_header("X-One", "1")
        is_json = self.path.startswith("/json")
        self.send_header("Content-Type", "application/json" if is_json else "image/png")
        self.send_header("X-One", "2")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer

    def log_message(self, *anything):
        pass


@pytest.fixture
def behind():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Honest)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def between(behind):
    with hostile_server.proxied(free_port(), to=behind.server_port) as made:
        yield made


def ask(port, path, body=None, **headers):
    with _connected(port) as connection:
        connection.request("POST" if body is not None else "GET", path, body, headers)
        came = connection.getresponse()
        return came.status, came.getheaders(), came.read()


@contextmanager
def _connected(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        yield connection
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "body"), [("/picture?x=%20y", None), ("/json", b"\x00\xff{}"), ("/empty", b"")]
)
def test_without_an_act_every_byte_passes(between, behind, path, body):
    more = {"Cookie": "amanah_session=abc", "Accept-Encoding": "br", "X-CSRFToken": "t"}
    straight = ask(behind.server_port, path, body, **more)
    through = ask(between.server_port, path, body, **more)

    assert sorted(through[1]) == sorted(straight[1])
    assert (through[0], through[2]) == (straight[0], straight[2])
    first, second = (
        (command, address, sent, {k: v for k, v in headers if k in more})
        for command, address, sent, headers in behind.asked
    )
    assert first == second
    assert second[3] == more


def test_an_act_changes_what_it_says_and_only_while_it_lasts(between):
    def change(told):
        told["asked"] = "something else"
        return True

    with between.doing(hostile_server.altering("alter", change, "/json")):
        altered = ask(between.server_port, "/json/1")
        other = ask(between.server_port, "/picture")
    after = ask(between.server_port, "/json/1")

    assert json.loads(altered[2])["asked"] == "something else"
    assert dict(altered[1])["Content-Length"] == str(len(altered[2]))
    assert other[2] == bytes(range(256))
    assert json.loads(after[2])["asked"] == "/json/1"
    assert between.done == ["alter"]


def test_an_act_may_change_what_is_asked(between, behind):
    def change(exchange):
        exchange.request = b"another"
        return True

    with between.doing(Act("forge", on_request=change)):
        ask(between.server_port, "/json", b"what I wrote")

    assert behind.asked[0][2] == b"another"


def test_an_error_keeps_the_request_from_the_server_and_a_lost_reply_does_not(between, behind):
    with between.doing(hostile_server.refusing(500, "/json", times=1)):
        refused = ask(between.server_port, "/json", b"1")
        taken = ask(between.server_port, "/json", b"2")
    with between.doing(hostile_server.losing("/json")), pytest.raises(RemoteDisconnected):
        ask(between.server_port, "/json", b"3")

    assert (refused[0], taken[0]) == (500, 201)
    assert [body for _command, _path, body, _headers in behind.asked] == [b"2", b"3"]


def test_an_act_that_came_to_nothing_says_so(between):
    act = hostile_server.slowly(0, "/nowhere")

    with pytest.raises(AssertionError, match="nothing came by"), between.doing(act):
        ask(between.server_port, "/json")


def test_it_remembers_what_was_sent(between):
    ask(between.server_port, "/json?q=1", b"words")

    [exchange] = between.asked
    assert (exchange.method, exchange.path, exchange.request) == ("POST", "/json?q=1", b"words")
