"""What this app owes a person: what they were told and how they like it, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.notifications import joining
from amanah.notifications.models import Notice, Preference, Rhythm
from amanah.stewardship import events, hooks

TOLD = (
    "kind",
    "about",
    "day",
    "made_at",
    "over_at",
    "due_at",
    "remind_at",
    "is_reminded",
    "is_put_away",
)
RHYTHM = (
    "days",
    "digest_at",
    "quiet_from",
    "quiet_until",
    "nights_until",
    "away_from",
    "away_until",
    "is_stopped",
)
OURS = (
    "notifications.Notice",
    "notifications.Preference",
    "notifications.Rhythm",
)


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    joining.declare()
    for part in (
        hooks.Export("notices", _("what you were told here"), TOLD, _told, OURS[:1]),
        hooks.Export(
            "mail-of-each-kind",
            _("how you like to hear of things"),
            ("kind", "mail"),
            _ways,
            OURS[1:2],
        ),
        hooks.Export("mail-hours", _("when mail may reach you"), RHYTHM, _hours, OURS[2:]),
    ):
        hooks.export(part)
    hooks.erasure(hooks.Erasure("notifications", forget, OURS))
    events.by_member("notifications.mail_stopped", _("Stopped letters by the link in one"))


def forget(person: Any, *, at: datetime) -> None:
    """Delete what a person was told, and how they like to hear of things."""
    for model in (Notice, Preference, Rhythm):
        model._default_manager.filter(person=person).delete()


def _told(person: Any) -> Iterable[hooks.Row]:
    return Notice.objects.filter(person=person).order_by("made_at", "pk").values_list(*TOLD)


def _ways(person: Any) -> Iterable[hooks.Row]:
    return Preference.objects.filter(person=person).order_by("kind").values_list("kind", "mail")


def _hours(person: Any) -> Iterable[hooks.Row]:
    return Rhythm.objects.filter(person=person).values_list(*RHYTHM)
