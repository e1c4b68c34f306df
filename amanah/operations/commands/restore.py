"""Bring an installation back from a file that amanah backup wrote.

The file is checked whole before anything is touched: one that is truncated, altered, or made by a
newer Amanah is refused. It goes into AMANAH_HOME, which must be empty but for the keys, and into
the database that AMANAH_DATABASE_URL names, if it names one. Whoever was erased since the backup
is erased again. Everybody signs in anew. If it is killed in its last step, the next command
finishes it or undoes it, and says which.

The keys are not in the file unless it was made --with-keys. Put field.keys (and secret.key) of the
installation into the home first, or give the age identity that opens those inside.
"""

import argparse
import os
import shutil
from pathlib import Path

from amanah.config import env
from amanah.operations import changeover, staging
from amanah.operations.archive import reader
from amanah.operations.lock import alone, refuse_anothers
from amanah.operations.stop import DONE, Stop

SUMMARY = "Bring everything back from such a file, into an empty home."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="what amanah backup wrote")
    parser.add_argument(
        "--into-home", metavar="FOLDER", type=Path, help="restore there and not into AMANAH_HOME"
    )
    parser.add_argument("--identity", metavar="FILE", type=Path, help="age identity for the keys")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="even if something is there; it is kept aside (backups stay)",
    )


def run(options: argparse.Namespace) -> int:
    home = (options.into_home or env.home()).expanduser().resolve()
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    room = shutil.disk_usage(there).free
    refuse_anothers(home, by=os.geteuid())
    changeover.finish_what_was_begun(home)
    with reader.opened(options.file, room=room) as archive, alone(home):
        staging.clear_left_behind(home)
        return _restore(archive, home, options)


def _restore(archive: reader.Archive, home: Path, options: argparse.Namespace) -> int:
    if not staging.is_as_good_as_empty(home) and not options.replace:
        raise Stop(
            f"{home} is not empty. Restore into an empty one (--into-home FOLDER), or give "
            "--replace, which keeps what is there aside. Nothing was changed."
        )
    identity = _identity(options.identity) if options.identity else ""
    staged = staging.stage(home, archive, identity)
    try:
        erased = _fill(archive, home, staged, replace=options.replace)
        aside = changeover.carry_out(home)
    finally:
        # Once it is written down, what is staged is the restored installation.
        if changeover.read(home) is None:
            shutil.rmtree(staged, ignore_errors=True)
    rows = sum(table.rows for table in archive.manifest.tables.values())
    print(
        f"Restored into {home}: {rows} rows, {len(archive.manifest.attachments)} attachments, "
        f"as they were on {archive.manifest.made_at}."
    )
    if erased:
        print(f"{erased} people who were erased since then were erased again.")
    if aside:
        print(f"What was there before is in {aside}. It holds personal data: delete it in time.")
    return DONE


def _identity(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as cause:
        raise Stop(f"{path} cannot be read as an age identity. Nothing was changed.") from cause


def _fill(archive: reader.Archive, home: Path, staged: Path, *, replace: bool) -> int:
    os.environ["AMANAH_HOME"] = str(staged)
    import django

    django.setup()
    from amanah.base import clock
    from amanah.operations import restore
    from amanah.stewardship import erasure_log

    def ready(hangs_on: tuple[str, str] = ("", "")) -> None:
        old, aside = staging.what_goes(home, staged), staging.name_aside(home, clock.now())
        changeover.plan(home, staged, aside, old=old, hangs_on=hangs_on)

    return restore.fill(archive, old_log=home / erasure_log.NAME, replace=replace, ready=ready)
