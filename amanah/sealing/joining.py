"""What this app brings over from a person's other account: nothing, since nobody here can.

Words are sealed to keys that only their owner has, and name who wrote them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from amanah.sealing.models import Identity, Member
from amanah.stewardship import hooks


def declare() -> None:
    hooks.joiner(hooks.Joiner("sealing", offer, join, ("sealing.Member",)))
    for model in (
        "Identity",
        "Way",
        "Pins",
        "Opening",
        "Room",
        "Epoch",
        "Grant",
        "Words",
        "Draft",
        "Attachment",
    ):
        hooks.keep_from_joining(f"sealing.{model}", "It is of a lock that only its owner opens.")


def offer(other: Any, kept: Any, *, at: datetime) -> hooks.Offer:
    if not Identity.objects.filter(person=other).exists():
        return hooks.Offer()
    said = _(
        "The lock of the other account does not come over: what it keeps closed, notes to yourself "
        "above all, cannot be read from here. Take a copy of it first, or ask whoever you wrote "
        "with to open the history to you."
    )
    return hooks.Offer((said,))


def join(other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]) -> None:
    """Whoever was in a room is in it under the account that stays."""
    theirs = Member.objects.filter(person=other, left_at=None, room__owner=None)
    here = Member.objects.filter(person=kept, left_at=None).values("room")
    theirs.filter(room__in=here).update(left_at=at)
    for part in theirs.exclude(room__in=here):
        Member.objects.create(room=part.room, person=kept, joined_at=at)
        part.left_at = at
        part.save(update_fields=["left_at"])
