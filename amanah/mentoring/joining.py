"""What this app brings over from a person's other account: their mentorships go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from amanah.mentoring.models import Invitation, Membership
from amanah.stewardship import hooks


def declare() -> None:
    models = ("mentoring.Membership", "mentoring.Invitation")
    hooks.joiner(hooks.Joiner("mentoring", offer, join, models))


def offer(other: Any, kept: Any, *, at: datetime) -> hooks.Offer:
    count = _coming(other, kept).filter(left_at=None).count()
    return hooks.Offer((_("Your mentorships go on"),) if count else ())


def join(other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]) -> None:
    """Nobody is their own mentor: where both accounts are in one mentorship, it ends."""
    _coming(other, kept).update(person=kept)
    Invitation.objects.filter(by=other).update(by=kept)


def _coming(other: Any, kept: Any) -> Any:
    mine = Membership.objects.filter(person=kept).values("mentorship")
    return Membership.objects.filter(person=other).exclude(mentorship__in=mine)
