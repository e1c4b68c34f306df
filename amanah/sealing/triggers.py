"""Whether the database itself refuses to change sealed words and what hands out their keys.

The triggers are made by a migration. On SQLite a later one that rebuilds a table loses them.
"""

from typing import Any

TABLE = "sealing_words"
NAMES = frozenset(
    {
        "sealing_words_only_fade",
        "sealing_words_bytes_first",
        "sealing_words_never_replaced",
        "sealing_grant_never_changes",
        "sealing_epoch_never_changes",
    }
)


def missing(connection: Any) -> list[str]:
    """The names of those that are not there or are switched off.

    None before the first upgrade to a version that seals words.
    """
    if TABLE not in connection.introspection.table_names():
        return []
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(NAMES - {name for (name,) in cursor.fetchall()})
