"""Mentorships, who is in them, and invitations to begin one between two people."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.institutions.models import Institution
from amanah.people.models import Person
from amanah.programmes.models import Cohort


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def with_member(self, person: Person) -> Self:
        return self.filter(memberships__person=person, memberships__left_at=None)


class Mentorship(Model):
    """People who have agreed to walk together: a pair, a group or a circle of peers.

    An informal mentorship has no cohort; everything private in it works the same.
    """

    class Form(models.TextChoices):
        PAIR = "pair", _("Pair")
        GROUP = "group", _("Group")
        CIRCLE = "circle", _("Circle of peers")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        CLOSED = "closed", _("Closed")

    class Phase(models.TextChoices):
        STARTING = "starting", _("Starting")
        WORKING = "working", _("Working")
        CLOSING = "closing", _("Closing")
        AFTER = "after", _("After")

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="mentorships", null=True, blank=True
    )
    # Where its members' words are. By name: nobody but the courier looks into it.
    room = models.OneToOneField(
        "sealing.Room", models.SET_NULL, related_name="+", null=True, blank=True
    )
    form = models.CharField(max_length=8, choices=Form, default=Form.PAIR)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    # Declared by its members, suggested by dates, never inferred from what they do.
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.STARTING)
    phase_since = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # The last day on which what was written in it is kept, named as it is closed; and when it went.
    keep_until = models.DateField(null=True, blank=True, db_index=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mentoring_mentorship_close_is_dated",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="mentoring_mentorship_only_what_is_closed_goes",
                condition=Q(state="closed") | Q(keep_until=None, emptied_at=None),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("mentoring:mentorship", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE


class Membership(Model):
    """One person's part in a mentorship."""

    class Role(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MENTEE = "mentee", _("Mentee")
        PEER = "peer", _("Peer")

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role)
    # The named role of a mentor, where a mentee has several.
    named_role = models.CharField(max_length=60, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mentoring_membership_once",
                fields=["mentorship", "person"],
                condition=Q(left_at=None),
                violation_error_message=_("This person is already a member."),
            ),
        ]


class Invitation(Model):
    """Somebody asks one other person to be their mentor or mentee, with no programme around it.

    It carries a secret of which we keep the hash. One that was turned down waits on, as far as
    whoever sent it is shown, until its day: so nobody learns that somebody said no.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # What the invited person would be.
    role = models.CharField(
        _("as what"), max_length=6, choices=Membership.Role.choices[:2], default="mentor"
    )
    # Where the letter goes; empty where the link is handed over.
    address = EncryptedTextField(max_length=254)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    turned_down_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    @property
    def last_day(self) -> date:
        """The last day on which it opens."""
        return self.institution.day_of(self.expires_at - timedelta(microseconds=1))
