"""Files that people hand in: encrypted at rest, under random names, one file each.

A row names its file in an `AttachmentField`. A file is written before its row is, and goes once
the row has gone, so one that no row names is rubbish: swept an hour later. They lie below
`MEDIA_ROOT`, which no address leads to.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from amanah.base.fields import NAME_BYTES, decrypt_bytes, encrypt_bytes

NAME = re.compile(r"([0-9a-f]{32})\.sealed")
# Longer than any request takes: until then a file may still get its row.
SPARE = timedelta(hours=1)


class NotThere(Exception):
    """The file that a row names is not in the store."""


class AttachmentField(models.UUIDField[Any, Any]):
    """A column that names a file in the store, or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @property
    def about(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"


def keep(content: bytes, *, about: str) -> UUID:
    """Put a file into the store, on the disk when this returns, and say what it is called there.

    `about` says in which column it is named; the file opens from nowhere else. The caller writes
    the row that names it.
    """
    name = uuid4()
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sealed(content, name, about=about))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    _sync(path.parent)
    return name


@contextmanager
def keeping() -> Iterator[Callable[..., UUID]]:
    """Keep files for rows that are written in this block; if it fails, none of them stays."""
    kept: list[UUID] = []

    def keep_one(content: bytes, *, about: str) -> UUID:
        kept.append(keep(content, about=about))
        return kept[-1]

    try:
        yield keep_one
    except BaseException:
        for name in kept:
            path_of(name).unlink(missing_ok=True)
        raise


def read(name: UUID, *, about: str) -> bytes:
    """The content of a file. `NotThere` if it is gone, `CannotDecrypt` if it is not as it was."""
    try:
        content = path_of(name).read_bytes()
    except FileNotFoundError as cause:
        raise NotThere(f"a file of {about} is not in the store") from cause
    return decrypt_bytes(content, about=_about(name, about))


def discard(names: Iterable[UUID | None]) -> None:
    """Remove files, once it is certain that the rows that named them are gone."""
    for name in names:
        if name:
            # Where that fails it is swept.
            transaction.on_commit(partial(path_of(name).unlink, missing_ok=True), robust=True)


def sealed(content: bytes, name: UUID, *, about: str) -> bytes:
    """A file as it is stored: bound to its name and column, so it cannot stand for another."""
    return encrypt_bytes(content, about=_about(name, about))


def key_name(name: UUID) -> bytes:
    """The name of the key that a file is encrypted with; no bytes if there is no such file."""
    try:
        with path_of(name).open("rb") as file:
            return file.read(NAME_BYTES)
    except FileNotFoundError:
        return b""


def named() -> Iterator[tuple[UUID, str]]:
    """Every file that a row names, and in which column."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, AttachmentField):
                rows = model._base_manager.exclude(**{field.name: None})
                for name in rows.values_list(field.name, flat=True).iterator():
                    yield name, field.about


def unnamed(*, at: datetime) -> list[Path]:
    """Files that no row names and that have been there for a while."""
    old = [(name, path) for name, path in _stored() if _written(path) <= at - SPARE]
    wanted = {name for name, _about in named()} if old else set()
    return [path for name, path in old if name not in wanted]


def path_of(name: UUID) -> Path:
    return Path(settings.MEDIA_ROOT, f"{name.hex}.sealed")


def _about(name: UUID, about: str) -> str:
    return f"attachment/{about}/{name.hex}"


def _stored() -> Iterator[tuple[UUID, Path]]:
    for path in sorted(Path(settings.MEDIA_ROOT).glob("*.sealed")):
        if match := NAME.fullmatch(path.name):
            yield UUID(match[1]), path


def _written(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
