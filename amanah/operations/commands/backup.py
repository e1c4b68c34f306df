"""Write the whole installation into one file, while everybody goes on working.

In it: every table (what is encrypted stays encrypted), the attachments, and the list of those who
were erased. Not in it: the keys, and sessions. Keep the keys apart from the backups; --with-keys
puts them in, encrypted to an age recipient whose other half is not on this machine.

The file restores on SQLite and on PostgreSQL: amanah restore FILE.
"""

import argparse
from pathlib import Path

from amanah.operations.stop import DONE, Stop

SUMMARY = "Write everything into one checksummed file, while people work."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to write")
    parser.add_argument("--with-keys", action="store_true", help="put the keys in; needs --to")
    parser.add_argument("--to", metavar="age1…", default="", help="who alone can take them out")


def run(options: argparse.Namespace) -> int:
    if options.with_keys and not options.to:
        raise Stop(
            "--with-keys needs --to age1…: keys are only ever written encrypted to somebody. "
            "Make a pair with age-keygen and keep the identity away from this machine."
        )
    if options.to and not options.with_keys:
        raise Stop("--to says who gets the keys, so it goes with --with-keys.")
    import django

    django.setup()
    from amanah.base import clock
    from amanah.operations import backup

    target = options.file.expanduser().resolve()
    manifest = backup.back_up(target, at=clock.now(), keys_to=options.to)
    rows = sum(table.rows for table in manifest.tables.values())
    print(
        f"{target}: {rows} rows of {len(manifest.tables)} tables, "
        f"{len(manifest.attachments)} attachments, {target.stat().st_size / 1e6:.1f} MB, "
        f"{'with the keys for ' + options.to if options.to else 'without the keys'}."
    )
    return DONE
