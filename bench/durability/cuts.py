"""Power cuts under SQLite, simulated on a disk of our own (disk.py)."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection, connections

from bench.durability import kills, writing

DISK = Path(__file__).with_name("disk.py")
NAME = "amanah.sqlite3"
PATIENCE = 60
# The power goes before one of so many writes and fsyncs.
FEWEST, MOST = 20, 1500


def why_not():
    """Why no power can be cut here, or nothing."""
    if not os.path.exists("/dev/fuse"):
        return "no FUSE here: /dev/fuse is missing"
    if not os.access("/dev/fuse", os.W_OK):
        return "no FUSE here: /dev/fuse may not be opened"
    if not shutil.which("fusermount3") or not _has_library():
        return "no FUSE here: install fuse3 (apt-get install fuse3)"
    return ""


def rounds(template, count, *, synchronous="FULL", seed=1):
    """Cut the power so many times, under a copy of this database; yield what was found."""
    chance = random.Random(seed)
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="amanah-cut-") as folder:
            yield _cut(Path(folder), template, chance, synchronous, seed * 100_000 + number)


def _cut(folder, template, chance, synchronous, seed):
    platter = folder / "platter"
    with _mounted(folder / "disk", platter, seed) as disk:
        _copy_and_keep(template, disk / NAME)
        with writing.using(_entry(disk / NAME)):
            institution = writing.begin().pk
        data = _write_until_dark(disk, institution, chance, synchronous)
        _wait_for(platter / "over")
    with writing.using(_entry(platter / NAME)):
        try:
            finds = writing.look(institution, writing.acknowledged(data))
            kills._check_database(finds)
        except DatabaseError as error:
            count = writing.acknowledged(data)
            finds = writing.Finds(count, lost=count, corrupt=1, troubles=(str(error),))
    return finds


def _write_until_dark(disk, institution, chance, synchronous):
    steps, checkpoint = chance.randint(FEWEST, MOST), chance.choice([8, 40, 200, 1000])
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _write(disk, institution, write, steps, checkpoint, synchronous)
    os.close(write)
    data = b""
    while more := os.read(read, 65536):
        data += more
    os.close(read)
    os.waitpid(child, 0)
    return data


def _write(disk, institution, pipe, steps, checkpoint, synchronous):
    """The child: it writes until the disk is dark."""
    try:
        connections["default"].connection = None
        with writing.using(_entry(disk / NAME)), connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {synchronous}")
            cursor.execute(f"PRAGMA wal_autocheckpoint = {checkpoint}")
            with suppress(OSError):
                os.open(disk / f"arm-{steps}", os.O_CREAT | os.O_EXCL)
            writing.write_until_stopped(institution, pipe)
    except BaseException:
        # Whatever the dark disk made of it: nothing was acknowledged after.
        pass
    finally:
        os._exit(0)


def _entry(path):
    from django.conf import settings

    return {**settings.DATABASES["default"], "NAME": str(path)}


def _copy_and_keep(template, path):
    with path.open("wb") as file:
        file.write(Path(template).read_bytes())
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


@contextmanager
def _mounted(disk, platter, seed):
    disk.mkdir()
    process = subprocess.Popen(
        [sys.executable, DISK, disk, platter, str(seed)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        give_up = time.monotonic() + PATIENCE
        while not os.path.ismount(disk):
            if process.poll() is not None or time.monotonic() > give_up:
                raise SystemExit("The disk could not be mounted.")
            time.sleep(0.01)
        yield disk
    finally:
        subprocess.run(["fusermount3", "-u", "-z", "-q", disk], check=False)
        process.kill()
        process.wait()


def _wait_for(path):
    give_up = time.monotonic() + PATIENCE
    while not path.exists():
        if time.monotonic() > give_up:
            raise SystemExit("The power was never cut: the writer ended before.")
        time.sleep(0.005)


def _has_library():
    import ctypes.util

    return bool(ctypes.util.find_library("fuse3"))
