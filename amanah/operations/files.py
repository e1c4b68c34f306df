"""Files that are there, whole and on the disk, or not there; and what a crash leaves of them.

Whoever writes a file aside holds a lock on it meanwhile. So what nobody holds was left behind by
something that was killed, and the next one can take it away.
"""

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PART = ".amanah-part"


@contextmanager
def safely(target: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only once it is whole and on the disk."""
    clear_left_behind(target.parent, f".*{PART}")
    handle, path = hold_new(target.parent, prefix=f".{target.name}.", suffix=PART)
    with os.fdopen(handle, "wb") as file:
        try:
            yield file
            file.flush()
            os.fsync(handle)
            os.rename(path, target)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    sync_folder(target.parent)


def hold_new(folder: Path, *, prefix: str, suffix: str) -> tuple[int, Path]:
    """A new file of ours alone, and not left behind as long as its handle is open."""
    while True:
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=folder)
        # Where nobody can lock, nobody can find it unlocked either, and it is never cleared away.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)


def left_behind(folder: Path, pattern: str) -> Iterator[Path]:
    """Our own files here of which nobody is writing any more."""
    for path in sorted(folder.glob(pattern)):
        try:
            handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            continue
        try:
            found = os.fstat(handle)
            if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid():
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield path
        except OSError:
            continue
        finally:
            os.close(handle)


def clear_left_behind(folder: Path, pattern: str) -> None:
    """Remove such files, and what a database has put beside them."""
    for path in left_behind(folder, pattern):
        for beside in folder.glob(f"{path.name}-*"):
            beside.unlink(missing_ok=True)
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
