"""`kill -9` in the middle of writing: the writer on SQLite, writer or server on PostgreSQL."""

import os
import random
import selectors
import signal
import sys
import time
import traceback

from django.db import connection, connections

from bench.durability import writing

# How long a writer may write, from its first acknowledgement.
SHORTEST, LONGEST = 0.01, 0.4
PATIENCE = 60


def rounds(entry, count, *, honest=True, server=None, seed=1):
    """Kill so many times and yield what was found after each."""
    chance = random.Random(seed)
    for number in range(count):
        with writing.using(entry):
            institution = writing.begin().pk
            writing.connections["default"].close()
            victim = server if server and number % 5 == 4 else None
            data = _write_and_kill(entry, institution, chance, victim, honest=honest)
            finds = writing.look(institution, writing.acknowledged(data))
            _check_database(finds)
            yield finds


def _write_and_kill(entry, institution, chance, server, *, honest):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _write_for_ever(entry, institution, write, honest=honest)
    os.close(write)
    data = os.read(read, 4096) if _is_there(read) else b""
    time.sleep(chance.uniform(SHORTEST, LONGEST))
    if server:
        server.kill()
    os.kill(child, signal.SIGKILL)
    while more := os.read(read, 65536):
        data += more
    os.close(read)
    os.waitpid(child, 0)
    if server:
        server.start()
    return data


def _write_for_ever(entry, institution, pipe, *, honest):
    """The child: it ends by being killed, or because its server was."""
    try:
        connections["default"].connection = None
        with writing.using(entry):
            writing.write_until_stopped(institution, pipe, honest=honest)
    except BaseException:
        # Expected where the server was killed; said where nobody killed it.
        if connection.vendor == "sqlite":
            traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(1)


def _is_there(read):
    with selectors.DefaultSelector() as selector:
        selector.register(read, selectors.EVENT_READ)
        return bool(selector.select(PATIENCE))


def _check_database(finds):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA quick_check").fetchone()[0]
        strays = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if said != "ok" or strays:
        finds.corrupt += 1
        finds.troubles = (*finds.troubles, f"SQLite says {said}, {len(strays)} strays")
