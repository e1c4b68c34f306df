"""The keys of an installation, kept in its home outside the database."""

import os
import secrets
from pathlib import Path

SIGNING = "secret.key"
FIELDS = "field.keys"
DATABASE = "amanah.sqlite3"
KEY_BYTES = 32


class KeysAreLost(Exception):
    """There is a database sealed with field keys, and the keys are gone."""


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
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_hex(KEY_BYTES) + "\n"
    with os.fdopen(handle, "w") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
