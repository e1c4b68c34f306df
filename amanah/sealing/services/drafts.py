"""Drafts: one slot a field, sealed to whoever writes, overwritten each time."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.people.models import Person
from amanah.sealing import files
from amanah.sealing.models import Draft, Room
from amanah.sealing.services.rooms import locked
from amanah.sealing.services.words import MOST_BYTES, WordsRefused

SLOT = re.compile(r"[a-z0-9-]{1,60}")
MOST_SLOTS = 200


@transaction.atomic
def save_draft(room: Room, *, slot: str, file: bytes, by: Person, at: datetime) -> None:
    """Keep what somebody has begun to write; nothing takes it away."""
    locked(room)
    mine = Draft.objects.filter(room=room, person=by)
    if not file:
        mine.filter(slot=slot).delete()
        return
    is_one = SLOT.fullmatch(slot) and len(file) <= MOST_BYTES
    if not is_one or not files.is_sealed(file, files.TO_SELF):
        raise WordsRefused(_("These words are not sealed, or too long."))
    if mine.exclude(slot=slot).count() >= MOST_SLOTS:
        raise WordsRefused(_("There are too many drafts here. Finish one of them first."))
    mine.update_or_create(
        slot=slot, defaults={"file": file, "saved_at": at, "room": room, "person": by}
    )
