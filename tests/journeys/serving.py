"""The real application, in a process of its own, on the database that the test also sees."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.ports import free_port

PATIENCE = 180
AMANAH = (sys.executable, "-m", "amanah")


@dataclass(frozen=True)
class Server:
    """A running Amanah: where it is, and what it has written to its log."""

    url: str
    log: Path
    process: subprocess.Popen

    def address(self, path):
        return f"{self.url}{path}"

    def said(self):
        return self.log.read_text(errors="replace")


def environment(store, url, **extra):
    """The settings of a server that shares this test's home, keys and database; a demo has none."""
    ours = {
        "AMANAH_HOME": str(settings.HOME),
        "AMANAH_DATABASE_URL": store.url if store else "",
        "AMANAH_URL": url,
        "AMANAH_MAIL_FROM": "Amanah <amanah@example.org>",
        "PYTHONFAULTHANDLER": "1",
        **extra,
    }
    outside = {name: value for name, value in os.environ.items() if not name.startswith("AMANAH_")}
    return {**outside, **ours}


@contextmanager
def running(store, **extra):
    """Serve on a free port of localhost, with further AMANAH_… settings; stop it after."""
    port = free_port()
    url = f"http://localhost:{port}"
    command = (*AMANAH, "serve", "--port", str(port), "--workers", "1", "--with-worker")
    with started(command, url, environment(store, url, **extra)) as server:
        yield server


@contextmanager
def demo(folder):
    """The demo, with a home of its own in a folder."""
    port = free_port()
    command = (*AMANAH, "demo", "--port", str(port))
    environ = {**environment(None, ""), "PYTHONPATH": str(Path.cwd())}
    with started(command, f"http://localhost:{port}", environ, cwd=folder) as server:
        yield server


@contextmanager
def started(command, url, environ, cwd=None):
    log = Path(settings.HOME, f"server-{url.rpartition(':')[2]}.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environ, cwd=cwd, stdout=output, stderr=subprocess.STDOUT
        )
        server = Server(url, log, process)
        try:
            wait_for(server)
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_for(server):
    """Wait until the server answers, or say what it wrote instead."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.url, timeout=30):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
    show_where_it_stands(server)
    raise AssertionError(f"the server did not answer; it wrote:\n{server.said()}")


def show_where_it_stands(server):
    """Have a server that hangs write the stacks of its processes into its log, and end."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if children.exists():
        for pid in [*children.read_text().split(), server.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGABRT)
        time.sleep(1)
