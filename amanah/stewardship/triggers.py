"""Whether the database itself refuses to change or delete what is in a ledger.

The triggers are made by a migration. On SQLite a later one that rebuilds the table loses them.
"""

from typing import Any

from amanah.base import triggers

NAMES = frozenset(
    {
        "stewardship_entry_never_changes",
        "stewardship_entry_never_goes",
        "stewardship_entry_never_replaced",
        "stewardship_chain_never_goes",
        "stewardship_chain_only_grows",
    }
)


def missing(connection: Any) -> list[str]:
    """The names of those that are not there or are switched off."""
    return triggers.missing(connection, NAMES)
