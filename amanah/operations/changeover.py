"""The last step of a restore: the old things go aside, and the new ones take their place.

It takes many renames, and a crash between two of them would leave half of each. So what is to be
done is written down first (`HOME/restoring.json`); whoever comes next finds it, and finishes it.
On PostgreSQL it is written down just before the commit: if that came about it is finished, and
else it is undone.

Needs no settings, so that it can come before them: half a home must not be given new keys.
"""

import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from amanah.config import env
from amanah.operations.files import safely, sync_folder
from amanah.operations.lock import alone
from amanah.operations.stop import Stop

PLAN = "restoring.json"


@dataclass(frozen=True)
class Plan:
    """Names within the home: what goes aside and what comes; and the commit on which it hangs."""

    staged: str
    aside: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    database: str = ""
    transaction: str = ""


def plan(
    home: Path,
    staged: Path,
    aside: str,
    *,
    old: Iterable[str],
    hangs_on: tuple[str, str],
) -> Plan:
    """Write down what is to be done. From here on it will be done, whatever happens.

    `hangs_on` names the database and the transaction that must be committed first, if any.
    """
    new = tuple(sorted(path.name for path in staged.iterdir()))
    made = Plan(staged.name, aside, tuple(old), new, *hangs_on)
    with safely(home / PLAN) as file:
        file.write(json.dumps(asdict(made)).encode())
    return made


def carry_out(home: Path) -> Path | None:
    """Do what is written down, however much of it was done. Returns where the old things are."""
    made = read(home)
    if made is None:
        return None
    staged, aside = home / made.staged, home / made.aside
    if made.old:
        aside.mkdir(mode=0o700, exist_ok=True)
    for name in made.old:
        if (home / name).exists() and not (aside / name).exists():
            (home / name).rename(aside / name)
    if made.old:
        sync_folder(aside)
        sync_folder(home)
    for name in made.new:
        if (staged / name).exists():
            (staged / name).rename(home / name)
    sync_folder(home)
    _forget(home, staged)
    return aside if made.old else None


def read(home: Path) -> Plan | None:
    """What is written down, if anything is."""
    try:
        values = json.loads((home / PLAN).read_text())
    except FileNotFoundError:
        return None
    return Plan(**{**values, "old": tuple(values["old"]), "new": tuple(values["new"])})


def finish_what_was_begun(home: Path) -> None:
    """Finish a restore that was interrupted in its last step, or undo it, and say which."""
    if not (home / PLAN).exists():
        return
    with alone(home):
        made = read(home)
        if made is None:
            return
        if made.transaction and not _was_committed(made):
            _forget(home, home / made.staged)
            _say("A restore had been interrupted just before its end. It was undone: nothing of it")
            _say("is there, and everything is as it was before.")
            return
        aside = carry_out(home)
    _say(f"A restore into {home} had been interrupted in its last step. It is now finished.")
    if aside:
        _say(f"What was there before is in {aside}. It holds personal data: delete it in time.")


def _was_committed(made: Plan) -> bool:
    url = env.text("AMANAH_DATABASE_URL")
    told = "A restore into PostgreSQL was interrupted just before its end, and"
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT oid::text, pg_xact_status(%s::xid8) FROM pg_database"
                " WHERE datname = current_database()",
                [made.transaction],
            ).fetchone()
    except psycopg.Error as cause:
        raise Stop(
            f"{told} the database that AMANAH_DATABASE_URL names does not say whether it took it "
            f"({type(cause).__name__}). Let it answer first, then run this again."
        ) from cause
    database, status = row or ("", "")
    if database != made.database or status not in {"committed", "aborted"}:
        raise Stop(
            f"{told} it is not certain whether the database took it ({status or 'not known'}). "
            "Check that AMANAH_DATABASE_URL names the database of that restore, and try again."
        )
    return bool(status == "committed")


def _forget(home: Path, staged: Path) -> None:
    (home / PLAN).unlink(missing_ok=True)
    sync_folder(home)
    shutil.rmtree(staged, ignore_errors=True)


def _say(line: str) -> None:
    print(f"amanah: {line}", file=sys.stderr)
