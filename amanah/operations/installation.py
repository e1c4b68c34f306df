"""Which installation this is, and whether its keys and its code fit its database."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from amanah.base.fields import CannotDecrypt
from amanah.operations.models import Installation
from amanah.operations.stop import Stop

KNOWN = "These keys open this database."


def begin(*, at: datetime) -> Installation:
    """Leave the text by which a later start recognises its keys, unless it is there."""
    found = Installation.objects.order_by("began_at", "pk").first()
    return found or Installation.objects.create(known=KNOWN, began_at=at)


def keys_fit() -> bool:
    """Whether the field keys at hand are those of this database; true if it is still new."""
    try:
        return all(row.known == KNOWN for row in Installation.objects.all())
    except CannotDecrypt:
        return False


def on_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "amanah.base.sqlite")


def exists() -> bool:
    """Whether there is a database with anything in it. Does not make one by asking."""
    if on_sqlite() and not _file_is_there():
        return False
    return bool(connection.introspection.table_names())


def _file_is_there() -> bool:
    place: Any = connection
    return bool(place.is_in_memory_db()) or Path(place.settings_dict["NAME"]).exists()


_in_code: set[tuple[str, str]] = set()


def migrations_in_code() -> set[tuple[str, str]]:
    """Every migration that this version of Amanah knows."""
    if not _in_code:
        loader = MigrationLoader(None)
        _in_code.update(loader.disk_migrations)
    return _in_code


def pending_migrations() -> list[tuple[str, str]]:
    """Migrations that the code has and the database has not."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(migrations_in_code() - set(applied))


def unknown_migrations() -> list[tuple[str, str]]:
    """Migrations of ours that the database has and the code has not: a newer Amanah was here."""
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {app for app, _name in migrations_in_code()}
    return sorted(key for key in set(applied) - migrations_in_code() if key[0] in ours)


def missing() -> str:
    """What to say where there is no installation: an empty place is often a wrong address."""
    if on_sqlite():
        return (
            f"there is no installation in {settings.HOME} yet. If there should be, correct "
            "AMANAH_HOME (or AMANAH_DATABASE_URL); for a new one run: amanah upgrade"
        )
    return (
        "there is no installation in the database that AMANAH_DATABASE_URL names yet. If there "
        "should be, correct it; for a new one run: amanah upgrade"
    )


def refuse_unless_ready() -> None:
    """Raise `Stop` unless there is an installation of this version."""
    if not exists():
        raise Stop(missing())
    if pending_migrations():
        raise Stop("the database is not of this version yet. Run: amanah upgrade")
