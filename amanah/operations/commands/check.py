"""Look whether everything is as it should be, and say what to do where it is not.

Settings, the home and its keys, the database and its ledgers, mail, clocks, room on the disk, the
proxy in front, jobs and letters. Each is ok, a warning, or a problem; with a problem the exit code
is 1. It changes nothing. Django's own checks alone: amanah django check.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from amanah.operations.stop import DONE, PROBLEMS

SUMMARY = "Look whether all is well, and say what to do where it is not."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for machines: a list of objects")
    parser.add_argument("--send-test", metavar="ADDRESS", default="", help="send a mail there, too")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from amanah.operations.checks import Level

    found = []
    for line in _lines(options.send_test):
        found.append(line)
        if not options.json:
            remedy = f"\n{'':20}{line.remedy}" if line.remedy else ""
            print(f"{line.level:<8} {line.subject:<10} {line.sentence}{remedy}", flush=True)
    if options.json:
        print(json.dumps([asdict(line) for line in found], indent=1))
    return PROBLEMS if any(line.level == Level.PROBLEM for line in found) else DONE


def _lines(send_to: str) -> Iterator:
    from django.db import Error

    from amanah.base import clock
    from amanah.operations import installation, preflight
    from amanah.operations.checks import database, mail, problem, storage, surroundings

    at = clock.now()
    yield from surroundings.django()
    yield from surroundings.web()
    yield from storage.lines()
    yield from surroundings.clock(at=at)
    try:
        yield from database.lines()
        if installation.exists() and not installation.pending_migrations():
            yield from surroundings.work(at=at)
            yield from surroundings.contacts()
    except Error as cause:
        yield problem("database", "It cannot be used.", preflight.unreachable(cause))
    yield from mail.lines(send_to=send_to)
