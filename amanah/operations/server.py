"""The web server: granian in front, our WSGI application behind a gate.

Few threads answer (one on SQLite), so nothing slow may hold one. A request enters a thread only
once it has arrived whole, exactly as long as it was announced: a browser on a bad line, or two
hundred connections opened to hurt, wait in the event loop, where they cost a little memory and
nobody's time, and half a form never reaches anybody.
"""

import asyncio
import io
import multiprocessing
import resource
import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from amanah.operations import parent
from amanah.shell.middleware import ALWAYS

HEADER_MILLISECONDS = 15_000
IN_MEMORY = 64 * 1024
LARGEST_BODY = 64 * 1024 * 1024
JOINED = 1024 * 1024
# A body may take this long, and a second more for every so many bytes that did arrive.
PATIENCE, BYTES_A_SECOND = 30.0, 2048
CONNECTIONS = 4096
BODY_HEADERS = ("content-length", "transfer-encoding")
PLAIN = [
    ("content-type", "text/plain; charset=utf-8"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    *((name.lower(), value) for name, value in ALWAYS.items()),
]


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    parts: Any
    rest: Any


class Gate:
    """Speaks RSGI to granian and WSGI to Django."""

    def __init__(self, application: Any, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")

    def __rsgi_init__(self, loop: Any) -> None:
        parent.leave_interrupts_to_it(loop)

    def __rsgi_del__(self, loop: Any) -> None:
        """Everything has been answered: finish what a thread may still do, and end."""
        self.pool.shutdown(wait=True)
        parent.end_without_ceremony()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        headers = scope.headers.items()
        told = {name: value for name, value in headers if name in BODY_HEADERS}
        if not told:
            return await self._pass(protocol, environ_of(scope, headers, io.BytesIO(), 0))
        if "transfer-encoding" in told:
            # When it breaks off, nothing would tell us that half of it is missing.
            return protocol.response_str(411, PLAIN, "Say how long the request is.\n")
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                length = await _arrive(protocol, body)
            except TimeoutError:
                return protocol.response_str(408, PLAIN, "The request took too long to arrive.\n")
            except OverflowError:
                return protocol.response_str(413, PLAIN, "The request is too large.\n")
            if str(length) != told["content-length"].strip():
                return protocol.response_str(400, PLAIN, "The request did not arrive whole.\n")
            body.seek(0)
            return await self._pass(protocol, environ_of(scope, headers, body, length))

    async def _pass(self, protocol: Any, environ: dict[str, Any]) -> None:
        """Give a whole request to a thread, and its answer to the browser."""
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self.pool, self._answer, environ)
        if answer.rest is None:
            protocol.response_bytes(answer.status, answer.headers, answer.parts)
        else:
            await self._send_in_parts(protocol, answer)

    def _answer(self, environ: dict[str, Any]) -> Answer:
        status, headers = 500, []

        def start_response(line: str, given: Any, exc_info: Any = None) -> None:
            nonlocal status, headers
            status, headers = int(line.split(" ", 1)[0]), given

        result = self.application(environ, start_response)
        rest, parts, size = iter(result), [], 0
        for part in rest:
            parts.append(part)
            size += len(part)
            if size > JOINED:
                return Answer(status, headers, parts, (rest, getattr(result, "close", None)))
        if hasattr(result, "close"):
            result.close()
        return Answer(status, headers, b"".join(parts), None)

    async def _send_in_parts(self, protocol: Any, answer: Answer) -> None:
        """Send a long answer as fast as the reader takes it; only making a part holds a thread."""
        loop = asyncio.get_running_loop()
        rest, close = answer.rest
        stream = protocol.response_stream(answer.status, answer.headers)
        try:
            for part in answer.parts:
                await stream.send_bytes(part)
            while part := await loop.run_in_executor(self.pool, next, rest, b""):
                await stream.send_bytes(part)
        finally:
            if close:
                await loop.run_in_executor(self.pool, close)


async def _arrive(protocol: Any, body: Any) -> int:
    """Read the body into the file and return its length."""
    length = 0
    began = asyncio.get_running_loop().time()
    async with asyncio.timeout(PATIENCE) as limit:
        async for chunk in protocol:
            length += len(chunk)
            if length > LARGEST_BODY:
                raise OverflowError
            body.write(chunk)
            limit.reschedule(began + PATIENCE + length / BYTES_A_SECOND)
    return length


def environ_of(scope: Any, headers: Any, body: Any, length: int) -> dict[str, Any]:
    """The WSGI environment of a request; nothing of the process's own environment is in it."""
    client, _, port = scope.client.rpartition(":")
    server, _, server_port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": server_port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(length),
    }
    for name, value in headers:
        _add_header(environ, name, value)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    # An underscore could pass for the hyphen of a header that only our proxy may set.
    if "_" in name or name in BODY_HEADERS:
        return
    key = name.upper().replace("-", "_")
    if key == "CONTENT_TYPE":
        environ[key] = value
        return
    key = f"HTTP_{key}"
    separator = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run(
    host: str, port: int, *, workers: int, logging: dict[str, Any], quiet: bool = False
) -> None:
    """Serve until a signal ends it."""
    # A forked process would inherit whatever locks the embedded worker's thread held just then, an
    # import's among them, and never answer. A spawned one begins clean.
    multiprocessing.set_start_method("spawn", force=True)
    _allow_many_connections()
    Server(
        "amanah.operations.gate:gate",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        log_dictconfig=logging,
        log_level=LogLevels.warning if quiet else LogLevels.info,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    ).serve()


def _allow_many_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
