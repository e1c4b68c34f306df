"""The database: whether it answers, fits this version and these keys, and is sound."""

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from amanah.base import attachments
from amanah.base.fields import name_of
from amanah.operations import installation, preflight, verify
from amanah.operations.checks import Line, beyond, ok, problem, warning
from amanah.people.models import Person
from amanah.stewardship import erasure_log

SKEW_SECONDS = 5.0
OLDEST_POSTGRESQL = 150000


def lines() -> Iterator[Line]:
    if not installation.exists():
        said, _, remedy = installation.missing().partition(". ")
        yield problem("database", said[0].upper() + said[1:] + ".", remedy)
        return
    wrong = [*preflight.database(), *preflight.people()]
    for sentence in wrong:
        said, _, remedy = sentence.partition(". ")
        yield problem("database", said[0].upper() + said[1:] + ".", remedy)
    if installation.pending_migrations() or installation.unknown_migrations():
        return
    if not wrong:
        yield ok("database", f"{connection.display_name} answers, and is of this version.")
    yield from soundness()
    yield from clock()
    yield from ledgers()
    yield from erasures()
    yield from files()


def soundness() -> Iterator[Line]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                yield problem("database", f"The file is damaged: {found}.", "amanah restore FILE")
            return
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < OLDEST_POSTGRESQL:
            yield problem("database", "PostgreSQL is older than 15.", "Upgrade it to 15 or newer.")
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone()[0] == "off":
            yield warning(
                "database",
                "PostgreSQL may lose what it has confirmed: synchronous_commit is off.",
                "Set synchronous_commit = on.",
            )


def clock() -> Iterator[Line]:
    """Whether this machine's clock agrees with that of the database's machine."""
    if connection.vendor == "sqlite":
        return
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0].timestamp()
    apart = beyond(theirs, before, time.time())
    if apart > SKEW_SECONDS:
        yield problem(
            "clock",
            f"This machine and the database's are {apart:.0f} seconds apart.",
            "Set both by NTP (timedatectl set-ntp true).",
        )
    else:
        yield ok("clock", "This machine's clock agrees with the database's.")


def ledgers() -> Iterator[Line]:
    found = list(verify.problems())
    for sentence in found:
        yield problem(
            "ledger",
            sentence,
            "Somebody changed the database past Amanah. Keep a copy, and compare with a backup.",
        )
    if not found:
        yield ok("ledger", "Every ledger is whole, and the keys open what is encrypted.")


def erasures() -> Iterator[Line]:
    """Whether everybody on the list of those erased is erased."""
    path = Path(settings.HOME, erasure_log.NAME)
    if not path.exists():
        return
    try:
        people = [line.person for line in erasure_log.read(path.read_text().splitlines())]
    except erasure_log.BrokenLog as broken:
        yield problem("erasures", f"{path}: {broken}", "Compare it with the one in a backup.")
        return
    back = Person.objects.filter(pk__in=people, erased_at=None).count()
    if back:
        yield problem(
            "erasures",
            f"Of those who were erased, {back} are in the database.",
            f"amanah erase ID; the ids are in {path}. (Bring backups back with amanah restore "
            "alone, which does so by itself.)",
        )
    else:
        yield ok("erasures", f"{len(people)} people were erased, and none has come back.")


def files() -> Iterator[Line]:
    """Whether every file that people handed in is there, and is one that our keys open."""
    ours = {name_of(key) for key in settings.FIELD_KEYS}
    found = [attachments.key_name(name) for name, _about in attachments.named()]
    lost, foreign = found.count(b""), sum(key not in {b"", *ours} for key in found)
    if lost:
        yield problem(
            "attachments",
            f"Of {len(found)} files that were handed in, {lost} are not in {settings.MEDIA_ROOT}.",
            "Bring them back from the newest backup, or ask those people for them again.",
        )
    if foreign:
        yield problem(
            "attachments",
            f"Of {len(found)} files that were handed in, {foreign} open with none of our keys.",
            "Put the field.keys of this installation back, the older ones too.",
        )
    if not lost and not foreign:
        yield ok("attachments", f"{len(found)} files were handed in, and all are there.")
