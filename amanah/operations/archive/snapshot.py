"""One moment of the database, to be read at leisure while others go on writing."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from amanah.operations.archive.form import LEFT_OUT
from amanah.operations.files import clear_left_behind, hold_new
from amanah.operations.stop import Stop

AT_ONCE = 500


@dataclass(frozen=True)
class Snapshot:
    """What can be asked of a moment of the database."""

    run: Any
    database: str

    def rows(self, model: Any) -> Iterator[Sequence[Any]]:
        """Every row of a model's table as the database gives it, in the order of its key."""
        quote = connection.ops.quote_name
        columns = ", ".join(quote(f.column) for f in model._meta.local_concrete_fields)
        table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
        return iter(self.run(f"SELECT {columns} FROM {table} ORDER BY {key}"))  # noqa: S608

    def applied(self) -> set[tuple[str, str]]:
        """The migrations that had been applied."""
        rows = self.run("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in rows}

    def heads(self) -> list[tuple[str, str]]:
        """The last migration of each app then."""
        return heads_of(self.applied())

    def ledgers(self) -> dict[str, str]:
        """The head of each ledger and how many entries it had then."""
        rows = self.run("SELECT id, length, head FROM stewardship_chain ORDER BY id")
        return {str(UUID(str(key))): f"{length} {head}" for key, length, head in rows}


def heads_of(applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last applied migration of each app. Refuses those that this version does not know."""
    graph = MigrationLoader(None).graph
    apps = {app for app, _name in graph.nodes}
    ours = {key for key in applied if key[0] in apps}
    unknown = sorted(ours - set(graph.nodes))
    if unknown:
        raise Stop(
            f"the database was made by a newer Amanah (it has {'.'.join(unknown[0])}); "
            "use that version."
        )
    followed = {
        parent.key
        for key in ours
        for parent in graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return sorted(ours - followed)


def models_at(heads: Sequence[tuple[str, str]]) -> list[Any]:
    """The models as they were after these migrations, whose rows go into an archive."""
    apps = MigrationLoader(None).project_state(list(heads)).apps
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


@contextmanager
def take(home: Path) -> Iterator[Snapshot]:
    """Hold on to this moment of the database. Nobody who writes has to wait."""
    with _of_sqlite(home) if connection.vendor == "sqlite" else _of_postgresql() as snapshot:
        yield snapshot


@contextmanager
def _of_sqlite(home: Path) -> Iterator[Snapshot]:
    # Copied in one go: done in steps, it would begin again with every write and never end.
    clear_left_behind(home, ".snapshot-*.sqlite3")
    handle, path = hold_new(home, prefix=".snapshot-", suffix=".sqlite3")
    try:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            wrong = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            if wrong != "ok":
                raise Stop(f"the database is damaged ({wrong}). Restore the last good backup.", 1)
            yield Snapshot(copy.execute, "sqlite")
    finally:
        for left in Path(home).glob(f"{path.name}*"):
            left.unlink()
        os.close(handle)


@contextmanager
def _of_postgresql() -> Iterator[Snapshot]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Snapshot(_streamed, "postgresql")


def _streamed(question: str) -> Iterator[Sequence[Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(question)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
