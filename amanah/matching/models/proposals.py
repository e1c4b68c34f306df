"""A proposal: people are asked whether they want to walk together, until a day that is named."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.matching.models.runs import Run
from amanah.mentoring.models import Membership, Mentorship
from amanah.people.models import Person
from amanah.programmes.models import Cohort


class Proposal(Model):
    """People whom somebody who coordinates asks to begin a mentorship, each for themselves.

    Why one is closed is stored nowhere: a No, a day that came, places that are taken, somebody
    who left, are the same row. So nobody, and nothing that reads it, can tell them apart.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        CLOSED = "closed", _("Closed")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="proposals")
    # None: it was made by hand, or its run is gone.
    run = models.ForeignKey(Run, models.SET_NULL, related_name="+", null=True, blank=True)
    form = models.CharField(max_length=8, choices=Mentorship.Form, default=Mentorship.Form.PAIR)
    # What they have in common, as on the board: [[part of fit, [items]]]; told to all of them.
    carried: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    # They had agreed among themselves before: it changes the sentence that they read, no more.
    is_agreed = models.BooleanField(_("they have agreed already"), default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField()
    # The last day, where the institution is, and the moment at which it ends.
    waits_until = models.DateField()
    expires_at = models.DateTimeField(db_index=True)
    mentorship = models.OneToOneField(
        Mentorship, models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matching_proposal_only_accepted_begins",
                condition=Q(mentorship=None) | Q(state="accepted"),
            ),
        ]


class Asked(Model):
    """Somebody who is asked by a proposal, and as what.

    Once it has begun, only those who are in it have said yes; once it is closed, nobody has: so
    what is kept of it tells of nobody what they answered.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="asked")
    # None: whoever it was has been erased.
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    role = models.CharField(max_length=6, choices=Membership.Role)
    # The named role of a mentor, where a mentee has several.
    named_role = models.CharField(max_length=60, blank=True)
    # Told to nobody but this person until all have said yes.
    said_yes_at = models.DateTimeField(null=True, blank=True)
    # No longer in a group or a circle that still waits: they said no, or they left.
    is_out = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="matching_asked_once", fields=["proposal", "person"]),
            models.CheckConstraint(
                name="matching_asked_nobody_out_says_yes",
                condition=Q(is_out=False) | Q(said_yes_at=None),
            ),
        ]
