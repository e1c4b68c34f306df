"""Putting a home together aside, to take the place of the one that was there (changeover.py).

Needs no settings: they are read from what is put together here.
"""

import json
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pyrage

from amanah.base import keys
from amanah.operations.archive import form
from amanah.operations.archive.reader import Archive
from amanah.operations.changeover import PLAN
from amanah.operations.files import sync_folder
from amanah.operations.lock import LOCK
from amanah.operations.stop import Stop
from amanah.stewardship import erasure_log

STAGING, ASIDE = ".restoring-", "before-restore-"
# A home that holds only these is as good as empty: keys are put there before a restore.
STAYS = {LOCK, PLAN, "backups", "static", "lost+found"}
MAY_BE_THERE = {keys.SIGNING, keys.FIELDS, erasure_log.NAME, *STAYS}


def is_as_good_as_empty(home: Path) -> bool:
    entries = {path.name for path in home.iterdir()} if home.exists() else set()
    return all(name in MAY_BE_THERE or name.startswith((ASIDE, STAGING)) for name in entries)


def stage(home: Path, archive: Archive, identity: str) -> Path:
    """A folder beside the old things, with the keys that the new ones will be read with."""
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=home))
    inside = keys_inside(archive, identity) if identity else {}
    for name in (keys.SIGNING, keys.FIELDS):
        if name in inside:
            (folder / name).write_text(inside[name])
        elif (home / name).exists():
            shutil.copy2(home / name, folder / name)
    return folder


def keys_inside(archive: Archive, identity: str) -> dict[str, str]:
    """The keys that an archive carries, opened with an age identity."""
    sealed = archive.member(form.KEYS)
    if sealed is None:
        raise Stop("there are no keys in this archive: it was made without --with-keys.")
    lines = [line for line in identity.splitlines() if line.startswith("AGE-SECRET-KEY-")]
    try:
        identities = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines]
        content = json.loads(pyrage.decrypt(sealed, identities))
    except (pyrage.IdentityError, pyrage.DecryptError) as cause:
        raise Stop("the age identity does not open the keys in this archive.") from cause
    return {name: str(content[name]) for name in (keys.SIGNING, keys.FIELDS)}


def what_goes(home: Path, staged: Path) -> list[str]:
    """What of the home steps aside for what is staged, once that is on the disk."""
    _sync_files(staged)
    return [
        path.name
        for path in sorted(home.iterdir())
        if path.name not in STAYS
        and not path.name.startswith((ASIDE, STAGING))
        and not _is_in(staged, path)
    ]


def clear_left_behind(home: Path) -> None:
    """Remove what restores that were killed had put together. The caller holds the home alone."""
    for folder in home.glob(f"{STAGING}*"):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)


def name_aside(home: Path, at: datetime) -> str:
    """A name by which nothing is there yet."""
    name = f"{ASIDE}{at:%Y%m%d-%H%M%S}"
    while (home / name).exists():
        name += "-again"
    return name


def _is_in(staged: Path, old: Path) -> bool:
    """Whether what is staged holds the old file too: the same keys, a list that only grew."""
    new = staged / old.name
    if not (old.is_file() and new.is_file()):
        return False
    return old.name in MAY_BE_THERE and new.read_bytes().startswith(old.read_bytes())


def _sync_files(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
        else:
            sync_folder(path)
