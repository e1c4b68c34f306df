"""What a person takes along: packed, kept sealed for two days, fetched once."""

import base64
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.fields import decrypt, encrypt
from amanah.base.later import background, every, later
from amanah.base.refusal import Refused
from amanah.stewardship import hooks, ledger, packing
from amanah.stewardship.models import Parcel

KEPT_FOR = timedelta(days=2)


class CannotFetch(Refused):
    code = "stewardship.cannot_fetch"


@transaction.atomic
def ask_for_parcel(person: Any, *, by: Any, at: datetime) -> Parcel:
    """Pack what a person takes along; whatever was packed before is thrown away.

    Tables alone are packed at once. With files of theirs it is left to the worker.
    """
    discard_parcel(person)
    parcel = Parcel.objects.create(person=person, asked_at=at, expires_at=at + KEPT_FOR)
    ledger.record("stewardship.parcel_asked", about=person, subject=person, by=by, at=at)
    if any(_has_files(part, person) for part in hooks.exports.values()):
        later(pack_parcel, parcel_id=str(parcel.pk))
    else:
        pack_parcel(parcel_id=str(parcel.pk))
    return parcel


def _has_files(part: hooks.Export, person: Any) -> bool:
    return part.files is not None and next(iter(part.files(person)), None) is not None


@background
@transaction.atomic
def pack_parcel(*, parcel_id: str) -> None:
    """Gather everything a person takes along and keep it sealed until it is fetched."""
    parcel = Parcel.objects.select_for_update().filter(pk=parcel_id).first()
    if parcel is None:
        return
    content = packing.pack(parcel.person, at=parcel.asked_at)
    sealed = encrypt(base64.b85encode(content).decode(), about=_about(parcel))
    path = _path(parcel)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
    parcel.is_packed = True
    parcel.save(update_fields=["is_packed"])


@transaction.atomic
def fetch_parcel(parcel: Parcel, *, by: Any, at: datetime) -> bytes:
    """Hand a parcel, as a zip file, to the person it belongs to. It can be fetched once.

    Raises `CannotFetch` when it is not packed, no longer there, or not theirs.
    """
    found = Parcel.objects.select_for_update().filter(pk=parcel.pk, person=by).first()
    if found is None or found.expires_at <= at:
        raise CannotFetch(_("This file has been fetched or its day has passed. Ask for a new one."))
    if not found.is_packed:
        raise CannotFetch(_("Your file is still being put together. Try again in a minute."))
    try:
        sealed = _path(found).read_bytes()
    except FileNotFoundError as cause:
        raise CannotFetch(_("This file is no longer there. Ask for a new one.")) from cause
    content = base64.b85decode(decrypt(sealed, about=_about(found)))
    discard_parcel(by)
    ledger.record("stewardship.parcel_fetched", about=by, subject=by, by=by, at=at)
    return content


@transaction.atomic
def copy_for_somebody_else(person: Any, *, at: datetime) -> bytes:
    """Everything that is kept about a person, for the operator to hand over; it is in the ledger.

    Only where the account is closed: its owner has died, or has no other way to come to it.
    Raises `CannotFetch` where they can fetch it themselves.
    """
    if person.is_active or person.erased_at:
        raise CannotFetch(_("Only of a closed account. Its owner can fetch it themselves."))
    ledger.record("stewardship.copy_handed_over", about=person, subject=person, by=None, at=at)
    return packing.pack(person, at=at)


@every(timedelta(hours=1))
def discard_old_parcels(*, at: datetime) -> None:
    """Throw away what nobody fetched in time."""
    for parcel in list(Parcel.objects.filter(expires_at__lte=at)):
        discard_parcel(parcel.person)


def discard_parcel(person: Any) -> None:
    """Throw away what waits for a person, if anything does."""
    for parcel in Parcel.objects.filter(person=person):
        _path(parcel).unlink(missing_ok=True)
        parcel.delete()


def _path(parcel: Parcel) -> Path:
    return Path(settings.HOME, "parcels", f"{parcel.pk}.sealed")


def _about(parcel: Parcel) -> str:
    return f"stewardship.parcel.{parcel.pk}"
