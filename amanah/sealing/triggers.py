"""Whether the database itself refuses to change sealed words and what hands out their keys.

The triggers are made by a migration. On SQLite a later one that rebuilds a table loses them.
"""

from typing import Any

from amanah.base import triggers

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
    """The names of those that are not there or are switched off."""
    return triggers.missing(connection, NAMES)
