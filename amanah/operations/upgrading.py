"""Upgrading: all of it, or nothing."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from amanah import __version__
from amanah.base.whereabouts import kind_and_place
from amanah.operations import backup, installation, migrating, preflight, verify
from amanah.operations.archive.snapshot import heads_of, models_at
from amanah.operations.stop import PROBLEMS, UNDONE, Stop

# What no upgrade may lose a row of.
PRECIOUS = {
    "institutions_institution",
    "mentoring_membership",
    "mentoring_mentorship",
    "people_affiliation",
    "people_person",
    "programmes_application",
    "stewardship_chain",
    "stewardship_entry",
}


def begin(*, at: datetime) -> int:
    """Make the tables of a new installation."""
    with migrating.one_transaction():
        count = migrating.migrate()
        installation.begin(at=at)
    return count


def refuse_newer() -> None:
    unknown = installation.unknown_migrations()
    if unknown:
        raise Stop(next(preflight.database()))


def refuse_unsound() -> None:
    """Raise `Stop` if the database is not what it should be."""
    found = list(verify.problems())
    if found:
        raise Stop("the database is not sound: " + " ".join(found), PROBLEMS)


def write_backup(target: Path | None, *, at: datetime) -> Path:
    """Write the backup that an upgrade can be undone with by hand."""
    if target is None:
        folder = Path(settings.HOME, "backups")
        folder.mkdir(mode=0o700, exist_ok=True)
        target = folder / f"before-{__version__}-{at:%Y%m%d-%H%M%S}.amanah"
    target = target.expanduser().resolve()
    backup.back_up(target, at=at)
    return target


def upgrade(kept_in: Path) -> None:
    """Apply every pending migration and verify; undo it all if anything is wrong."""
    running: list[str] = []
    before = _precious_rows()
    try:
        with migrating.one_transaction():
            migrating.migrate(told=running.append)
            wrong = [*verify.problems(), *verify.losses(before, _precious_rows())]
            if wrong:
                raise Unsound(" ".join(wrong))
    # Whatever goes wrong in a migration, the operator is to read that nothing of it remains.
    except Exception as cause:
        during = f" during {running[-1]}" if running else ""
        why = str(cause) if isinstance(cause, Unsound) else kind_and_place(cause)
        raise Stop(
            f"the upgrade failed{during} and was undone: {why}\n"
            "Nothing was changed: start the version that was there before. "
            f"The backup made just now is {kept_in}.",
            UNDONE,
        ) from cause


class Unsound(Exception):
    """The migrations ran, and what came out is not what it should be."""


def _precious_rows() -> dict[str, int]:
    heads = heads_of(set(MigrationRecorder(connection).applied_migrations()))
    return verify.counts([m for m in models_at(heads) if m._meta.db_table in PRECIOUS])
