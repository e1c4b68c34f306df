"""A mentee asks a mentor whom they found themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.people.models import Person
from amanah.programmes.models import Cohort


class Request(Model):
    """A mentee asks a mentor whom they found themselves, until a day that is named at once.

    Why one is closed is stored nowhere: a No, a day that came, a mentor without a place, somebody
    who left, are the same row. So nothing that reads it, and nobody, can tell them apart.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        CLOSED = "closed", _("Closed")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="requests")
    # None: whoever it was has been erased.
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Whether the mentor also sees what the mentee looks for, as their application has it now.
    shows_application = models.BooleanField(_("show what I look for"), default=False)
    asked_at = models.DateTimeField()
    # The last day, where the institution is, and the moment at which it ends.
    waits_until = models.DateField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matching_request_once",
                fields=["cohort", "mentee", "mentor"],
                violation_error_message=_("You have asked this mentor already."),
            ),
        ]
