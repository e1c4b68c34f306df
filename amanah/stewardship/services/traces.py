"""Leaving no bytes: what was deleted must not be readable in the files either."""

from typing import Any

from django.db import OperationalError, connections

from amanah.base.later import background

# A larger table would be out of use for too long while it is written anew.
LARGEST = 256 * 1024 * 1024
PATIENCE = "5s"


class StillInUse(Exception):
    """Somebody was at work, so old pages could not be cleared; the job is tried again."""


@background
def wipe_traces() -> None:
    """Rewrite the database's files without what was deleted from them.

    SQLite overwrites deleted text at once (`secure_delete`), but older pages stay in the
    write-ahead log until it is emptied. PostgreSQL writes each table anew that is not too large,
    and its statistics, which quote common values. A larger one is vacuumed, and its free space
    overwritten in time. Its write-ahead log and replicas keep what they are set up to.
    """
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                _wipe_sqlite(cursor)
            else:
                _wipe_postgresql(cursor)
    except OperationalError as cause:
        raise StillInUse from cause
    finally:
        connection.close()


def _wipe_sqlite(cursor: Any) -> None:
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if cursor.fetchone()[0]:
        raise StillInUse


def _wipe_postgresql(cursor: Any) -> None:
    cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
    cursor.execute(
        "SELECT oid::regclass::text, pg_total_relation_size(oid) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1"
    )
    for table, size in cursor.fetchall():
        how = "FULL, ANALYZE" if size <= LARGEST else "ANALYZE"
        cursor.execute(f"VACUUM ({how}) {table}")
    cursor.execute("VACUUM (FULL) pg_statistic")
