"""Bring the database to this version, or begin a new installation.

First a backup is written (to HOME/backups, or where --backup says), then every pending migration
runs in one transaction, and what came out is verified: keys, ledgers, people. If anything fails,
all of it is undone, and the version that was there before can go on serving.

Stop `amanah serve` and `amanah worker` before it, on every host.
"""

import argparse
from pathlib import Path

from amanah.operations.stop import DONE

SUMMARY = "Begin an installation, or bring one to this version: back up, migrate, verify."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--backup", metavar="FILE", type=Path, help="where the backup is written")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings

    from amanah.base import clock
    from amanah.operations import installation, upgrading
    from amanah.operations.lock import alone

    at = clock.now()
    with alone(settings.HOME):
        if not installation.exists():
            count = upgrading.begin(at=at)
            print(f"A new installation in {settings.HOME} ({count} migrations).")
            print("Next: amanah create-institution, then amanah serve and amanah worker.")
            return DONE
        upgrading.refuse_newer()
        pending = installation.pending_migrations()
        if not pending:
            upgrading.refuse_unsound()
            installation.begin(at=at)
            print("Nothing to upgrade: the database is of this version, and sound.")
            return DONE
        target = upgrading.write_backup(options.backup, at=at)
        print(f"Backup: {target}")
        upgrading.upgrade(target)
        installation.begin(at=at)
    many = "1 migration" if len(pending) == 1 else f"{len(pending)} migrations"
    print(f"Upgraded by {many}, and verified. Start serve and worker again.")
    return DONE
