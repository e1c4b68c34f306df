"""Restoring: from an archive into an empty home, and an empty database if it is PostgreSQL.

Everything is put together aside, and takes its place only when it is whole and verified.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections

from amanah.base import clock
from amanah.operations import installation, migrating, verify
from amanah.operations.archive import codec, form
from amanah.operations.archive.reader import Archive
from amanah.operations.archive.snapshot import models_at
from amanah.operations.stop import Stop
from amanah.stewardship import erasure_log
from amanah.stewardship.services import StillInUse, reapply_erasures, wipe_traces

AT_ONCE = 500


def fill(archive: Archive, *, old_log: Path, replace: bool, ready: Callable[..., None]) -> int:
    """Fill the database, and `settings.HOME` around it. Returns how many were erased again.

    `ready` is called once everything is whole: on PostgreSQL just before the commit, with the
    database and the transaction on which it hangs.

    On PostgreSQL nothing of it shows until the end; on SQLite the file is one that nobody uses.
    """
    archive.prove(settings.FIELD_KEYS)
    known = installation.migrations_in_code()
    heads = [(app, name) for app, name in archive.manifest.heads]
    if unknown := [".".join(head) for head in heads if head not in known]:
        raise form.BadArchive(
            f"The archive was made by a newer Amanah (it has {unknown[0]}): restore with that one."
        )
    home = Path(settings.HOME)
    archive.unpack_attachments(home / "attachments")
    lines = _merged_erasures(archive, old_log, home)
    with migrating.one_transaction():
        if connection.vendor == "postgresql":
            _make_way(replace=replace, at=clock.now())
        migrating.migrate(heads)
        models = models_at(heads)
        _refuse_another_set(models, archive)
        _load(archive, models)
        connection.check_constraints()
        before = verify.counts(models)
        migrating.migrate()
        erased = reapply_erasures(lines, at=clock.now())
        _refuse_unless_whole(archive, before)
        if connection.vendor == "postgresql":
            ready(hangs_on=_this_transaction())
    if erased:
        # Where somebody else still reads a PostgreSQL, the job that was asked for does it later.
        with suppress(StillInUse):
            wipe_traces()
    on_sqlite = connection.vendor == "sqlite"
    connections.close_all()
    if on_sqlite:
        ready()
    return erased


def _this_transaction() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::text, pg_current_xact_id()::text FROM pg_database"
            " WHERE datname = current_database()"
        )
        database, transaction = cursor.fetchone()
        return database, transaction


def _make_way(*, replace: bool, at: datetime) -> None:
    """Set what is in a PostgreSQL database aside, as a schema of its own."""
    if not connection.introspection.table_names():
        return
    if not replace:
        raise Stop(
            "the database that AMANAH_DATABASE_URL names is not empty. Name an empty one, or give "
            "--replace, which keeps what is there aside."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        aside = connection.ops.quote_name(f"before_restore_{at:%Y%m%d_%H%M%S}")
        cursor.execute(f"ALTER SCHEMA {schema} RENAME TO {aside}")
        cursor.execute(f"CREATE SCHEMA {schema}")


def _refuse_another_set(models: Sequence[Any], archive: Archive) -> None:
    """Refuse an archive whose tables are not those of its own migrations."""
    told = archive.manifest.taken()
    for model in models:
        columns = [field.column for field in model._meta.local_concrete_fields]
        table = model._meta.db_table
        if table not in told or next(archive.rows(table)) != columns:
            raise form.BadArchive(f"The table {table} is not as its version of Amanah made it.")
    if len(told) != len(models):
        raise form.BadArchive("The archive holds a table that its version of Amanah had not.")


def _load(archive: Archive, models: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            if verify.counts([model])[model._meta.db_table]:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        for model in models:
            _load_table(archive, model, cursor)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _load_table(archive: Archive, model: Any, cursor: Any) -> None:
    fields = model._meta.local_concrete_fields
    on_sqlite = connection.vendor == "sqlite"
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join("%s" for _field in fields)
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    rows = islice(archive.rows(model._meta.db_table), 1, None)
    while some := list(islice(rows, AT_ONCE)):
        cursor.executemany(
            insert,
            [
                [
                    codec.stored(f, value, on_sqlite=on_sqlite)
                    for f, value in zip(fields, row, strict=True)
                ]
                for row in some
            ],
        )


def _merged_erasures(archive: Archive, old_log: Path, home: Path) -> list[str]:
    """Everybody erased, by the archive's list or by that of the home that it replaces."""
    theirs = (archive.member(form.ERASURES) or b"").decode().splitlines()
    ours = old_log.read_text().splitlines() if old_log.exists() else []
    try:
        lists = sorted((erasure_log.read(theirs), erasure_log.read(ours)), key=len)
    except erasure_log.BrokenLog as cause:
        raise Stop(f"{cause} Nothing was changed.") from cause
    shorter, longer = lists
    path = home / erasure_log.NAME
    if longer:
        path.write_text("".join(line.written() + "\n" for line in longer))
    for line in shorter:
        erasure_log.append(home, line.person, at=line.at)
    return path.read_text().splitlines() if path.exists() else []


def _refuse_unless_whole(archive: Archive, counted: dict[str, int]) -> None:
    told = {name: table.rows for name, table in archive.manifest.taken().items()}
    wrong = [f"{name} has {counted[name]} rows" for name in told if counted[name] != told[name]]
    wrong += verify.problems()
    if wrong:
        raise Stop("what was restored is not whole, and was undone: " + "; ".join(wrong))
