"""The line to a server that may be hostile: nothing it sends is taken without a limit."""

import http.client
import signal
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any
from urllib.parse import SplitResult, urlsplit

import brotli

LARGEST = 8 * 1024 * 1024
REQUEST_SECONDS, ALL_SECONDS = 20.0, 900.0
PIECE = 64 * 1024
PORTS = {"http": 80, "https": 443}
# As a browser asks, so that it is not by these that the asker is known.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/156.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.9",
}
AS_IT_IS, AS_BROWSERS_ASK = "identity", "gzip, deflate, br"


class NoAnswer(Exception):
    """There was none that can be looked at; says why."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str:
        return ", ".join(self.all(name))


class Line:
    """One connection, to one host and no other."""

    def __init__(self, address: str, *, cookie: str = "") -> None:
        self.address = urlsplit(address)
        self.cookie = cookie
        self.until = time.monotonic() + ALL_SECONDS
        self.connection: http.client.HTTPConnection | None = None

    @property
    def origin(self) -> str:
        return f"{self.address.scheme}://{self.address.netloc}"

    def get(
        self, path: str, *, encoding: str = AS_BROWSERS_ASK, with_cookie: bool = False
    ) -> Answer:
        """One answer, unpacked; asked a second time if the connection had been closed."""
        headers = {**BROWSER, "Accept-Encoding": encoding}
        if with_cookie:
            headers["Cookie"] = self.cookie
        seconds = min(REQUEST_SECONDS, self.until - time.monotonic())
        if seconds <= 0:
            raise NoAnswer("the whole took longer than a quarter of an hour")
        try:
            with _at_most(seconds):
                return self._asked(path, headers)
        except TimeoutError as cause:
            raise NoAnswer(f"it took longer than {REQUEST_SECONDS:.0f} seconds") from cause
        except ssl.SSLError as cause:
            raise NoAnswer(f"its certificate or its TLS is wrong ({cause.reason})") from cause
        except http.client.HTTPException as cause:
            raise NoAnswer(f"what came is not HTTP ({type(cause).__name__})") from cause
        except OSError as cause:
            raise NoAnswer(
                f"it cannot be reached ({cause.strerror or type(cause).__name__})"
            ) from cause

    def close(self) -> None:
        if self.connection:
            with suppress(OSError):
                self.connection.close()
        self.connection = None

    def _asked(self, path: str, headers: dict[str, str]) -> Answer:
        was_open = self.connection is not None
        try:
            return self._once(path, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            if not was_open:
                raise
            return self._once(path, headers)
        finally:
            self.connection = self.connection if self.connection and self.connection.sock else None

    def _once(self, path: str, headers: dict[str, str]) -> Answer:
        if self.connection is None:
            self.connection = _opened(self.address)
        is_whole = False
        try:
            self.connection.request("GET", path, headers=headers)
            came = self.connection.getresponse()
            body = _unpacked(_bounded(came), came.getheader("Content-Encoding") or "")
            is_whole = True
        finally:
            if not is_whole:
                self.close()
        return Answer(came.status, came.getheaders(), body)


def _opened(address: SplitResult) -> http.client.HTTPConnection:
    host, port = address.hostname or "", address.port or PORTS[address.scheme]
    if address.scheme == "https":
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=REQUEST_SECONDS, context=trusted)
    return http.client.HTTPConnection(host, port, timeout=REQUEST_SECONDS)


def _bounded(came: http.client.HTTPResponse) -> bytes:
    body = bytearray()
    while piece := came.read(PIECE):
        body += piece
        if len(body) > LARGEST:
            raise NoAnswer(f"it sends more than {LARGEST // 1024**2} MB")
    if came.length:
        raise NoAnswer("it broke off")
    return bytes(body)


def _unpacked(body: bytes, encoding: str) -> bytes:
    """What the browser would see, and no more of it than fits."""
    unpackers: dict[str, Any] = {
        "": bytes,
        "identity": bytes,
        "br": _unbrotlied,
        "gzip": lambda packed: _inflated(packed, 31),
        "deflate": lambda packed: _inflated(packed, 15),
    }
    unpack = unpackers.get(encoding.strip().lower())
    if unpack is None:
        raise NoAnswer("it is packed in a way that nobody asked for")
    try:
        unpacked = unpack(body)
    except (zlib.error, brotli.error) as cause:
        raise NoAnswer("it cannot be unpacked") from cause
    if len(unpacked) > LARGEST:
        raise NoAnswer(f"it unpacks to more than {LARGEST // 1024**2} MB")
    return bytes(unpacked)


def _inflated(packed: bytes, wbits: int) -> bytes:
    unpacker = zlib.decompressobj(wbits)
    unpacked = unpacker.decompress(packed, LARGEST + 1)
    if len(unpacked) <= LARGEST and (not unpacker.eof or unpacker.unused_data):
        raise zlib.error("not one whole stream")
    return unpacked


def _unbrotlied(packed: bytes) -> bytes:
    unpacker = brotli.Decompressor()
    unpacked = bytearray(unpacker.process(packed, output_buffer_limit=PIECE))
    while not unpacker.is_finished() and len(unpacked) <= LARGEST:
        piece = unpacker.process(b"", output_buffer_limit=PIECE)
        if not piece:
            raise brotli.error("not one whole stream")
        unpacked += piece
    return bytes(unpacked)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """However slowly it drips, in a header or in a handshake, it ends."""

    def too_late(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
