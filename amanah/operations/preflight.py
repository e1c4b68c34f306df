"""What `serve` will not run with. Each function returns a sentence with its remedy, or nothing."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error

from amanah.base import keys
from amanah.operations import installation
from amanah.operations.stop import Stop
from amanah.people.models import Person

HERE = {"localhost", "127.0.0.1", "::1"}
OTHERS = stat.S_IRWXG | stat.S_IRWXO
Troubles = Iterator[str]


def refuse_what_would_harm() -> None:
    """Raise `Stop` with everything that must be mended before anybody is served."""
    found = [*address(), *demo(), *key_files()]
    if not found:
        try:
            found = [*database(), *people()]
        except Error as cause:
            raise Stop(unreachable(cause)) from cause
    if found:
        raise Stop("it will not serve like this:\n  - " + "\n  - ".join(found))


def address() -> Troubles:
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme != "https" and parts.hostname not in HERE:
        yield (
            f"AMANAH_URL is {settings.BASE_URL}: passwords would travel readable. Put a proxy with "
            "TLS in front and set AMANAH_URL=https://… (docs/how-to/install.md)."
        )
    if parts.scheme == "https" and not settings.TRUSTED_PROXIES:
        yield (
            "AMANAH_URL is https:// but no proxy is trusted to say so. Every page would redirect "
            "to itself: set AMANAH_TRUSTED_PROXIES to the number of proxies in front (mostly 1)."
        )


def demo() -> Troubles:
    if settings.IS_DEMO:
        yield "AMANAH_DEMO is set, and a demo's clock can be moved. Unset it, or run `amanah demo`."


def key_files() -> Troubles:
    """Key files that somebody else on this machine could read."""
    for name in (keys.SIGNING, keys.FIELDS):
        path = Path(settings.HOME, name)
        if path.exists() and path.stat().st_mode & OTHERS:
            yield f"{path} can be read by others on this machine. Run: chmod 600 {path}"
    if Path(settings.HOME).stat().st_mode & OTHERS:
        yield f"{settings.HOME} is open to others on this machine. Run: chmod 700 {settings.HOME}"


def database() -> Troubles:
    """A database that this version, or these keys, do not fit."""
    if not installation.exists():
        yield installation.missing()
    elif unknown := installation.unknown_migrations():
        yield (
            f"the database was made by a newer Amanah (it has {'.'.join(unknown[0])}). "
            "Install that version again, or restore a backup made by this one."
        )
    elif pending := installation.pending_migrations():
        yield f"{_migrations(len(pending))} pending. Run: amanah upgrade"
    elif not installation.keys_fit():
        yield (
            f"the field keys here are not those of this database. Put its {keys.FIELDS} back into "
            f"{settings.HOME} (or correct AMANAH_FIELD_KEYS)."
        )


def _migrations(count: int) -> str:
    return "1 migration is" if count == 1 else f"{count} migrations are"


def people() -> Troubles:
    """Demo identities, whose phrases everybody can read."""
    if not installation.exists() or installation.pending_migrations():
        return
    count = Person.objects.filter(is_demo=True).count()
    if count:
        yield (
            f"{count} people of the demo are in this database, and their phrases are public. "
            "Point AMANAH_HOME or AMANAH_DATABASE_URL at an installation of its own."
        )


def unreachable(cause: Exception) -> str:
    if installation.on_sqlite():
        return (
            f"the database in {settings.HOME} cannot be opened ({type(cause).__name__}). "
            "Check that AMANAH_HOME is right, on a local disk, and ours to write."
        )
    return (
        f"the database that AMANAH_DATABASE_URL names does not answer ({type(cause).__name__}). "
        "Check that PostgreSQL runs there, and the name, user and password."
    )
