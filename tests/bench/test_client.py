import itertools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.web.client import Result, is_whole, put_under_load

HEAD = b"HTTP/1.1 200 OK\r\n"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200 if self.path == "/" else 500)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    def log_message(self, *args):
        pass


@pytest.fixture
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (HEAD, False),
        (HEAD + b"Content-Length: 2\r\n\r\nh", False),
        (HEAD + b"Content-Length: 2\r\n\r\nhi", True),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", False),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", True),
    ],
)
def test_an_answer_is_whole_when_its_body_has_come(answer, whole):
    assert is_whole(bytearray(answer)) is whole


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/broken", 500)])
def test_every_answer_is_counted_by_its_status(port, path, status):
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()

    result = put_under_load(
        lambda: itertools.repeat(request), port=port, connections=2, seconds=0.2, warm_up=0.1
    )

    assert set(result.statuses) == {status}
    assert len(result.times) == result.statuses[status]


def test_quantiles_are_read_from_the_ordered_times():
    result = Result(seconds=2, times=[0.004, 0.001, 0.003, 0.002])

    assert (result.rate, result.quantile(0.5), result.quantile(0.99)) == (2, 3, 4)
