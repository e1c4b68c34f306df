"""What both `serve` and `demo` do before they answer anybody."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from amanah.base import jobs
from amanah.operations.stop import Stop

LOCK = "serving.lock"
WORKER_SECONDS = 15


def collect_static_files() -> None:
    """Put the files that browsers fetch into the home, under names that change when they do."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Hold the home as one of those who serve from it."""
    with _lock(
        home, fcntl.LOCK_SH, "Somebody is upgrading or restoring it; wait until it is done."
    ):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the home alone, because it is about to change under whoever serves from it."""
    with _lock(
        home, fcntl.LOCK_EX, "Stop `amanah serve` and `amanah worker` first, then try again."
    ):
        yield


@contextmanager
def _lock(home: Path, kind: int, remedy: str) -> Iterator[None]:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            raise Stop(f"AMANAH_HOME={home} is in use. {remedy}") from cause
        yield
    finally:
        os.close(handle)


@contextmanager
def embedded_worker() -> Iterator[None]:
    """Run jobs in a thread of this process for as long as it serves."""
    worker = jobs.start_in_thread()
    try:
        yield
    finally:
        worker.stop(timeout=WORKER_SECONDS)
