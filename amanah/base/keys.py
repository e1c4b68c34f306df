"""The keys of an installation, kept in its home outside the database."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

SIGNING = "secret.key"
FIELDS = "field.keys"
DATABASE = "amanah.sqlite3"
KEY_BYTES = 32


class KeysAreLost(Exception):
    """There is a database sealed with field keys, and the keys are gone."""


class EmptyKey(Exception):
    """A file that should hold a key is there and holds nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is empty. Put the {path.name} of this installation back; only if there is no "
            "database yet, delete it, and a new one is made."
        )


def signing_key(home: Path) -> str:
    """The key that signs sessions and links; made at first use."""
    return _read_or_make(home / SIGNING).strip()


def field_keys(home: Path) -> list[bytes]:
    """The keys that encrypt single fields at rest, newest first; the first is made at first use.

    One line a key, 64 hexadecimal digits. A new key is put on top; old ones stay below it
    until nothing sealed with them is left. Where there is a database already, new keys would
    only hide that the right ones are missing: `KeysAreLost`.
    """
    if (home / DATABASE).exists() and not (home / FIELDS).exists():
        raise KeysAreLost
    return parse(_read_or_make(home / FIELDS))


def parse(lines: str) -> list[bytes]:
    """Field keys from their text: 64 hexadecimal digits each, separated by white space."""
    found = [bytes.fromhex(line) for line in lines.split()]
    if any(len(key) != KEY_BYTES for key in found):
        raise ValueError("a field key is 64 hexadecimal digits")
    return found


def _read_or_make(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    key = path.read_text()
    if not key.strip():
        raise EmptyKey(path)
    return key


def _make(path: Path) -> None:
    """Make a key that is whole and on the disk once it has its name. It replaces no other."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(handle)
        # Somebody who began at the same moment may have been quicker: then theirs is the key.
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
