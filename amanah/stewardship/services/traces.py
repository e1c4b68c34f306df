"""Leaving no bytes: what was deleted must not be readable in the files either."""

from django.db import connections

from amanah.base.later import background


class StillInUse(Exception):
    """Somebody was reading, so old pages could not be cleared; the job is tried again."""


@background
def wipe_traces() -> None:
    """Rewrite the database's files without what was deleted from them.

    SQLite overwrites deleted text at once (`secure_delete`), but older pages stay in the
    write-ahead log until it is emptied. PostgreSQL frees them by `VACUUM`; its own
    write-ahead log and replicas keep them for as long as they are set up to.
    """
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if cursor.fetchone()[0]:
                    raise StillInUse
    finally:
        connection.close()
