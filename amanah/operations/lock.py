"""Who may use a home at the same time: those who serve from it, or one who changes it.

It knows of the processes on this machine. Needs no settings, so that it can come before them.
"""

import fcntl
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amanah.operations.stop import Stop

LOCK = "serving.lock"


def refuse_anothers(home: Path, *, by: int) -> None:
    """Raise `Stop` if root is about to work in another account's home.

    What it writes there would be root's, and whoever serves could not open it any more.
    """
    if by != 0 or not home.exists():
        return
    owner = home.stat().st_uid
    if owner != 0:
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"#{owner}"
        raise Stop(
            f"AMANAH_HOME={home} belongs to {name}, and files that root makes in it could not be "
            f"opened by that account. Run this as {name}: sudo -E -u {name} amanah …"
        )


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
