"""What this app brings over from a person's other account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amanah.notifications.models import Notice, Preference, Rhythm
from amanah.stewardship import hooks


def declare() -> None:
    models = ("notifications.Notice", "notifications.Preference", "notifications.Rhythm")
    hooks.joiner(hooks.Joiner("notifications", offer, join, models))


def offer(other: Any, kept: Any, *, at: datetime) -> hooks.Offer:
    return hooks.Offer()


def join(other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]) -> None:
    """What they were told, and how they like it where the account that is kept does not say."""
    Notice.objects.filter(person=other).update(person=kept)
    said = set(Preference.objects.filter(person=kept).values_list("kind", flat=True))
    Preference.objects.filter(person=other).exclude(kind__in=said).update(person=kept)
    if not Rhythm.objects.filter(person=kept).exists():
        Rhythm.objects.filter(person=other).update(person=kept)
