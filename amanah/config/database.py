"""Where the database is: SQLite in the home, or PostgreSQL by AMANAH_DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from amanah.base.keys import DATABASE
from amanah.config.env import BadSetting

SQLITE_TIMEOUT = 10
KEEP_OPEN = 60


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's entry for the database that the setting names; empty means SQLite in the home."""
    if not url:
        return {
            "ENGINE": "amanah.base.sqlite",
            "NAME": str(home / DATABASE),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": SQLITE_TIMEOUT},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting(
            "AMANAH_DATABASE_URL must look like postgresql://user:password@host:5432/name "
            "(or be unset, for SQLite in AMANAH_HOME)."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEEP_OPEN,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
