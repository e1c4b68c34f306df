"""A letter that those who run a cohort write to its people."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.people.models import Person
from amanah.programmes.models.participant import Participant
from amanah.programmes.models.programme import Cohort


class CohortLetter(Model):
    """Ordinary mail to everybody in a cohort, or to some: it holds nothing private of anybody.

    A draft is its author's; once sent, it is read by those who coordinate and by those it went to.
    """

    class To(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody in the cohort")
        MENTORS = "mentors", _("Its mentors")
        MENTEES = "mentees", _("Its mentees")
        NOT_SENT = "not_sent", _("Those who have not sent an application")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        GOING = "going", _("On its way")
        SENT = "sent", _("Sent")
        STOPPED = "stopped", _("Stopped")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="cohort_letters")
    # None where whoever wrote it was erased.
    by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    to = models.CharField(_("to whom"), max_length=9, choices=To, default=To.EVERYBODY)
    subject = EncryptedTextField(_("subject"), max_length=120)
    text = EncryptedTextField(_("text"), max_length=5000)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    # How many it is for. How many of them take letters is told to nobody.
    people = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programmes_cohortletter_sent_is_dated",
                condition=Q(state="draft", sent_at=None)
                | (~Q(state="draft") & Q(sent_at__isnull=False)),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programmes:cohort_letter", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Recipient(Model):
    """Somebody whom a letter to a cohort is for: it stands on their page, once."""

    letter = models.ForeignKey(CohortLetter, models.CASCADE, related_name="recipients")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="programmes_recipient_once", fields=["letter", "participant"]
            ),
        ]
