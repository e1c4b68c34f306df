"""Backing up: a moment of the database, the attachments, and who was erased; into one file."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings

from amanah import __version__
from amanah.base import keys
from amanah.operations import installation
from amanah.operations.archive import form, snapshot
from amanah.operations.archive.writer import Writer
from amanah.operations.files import safely
from amanah.operations.stop import Stop
from amanah.stewardship import erasure_log


def back_up(target: Path, *, at: datetime, keys_to: str = "") -> form.Manifest:
    """Write an archive of the installation to a file. Everybody goes on working meanwhile.

    `keys_to` is an age recipient to whom the keys are encrypted; without one they stay out.
    """
    recipient = recipient_of(keys_to) if keys_to else None
    refuse_target(target)
    home = Path(settings.HOME)
    if not installation.exists():
        raise Stop(installation.missing())
    with safely(target) as file, snapshot.take(home) as moment:
        heads = moment.heads()
        manifest = form.Manifest(
            amanah=__version__,
            made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
            database=moment.database,
            heads=[list(head) for head in heads],
            ledgers=moment.ledgers(),
        )
        writer = Writer(file, manifest)
        for model in snapshot.models_at(heads):
            writer.add_table(model, moment)
        writer.add_attachments(Path(settings.MEDIA_ROOT))
        _add_erasures(writer, home)
        if recipient:
            writer.add(form.KEYS, io.BytesIO(_sealed_keys(recipient)))
        writer.close(settings.FIELD_KEYS[0])
    return manifest


def refuse_target(target: Path) -> None:
    if target.exists():
        raise Stop(f"{target} is there already. Give the backup another name.")
    if not target.parent.is_dir():
        raise Stop(f"the folder {target.parent} is not there. Make it first.")


def recipient_of(text: str) -> Any:
    """An age recipient from how it is written."""
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as cause:
        raise Stop(
            f"{text!r} is not an age recipient. It begins with age1; make one with age-keygen and "
            "keep the other half away from this machine."
        ) from cause


def _add_erasures(writer: Writer, home: Path) -> None:
    path = home / erasure_log.NAME
    if path.exists():
        writer.add(form.ERASURES, io.BytesIO(path.read_bytes()))


def _sealed_keys(recipient: Any) -> bytes:
    held = {
        keys.SIGNING: settings.SECRET_KEY + "\n",
        keys.FIELDS: "".join(key.hex() + "\n" for key in settings.FIELD_KEYS),
    }
    return bytes(pyrage.encrypt(json.dumps(held).encode(), [recipient]))
