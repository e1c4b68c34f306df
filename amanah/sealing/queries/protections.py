"""What keeps the database from changing sealed words."""

from django.db import connection

from amanah.sealing import triggers


def missing_protections() -> list[str]:
    """What should be there, and is not."""
    return triggers.missing(connection)
