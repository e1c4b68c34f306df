"""Real processes of the command `amanah`, on a home and a port of their own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection

from tests.ports import free_port

__all__ = ["amanah", "free_port", "get", "running", "surroundings", "working"]

AMANAH = [sys.executable, "-m", "amanah"]
# The machine may be busy with other tests.
PATIENCE = 180


def surroundings(home, **settings):
    """The environment of a process that knows nothing of the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AMANAH_", "DJANGO_"))}
    return {**kept, "AMANAH_HOME": str(home), **settings}


def amanah(*arguments, home, cwd=None, timeout=2 * PATIENCE, **settings):
    """Run one command to its end."""
    return subprocess.run(
        [*AMANAH, *map(str, arguments)],
        env=surroundings(home, **settings),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@contextmanager
def running(*arguments, port, home, cwd=None, **settings):
    """A command that serves on the port until the block ends, then is asked to stop by SIGINT.

    What it wrote is then in `out` and `err`. (Into files: nobody reads a pipe meanwhile.)
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(
            [*AMANAH, *map(str, arguments), "--port", str(port)],
            env=surroundings(home, **settings),
            cwd=cwd,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            _wait_for(port, process, err)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            process.out, process.err = _said(out), _said(err)


@contextmanager
def working(*, home, **settings):
    """`amanah worker`, from when it says that it runs (it holds the home by then) to SIGTERM."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [*AMANAH, "worker"], env=surroundings(home, **settings), stdout=log, stderr=log
        )
        until = time.monotonic() + PATIENCE
        try:
            while "The worker runs." not in _said(log):
                if process.poll() is not None or time.monotonic() > until:
                    raise AssertionError(f"the worker did not begin; it said: {_said(log)}")
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _said(log):
    """What is in the file by now, leaving the place at which the process writes."""
    return os.pread(log.fileno(), 1024 * 1024, 0).decode()


def _wait_for(port, process, err):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"it ended early, and said: {_said(err)}")
        try:
            get(port, "/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"it did not begin to answer, and said: {_said(err)}")


def get(port, path, timeout=60, **headers):
    """The answer to one GET request: status, headers, body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}", **headers})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()
    finally:
        connection.close()
