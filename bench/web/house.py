"""An installation for the bench: a home of its own, filled, and what serves it."""

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START_SECONDS = 30


@dataclass(frozen=True)
class House:
    """A filled installation, and as whom to come in."""

    environ: dict[str, str]
    slug: str
    cookie: str

    @property
    def home(self) -> Path:
        return Path(self.environ["AMANAH_HOME"])

    def request(self, method: str, path: str) -> Callable[[], Iterator[bytes]]:
        """The bytes of one request, over and over."""
        lines = [f"{method} {path.format(slug=self.slug)} HTTP/1.1", "Host: localhost"]
        if method == "POST":
            lines.append("Content-Length: 0")
        if "{slug}" in path:
            lines.append(f"Cookie: {self.cookie}")
        request = "\r\n".join([*lines, "", ""]).encode()
        return lambda: itertools.repeat(request)


@contextmanager
def filled(url: str) -> Iterator[House]:
    """A filled installation on this database (none: SQLite), removed when the block ends."""
    # Beside the code rather than in /tmp, which may be memory: a durable write must reach a disk.
    folder = ROOT / ".cache" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="home-", dir=folder))
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AMANAH_")}
    environ = {**ours, "AMANAH_HOME": str(home), "AMANAH_DATABASE_URL": url}
    try:
        fill = [sys.executable, "-m", "bench.web.fill"]
        said = json.loads(subprocess.check_output(fill, cwd=ROOT, env=environ))
        yield House(environ, said["slug"], said["cookie"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """Where it listens, and which process it is."""

    port: int
    pid: int

    def processor_seconds(self) -> float | None:
        """What it and its workers have used so far; None where there is no /proc to say."""
        try:
            processes = [_stat(path) for path in Path("/proc").glob("[0-9]*/stat")]
        except FileNotFoundError:
            return None
        ticks = sum(used for pid, parent, used in processes if self.pid in {pid, parent})
        return ticks / os.sysconf("SC_CLK_TCK") if ticks else None


def _stat(path: Path) -> tuple[int, int, int]:
    """A process, its parent, and the ticks it has used."""
    try:
        # The name in brackets may hold blanks; everything after it is numbers.
        pid, rest = path.read_text().rsplit(") ", 1)
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0, 0
    numbers = rest.split()
    return int(pid.split(" ", 1)[0]), int(numbers[1]), int(numbers[11]) + int(numbers[12])


@contextmanager
def served(house: House, *command: str) -> Iterator[Server]:
    """Serve it by this Python module until the block ends."""
    port = _free_port()
    words = [sys.executable, "-m", *(word.format(port=port) for word in command)]
    log = house.home / "server.log"
    with log.open("wb") as file:
        server = subprocess.Popen(words, cwd=ROOT, env=house.environ, stdout=file, stderr=file)
    try:
        _wait_for(server, port, log)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(2)  # One worker listens; the others are still on their way.
            return
    raise SystemExit(f"The server did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
