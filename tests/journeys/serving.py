"""The real application, in a process of its own, on the database that the test also sees."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

PATIENCE = 60
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--workers", "1", "--no-ws")


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


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(store, url, **extra):
    """The settings of a server that shares this test's home, keys and database."""
    ours = {
        "AMANAH_HOME": str(settings.HOME),
        "AMANAH_DATABASE_URL": store.url,
        "AMANAH_URL": url,
        "AMANAH_MAIL_FROM": "Amanah <amanah@example.org>",
        **extra,
    }
    outside = {name: value for name, value in os.environ.items() if not name.startswith("AMANAH_")}
    return {**outside, **ours}


@contextmanager
def running(store, **extra):
    """Start a server on a free port of localhost, with further AMANAH_… settings; stop it after."""
    port = free_port()
    url = f"http://localhost:{port}"
    environ = environment(store, url, **extra)
    log = Path(settings.HOME, f"server-{port}.log")
    collect(environ)
    threads = "4" if store.url else "1"
    command = [sys.executable, *GRANIAN, "--blocking-threads", threads, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "amanah.config.wsgi:application"],
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        server = Server(url, log, process)
        try:
            wait_for(server)
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def collect(environ):
    subprocess.run(
        [sys.executable, "-m", "amanah", "collectstatic", "--noinput", "--verbosity", "0"],
        env=environ,
        check=True,
    )


def wait_for(server):
    """Wait until the server answers, or say what it wrote instead."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.url, timeout=5):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer; it wrote:\n{server.said()}")
