"""Ports that nobody else takes between being found free and being listened on.

Below those that the kernel gives to outgoing connections, and held by a lock for as long as this
process lives, so that neither a connection nor another process of the tests comes in between.
"""

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

FIRST, LAST = 10_240, 32_000
FOLDER = Path(tempfile.gettempdir(), f"amanah-test-ports-{os.getuid()}")
held = []


def free_port():
    """A port of loopback on which nobody listens, and which nobody else is given."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    for port in random.SystemRandom().sample(range(FIRST, LAST), 500):
        lock = (FOLDER / str(port)).open("w")
        if _is_ours(lock) and _is_free(port):
            held.append(lock)
            return port
        lock.close()
    raise AssertionError("no port of loopback is free")


def _is_ours(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
