"""Single values on their way between a database and the archive.

Both databases write the same value the same way, so an archive of one restores on the other, and
two archives can be compared line by line. Encrypted columns travel as they are: encrypted.
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field
from psycopg.types.json import Jsonb

INTEGERS = {
    "AutoField",
    "BigAutoField",
    "BigIntegerField",
    "IntegerField",
    "PositiveBigIntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SmallAutoField",
    "SmallIntegerField",
}
MICROSECOND = timedelta(microseconds=1)
TEXTS = {"CharField", "FileField", "GenericIPAddressField", "SlugField", "TextField"}


def kind_of(field: Any) -> str:
    """What kind of value a column holds; a reference holds what it refers to."""
    while field.remote_field:
        field = field.target_field
    kind: str = field.get_internal_type()
    return "Integer" if kind in INTEGERS else "Text" if kind in TEXTS else kind


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _moment(raw: Any) -> str:
    moment = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    # SQLite keeps UTC without saying so.
    moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    return str(moment.isoformat(timespec="microseconds"))


# What the database gives, as the archive writes it.
PLAIN: dict[str, Callable[[Any], Any]] = {
    "Integer": int,
    "Text": str,
    "BooleanField": bool,
    "FloatField": float,
    "DecimalField": lambda raw: str(Decimal(str(raw))),
    "UUIDField": lambda raw: str(UUID(str(raw))),
    "BinaryField": lambda raw: base64.b64encode(bytes(raw)).decode(),
    "JSONField": lambda raw: canonical(json.loads(raw) if isinstance(raw, str) else raw),
    "DateTimeField": _moment,
    "DateField": lambda raw: raw if isinstance(raw, str) else raw.isoformat(),
    "TimeField": lambda raw: raw if isinstance(raw, str) else raw.isoformat(),
    "DurationField": lambda raw: raw if isinstance(raw, int) else raw // MICROSECOND,
}

# What the archive wrote, as either database takes it; then where SQLite takes it otherwise.
STORED: dict[str, Callable[[Any], Any]] = {
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "BinaryField": lambda value: base64.b64decode(value, validate=True),
    "JSONField": lambda value: Jsonb(json.loads(value)),
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DurationField": lambda value: timedelta(microseconds=value),
}
STORED_ON_SQLITE: dict[str, Callable[[Any], Any]] = {
    "DecimalField": str,
    "UUIDField": lambda value: UUID(value).hex,
    "BinaryField": STORED["BinaryField"],
    # As Django writes it there: UTC, without saying so.
    "DateTimeField": lambda value: str(datetime.fromisoformat(value).replace(tzinfo=None)),
}


def plain(field: Field[Any, Any], raw: Any) -> Any:
    """A value as the database gave it, as the archive writes it."""
    return None if raw is None else PLAIN[kind_of(field)](raw)


def stored(field: Field[Any, Any], value: Any, *, on_sqlite: bool) -> Any:
    """A value as the archive wrote it, as this database takes it."""
    if value is None:
        return None
    take = (STORED_ON_SQLITE if on_sqlite else STORED).get(kind_of(field))
    return take(value) if take else value
