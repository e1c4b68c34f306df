"""The home: who can reach it, what was left in it, how much room there is."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from amanah.base import keys
from amanah.operations import files
from amanah.operations.checks import Line, ok, problem, warning

OTHERS = stat.S_IRWXG | stat.S_IRWXO
LITTLE, TOO_LITTLE = 2 * 1024**3, 200 * 1024**2
LEFT_OVERS = (".restoring-*", "before-restore-*")
WRITTEN_ASIDE = (
    (".", ".snapshot-*.sqlite3"),
    (".", f".*{files.PART}"),
    ("backups", f".*{files.PART}"),
)


def lines() -> Iterator[Line]:
    home = Path(settings.HOME)
    yield from access(home)
    yield from writing(home)
    yield room(home)
    yield from left_overs(home)


def access(home: Path) -> Iterator[Line]:
    """Whether anybody else on this machine can read the home or its keys."""
    open_to_others = [
        (path, wanted)
        for path, wanted in (
            (home, "700"),
            (home / keys.SIGNING, "600"),
            (home / keys.FIELDS, "600"),
        )
        if path.exists() and path.stat().st_mode & OTHERS
    ]
    for path, wanted in open_to_others:
        yield problem(
            "home", f"{path} can be read by others on this machine.", f"chmod {wanted} {path}"
        )
    if not open_to_others:
        yield ok("home", f"{home} and its keys are ours alone.")


def writing(home: Path) -> Iterator[Line]:
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"amanah")
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        yield problem(
            "home",
            f"{home} cannot be written to ({cause.strerror}).",
            "Make it writable for the account that runs Amanah, on a local disk.",
        )


def room(home: Path) -> Line:
    """Whether there is room left on the disk."""
    free = shutil.disk_usage(home).free
    sentence = f"{free / 1e9:.1f} GB are free on the disk of AMANAH_HOME."
    remedy = "Make room: old backups in HOME/backups, before-restore-* folders, other files."
    if free < TOO_LITTLE:
        return problem("disk", sentence, remedy)
    return warning("disk", sentence, remedy) if free < LITTLE else ok("disk", sentence)


def left_overs(home: Path) -> Iterator[Line]:
    """Copies of personal data that something left behind."""
    for pattern in LEFT_OVERS:
        for path in sorted(home.glob(pattern)):
            yield warning(
                "home",
                f"{path} was left behind and holds personal data.",
                "Delete it once nothing in it is needed and no restore is running.",
            )
    for folder, pattern in WRITTEN_ASIDE:
        for path in files.left_behind(home / folder, pattern):
            yield warning(
                "home",
                f"{path} was left behind by a backup that was killed, and holds personal data.",
                "Delete it, or let the next backup do so.",
            )
