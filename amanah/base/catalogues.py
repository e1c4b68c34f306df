"""Translations: `.po` files are what is written and kept, `.mo` files are made from them here."""

import os
import sys
import tempfile
from pathlib import Path


def compile_stale(folder: Path) -> list[Path]:
    """Make each `.mo` that is missing or older than its `.po`; return those that were made.

    Runs when the settings are read, so that every way of starting Amanah has its languages.
    Where the folder cannot be written, an older `.mo` serves and a missing one is said aloud.
    """
    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            _compile(source, target)
            made.append(target)
        except PermissionError:
            if not target.exists():
                sys.stderr.write(
                    f"amanah: {target} cannot be written, so its language is missing. "
                    "Start Amanah once as somebody who may write there.\n"
                )
    return made


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo  # slow to import
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    # Whole or not at all: another process may be reading it.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue, use_fuzzy=False)
    os.chmod(name, 0o644)
    os.replace(name, target)
