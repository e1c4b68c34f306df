"""Whether the database itself guards what may not change. Migrations make the triggers.

On SQLite a migration that rebuilds a table loses those of it.
"""

from collections.abc import Set
from typing import Any


def missing(connection: Any, names: Set[str]) -> list[str]:
    """The names of those that are not there or are switched off."""
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(names - {name for (name,) in cursor.fetchall()})
