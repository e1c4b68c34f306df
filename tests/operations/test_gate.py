"""What a request becomes on its way through the gate, with a real server in front."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest

from tests.operations.echo import LONG
from tests.operations.processes import free_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def echo(tmp_path_factory):
    """The port of the echo, and the file in which it notes what reached it."""
    port, file = free_port(), tmp_path_factory.mktemp("echo") / "seen"
    file.touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.operations.echo", str(port), str(file)],
        start_new_session=True,
    )
    until = time.monotonic() + 180
    while True:
        assert process.poll() is None, "the echo ended"
        assert time.monotonic() < until, "the echo did not begin"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port, file
    process.send_signal(signal.SIGINT)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def ask(port, method="GET", path="/", body=None, headers=None):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def test_a_request_arrives_as_wsgi_wants_it(echo):
    response, content = ask(
        echo[0], "POST", "/%D8%A7%20b/?q=%D8%A7", body=b"a=\xff", headers={
            "Content-Type": "text/x", "Cookie": "a=b", "X-One": "1", "X_Two": "2",
        },
    )  # fmt: skip

    told = json.loads(content)
    assert told["PATH_INFO"].encode("latin-1").decode() == "/ا b/"
    assert told["QUERY_STRING"] == "q=%D8%A7"
    assert (told["CONTENT_LENGTH"], told["CONTENT_TYPE"], told["body"]) == ("3", "text/x", "a=ÿ")
    assert (told["HTTP_COOKIE"], told["HTTP_X_ONE"]) == ("a=b", "1")
    assert told["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_TWO" not in told
    assert not any(name.startswith("ECHO") or name == "PATH" for name in told)
    assert response.headers["X-Answer"] == "a"
    assert "granian/" not in response.headers.get("Server", "")


def test_a_body_of_unknown_length_is_not_taken(echo):
    # The head alone: it is answered before any chunk, and whoever sends on meets a closed line.
    in_chunks, _content = ask(echo[0], "POST", headers={"Transfer-Encoding": "chunked"})
    announced, _content = ask(echo[0], "POST", body=b"one two")

    assert (in_chunks.status, announced.status) == (411, 200)


def test_a_large_body_arrives_and_one_too_large_is_refused(echo):
    port, file = echo
    large, _content = ask(port, "POST", body=b"x" * 1_000_000)
    seen = file.read_text()
    try:
        too_large = ask(port, "POST", body=b"x" * (65 * 1024 * 1024))[0].status
    except (BrokenPipeError, ConnectionResetError):
        too_large = 413

    assert large.status == 200
    assert too_large == 413
    assert file.read_text() == seen


@pytest.mark.parametrize("kind", ["announced", "chunked"])
def test_half_a_form_never_reaches_us(echo, kind):
    port, file = echo
    before = file.read_text()
    head = b"POST / HTTP/1.1\r\nHost: x\r\n"
    head += b"Content-Length: 99\r\n\r\na=1" if kind == "announced" else (
        b"Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n"
    )  # fmt: skip

    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head)
        time.sleep(0.3)
    time.sleep(0.7)
    after_half = file.read_text()
    ask(port, "POST", body=b"a=1")

    assert after_half == before
    assert file.read_text() == before + "POST 3\n"


def test_a_long_answer_holds_nobody_up(echo):
    port, _file = echo
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        slow.recv(100)
        began = time.monotonic()
        assert ask(port)[0].status == 200
        waited = time.monotonic() - began
    _response, whole = ask(port, path="/long")

    assert waited < 30
    assert len(whole) == LONG
    assert whole[-50_000:-49_993] == b"%07d" % (LONG // 50_000 - 1)
