"""Django's SQLite, held to what a record of people's trust needs.

Every connection is opened in WAL mode with `synchronous=FULL` and foreign keys, and is
asked whether it really is so: a setting that was silently not taken loses acknowledged writes.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

from amanah.base.folding import SQLITE_NAME, fold

FIRST_SOUND_VERSION = (3, 51, 3)
WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        in_memory = self.is_in_memory_db()
        connection.create_function(SQLITE_NAME, 1, fold, deterministic=True)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        for pragma, wanted in WANTED.items():
            found = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            if found != wanted and not (in_memory and pragma == "journal_mode"):
                raise ImproperlyConfigured(
                    f"SQLite gave {pragma}={found!r} where Amanah needs {wanted!r}. "
                    "Keep AMANAH_HOME on a local disk, not on a network share."
                )
        return connection

    def check_database_version_supported(self) -> None:
        super().check_database_version_supported()
        version = self.get_database_version()
        if version < FIRST_SOUND_VERSION:
            raise ImproperlyConfigured(
                f"SQLite {'.'.join(map(str, version))} can corrupt a database in WAL mode. "
                "Install the pinned pysqlite3 (make setup)."
            )
