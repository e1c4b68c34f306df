from datetime import date, time
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.people.models import Person


def working_days() -> list[int]:
    """Monday to Friday, as Python counts them."""
    return [0, 1, 2, 3, 4]


class Notice(Model):
    """Something that a person is told, until they put it away or it no longer holds.

    It says what kind of thing it is and what it is about; the words are the kind's, so nothing
    that anybody wrote is in it. When somebody read it is stored nowhere. One that was put away is
    kept out of sight, so that the same event does not tell it anew.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    about = models.UUIDField(null=True, blank=True)
    # One notice an event and reader: told twice, it is there once.
    event = models.CharField(max_length=160, unique=True)
    # A day that its words name: the last day to answer, say.
    day = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    # After this it is of no use to anybody, and goes.
    over_at = models.DateTimeField(null=True, blank=True)
    # When a letter shall carry it; none where nothing is due, or no mail is wanted.
    due_at = models.DateTimeField(null=True, blank=True)
    # When it is mailed once more, if it still holds. One reminder a thing, at most.
    remind_at = models.DateTimeField(null=True, blank=True)
    is_reminded = models.BooleanField(default=False)
    is_put_away = models.BooleanField(default=False)
    # The last letter that carried it, by id.
    letter = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="notifications_notice_due",
                fields=["due_at", "person"],
                condition=models.Q(due_at__isnull=False),
            ),
        ]


class Preference(Model):
    """How a person wants to hear of one kind of thing. Where there is no row, the kind says."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DIGEST = "digest", _("In one letter a day")
        OFF = "off", _("No mail")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    mail = models.CharField(max_length=7, choices=Mail)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notifications_preference_once", fields=["person", "kind"])
        ]


class Rhythm(Model):
    """When mail may reach a person. Where there is no row, in working hours of working days."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="rhythm")
    # Monday is 0.
    days: models.JSONField[Any, Any] = models.JSONField(_("days"), default=working_days, blank=True)
    digest_at = models.TimeField(_("the letter of the day comes at"), default=time(8))
    quiet_from = models.TimeField(_("quiet from"), default=time(19))
    quiet_until = models.TimeField(_("quiet until"), default=time(7))
    # While on nights they sleep by day: the letter comes in the evening, and the day is quiet.
    nights_until = models.DateField(_("on nights until"), null=True, blank=True)
    # The first and the last day of a leave, on which nothing is mailed. Known to nobody else.
    away_from = models.DateField(_("on leave from"), null=True, blank=True)
    away_until = models.DateField(_("on leave until"), null=True, blank=True)
    is_stopped = models.BooleanField(_("no mail at all"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notifications_rhythm_leave_has_both_ends",
                condition=models.Q(away_from=None, away_until=None)
                | models.Q(away_from__isnull=False, away_until__gte=models.F("away_from")),
                violation_error_message=_("A leave cannot end before it begins."),
            ),
        ]

    def is_on_nights(self, day: date) -> bool:
        return self.nights_until is not None and day <= self.nights_until
