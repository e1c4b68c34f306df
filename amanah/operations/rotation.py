"""Changing the field keys: everything that is encrypted at rest is encrypted anew."""

import base64
import binascii
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from amanah.base import attachments, keys
from amanah.base.fields import NAME_BYTES, EncryptedTextField, name_of
from amanah.operations.files import safely
from amanah.operations.stop import Stop
from amanah.people.mfa import Factors
from amanah.stewardship.models import Parcel

AT_ONCE = 200


def add_key(home: Path) -> None:
    """Put a new key on top of the others; from here on it is the one that encrypts."""
    use([secrets.token_bytes(keys.KEY_BYTES), *settings.FIELD_KEYS], home)


def use(wanted: list[bytes], home: Path) -> None:
    """Keep these keys, and no others."""
    with safely(home / keys.FIELDS) as file:
        file.write("".join(key.hex() + "\n" for key in wanted).encode())
    settings.FIELD_KEYS = wanted


def encrypt_anew() -> int:
    """Encrypt every value with the newest key, and say how many rows and files that were."""
    count = sum(_rows_anew(model, names) for model, names in encrypted_columns())
    return count + _factors_anew() + _files_anew()


def encrypted_columns() -> Iterator[tuple[Any, list[str]]]:
    """Models that have encrypted columns, and which those are."""
    for model in apps.get_models():
        fields = model._meta.local_concrete_fields
        names = [field.name for field in fields if isinstance(field, EncryptedTextField)]
        if names:
            yield model, names


def _rows_anew(model: Any, names: list[str]) -> int:
    ids = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            rows = model._base_manager.select_for_update().filter(
                pk__in=ids[start : start + AT_ONCE]
            )
            model._base_manager.bulk_update(list(rows), names)
    return len(ids)


def _factors_anew() -> int:
    """The secrets of second factors, which lie inside a JSON column of allauth's."""
    known, count = {name_of(key) for key in settings.FIELD_KEYS}, 0
    with transaction.atomic():
        for factor in Authenticator.objects.select_for_update().order_by("pk"):
            if any(_key_name(text) in known for text in _texts(factor.data)):
                factor.data = _anew(factor.data)
                factor.save(update_fields=["data"])
                count += 1
    return count


def _files_anew() -> int:
    """The files that rows name, each under its own name again once it is whole."""
    newest, count = name_of(settings.FIELD_KEYS[0]), 0
    for name, about in attachments.named():
        if attachments.key_name(name) not in {newest, b""}:
            content = attachments.read(name, about=about)
            with safely(attachments.path_of(name)) as file:
                file.write(attachments.sealed(content, name, about=about))
            count += 1
    return count


def _anew(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _anew(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_anew(inner) for inner in value]
    if isinstance(value, str) and _key_name(value) in {name_of(key) for key in settings.FIELD_KEYS}:
        return Factors().encrypt(Factors().decrypt(value))
    return value


def _key_name(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)[:NAME_BYTES]
    except binascii.Error:
        return b""


def drop_old_keys(home: Path) -> int:
    """Keep the newest key alone, if nothing needs the others. Says how many went."""
    if Parcel.objects.filter(is_packed=True).exists():
        raise Stop(
            "somebody's own data waits to be fetched, sealed with an older key. It is kept for "
            "two days: try again then."
        )
    newest, *older = settings.FIELD_KEYS
    left = [
        f"{model._meta.db_table}.{name}"
        for model, names in encrypted_columns()
        for name in names
        if _sealed_otherwise(model, name)
    ]
    names_of_older = {name_of(key) for key in older}
    factors = Authenticator.objects.values_list("data", flat=True)
    if any(_key_name(text) in names_of_older for data in factors for text in _texts(data)):
        left.append(Authenticator._meta.db_table)
    if any(attachments.key_name(name) in names_of_older for name, _about in attachments.named()):
        left.append("attachments")
    if left:
        raise Stop(
            f"{', '.join(left)} still holds values of an older key. "
            "Run amanah rotate-keys --re-encrypt first."
        )
    use([newest], home)
    return len(older)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _sealed_otherwise(model: Any, name: str) -> bool:
    """Whether a column holds a value that another key than the newest has sealed."""
    quote = connection.ops.quote_name
    column = quote(model._meta.get_field(name).column)
    newest = name_of(settings.FIELD_KEYS[0])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT substr({column}, 1, {NAME_BYTES}) "  # noqa: S608
            f"FROM {quote(model._meta.db_table)}"
        )
        return any(bytes(start or b"") not in {b"", newest} for (start,) in cursor.fetchall())
