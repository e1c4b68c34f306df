"""Who may use a home at the same time: those who serve from it, or one who changes it.

It knows of the processes on this machine. Needs no settings, so that it can come before them.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amanah.operations.stop import Stop

LOCK = "serving.lock"


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
