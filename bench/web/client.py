"""A small HTTP client that keeps some connections busy and notes how long each answer took."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


@dataclass
class Result:
    """What came back within the window, and how many answers in all."""

    seconds: float
    times: list[float] = field(default_factory=list)
    answers: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    processor_seconds: float | None = None

    @property
    def processor_time(self) -> float | None:
        """Milliseconds of processor that the server took for one answer, the warm-up's too."""
        if self.processor_seconds is None or not self.answers:
            return None
        return 1000 * self.processor_seconds / self.answers

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        """The time, in milliseconds, within which this share of the answers came."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Connection(asyncio.Protocol):
    """One connection that asks, waits for the whole answer, and asks again, until the end."""

    def __init__(self, requests: Iterator[bytes], result: Result, window: tuple[float, float]):
        self.requests, self.result = requests, result
        self.begins, self.ends = window
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.answer = bytearray()
        self.asked_at = time.perf_counter()
        self.transport.write(next(self.requests))  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.answer += data
        if not is_whole(self.answer):
            return
        now = time.perf_counter()
        self.result.answers += 1
        if self.begins <= self.asked_at and now <= self.ends:
            self.result.times.append(now - self.asked_at)
            self.result.statuses[int(self.answer[9:12])] += 1
        if now < self.ends:
            self.ask()
        else:
            self.transport.close()

    def connection_lost(self, fault: Exception | None) -> None:
        if time.perf_counter() < self.ends:
            fault = fault or ConnectionError("the server closed a connection in the middle")
        if fault:
            self.closed.set_exception(fault)
        else:
            self.closed.set_result(None)


def is_whole(answer: bytearray) -> bool:
    """Whether an HTTP/1.1 answer has come to its end."""
    end = answer.find(HEAD_END)
    if end < 0:
        return False
    head = bytes(answer[:end]).lower()
    start = end + len(HEAD_END)
    _, found, rest = head.partition(b"content-length:")
    if found:
        return len(answer) - start >= int(rest.split(b"\r\n", 1)[0])
    if b"transfer-encoding: chunked" in head:
        return answer.endswith(LAST_CHUNK)
    return head[9:12] in {b"204", b"304"}


def put_under_load(
    requests: Callable[[], Iterator[bytes]],
    *,
    port: int,
    connections: int,
    seconds: float,
    warm_up: float,
) -> Result:
    """Ask over and over on this many connections; only what begins after the warm-up counts."""
    result = Result(seconds)

    async def ask_all() -> None:
        begins = time.perf_counter() + warm_up
        window = (begins, begins + seconds)
        loop = asyncio.get_running_loop()
        opened = [
            await loop.create_connection(
                lambda: Connection(requests(), result, window), "127.0.0.1", port
            )
            for _ in range(connections)
        ]
        async with asyncio.timeout(warm_up + seconds + 30):
            await asyncio.gather(*(connection.closed for _transport, connection in opened))

    asyncio.run(ask_all())
    return result
