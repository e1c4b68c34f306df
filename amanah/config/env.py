"""Settings from the environment: four small readers that fail loudly.

`AMANAH_NAME` holds the value, or `AMANAH_NAME_FILE` the path of a file that does.
"""

import os
from pathlib import Path

from amanah.base import keys

# Every setting that was asked for; docs/reference/settings.md is held against it.
asked: set[str] = set()
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class BadSetting(SystemExit):
    """A setting that cannot be used: the message names it and the remedy."""

    def __init__(self, message: str) -> None:
        super().__init__(f"amanah: {message}")


def text(name: str, default: str = "") -> str:
    """The setting as text."""
    asked.add(name)
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as cause:
            raise BadSetting(
                f"{name}_FILE names {path}, which cannot be read ({cause.strerror}). "
                "Name a readable file, or unset it."
            ) from cause
    return os.environ.get(name, default).strip()


def number(name: str, default: int, *, least: int = 0) -> int:
    """The setting as a whole number of at least `least`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise BadSetting(f"{name} is {value!r}; give a whole number of at least {least}.")
    return int(value)


def flag(name: str, default: bool = False) -> bool:
    """The setting as yes or no."""
    value = text(name, "yes" if default else "no").lower()
    if value not in YES | NO:
        raise BadSetting(f"{name} is {value!r}; give yes or no.")
    return value in YES


def words(name: str, default: str = "") -> list[str]:
    """The setting as a list, separated by commas or blanks."""
    return text(name, default).replace(",", " ").split()


def home() -> Path:
    """Where everything that an installation owns is."""
    return Path(text("AMANAH_HOME", str(Path.home() / ".amanah"))).expanduser().resolve()


def signing_key(name: str, home: Path) -> str:
    """The key that signs sessions and links: the setting's, else the one in the home."""
    try:
        return text(name) or keys.signing_key(home)
    except keys.EmptyKey as cause:
        raise BadSetting(str(cause)) from cause
    except OSError as cause:
        raise BadSetting(_unusable(home, cause)) from cause


def field_keys(name: str, home: Path) -> list[bytes]:
    """The keys that encrypt single fields: the setting's, else those in the home."""
    try:
        return keys.parse(text(name)) or keys.field_keys(home)
    except keys.KeysAreLost as cause:
        raise BadSetting(
            f"{home} holds a database but not {keys.FIELDS}, so what is encrypted in it cannot be "
            f"opened. Put the {keys.FIELDS} of this installation back (it is kept apart from the "
            f"backups), or name it in {name}_FILE."
        ) from cause
    except keys.EmptyKey as cause:
        raise BadSetting(str(cause)) from cause
    except OSError as cause:
        raise BadSetting(_unusable(home, cause)) from cause
    except ValueError as cause:
        raise BadSetting(
            f"{name}, or {home / keys.FIELDS}, holds something else than keys: "
            "give 64 hexadecimal digits a key, one key a line, newest first."
        ) from cause


def _unusable(home: Path, cause: OSError) -> str:
    return (
        f"AMANAH_HOME={home} cannot be used ({cause.strerror}: {cause.filename}). Run this as the "
        "account that the folder belongs to, or name another folder."
    )
