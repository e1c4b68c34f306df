"""Somebody in a cohort."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.people.models import Person
from amanah.programmes.models.programme import Cohort


class Participant(Model):
    """A person in a cohort, as mentor, mentee, or both, with a number of places as mentor.

    Somebody who was put on the list by staff and has not joined the house yet is a participant
    too; their person has no `joined_at`.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    as_mentor = models.BooleanField(_("as mentor"), default=False)
    as_mentee = models.BooleanField(_("as mentee"), default=False)
    # How many mentees they would take at most.
    places = models.PositiveSmallIntegerField(_("places"), default=0)
    # On the wait-list, for want of places. Whoever waited in an earlier cohort comes first.
    waits_since = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField()
    # When staff sent the letter that tells them of it; None: no letter has gone.
    letter_at = models.DateTimeField(null=True, blank=True)
    # A mentor who is away comes back after this day.
    away_until = models.DateField(_("away until"), null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="programmes_participant_once",
                fields=["cohort", "person"],
                violation_error_message=_("This person is already in the cohort."),
            ),
            models.CheckConstraint(
                name="programmes_participant_has_a_part",
                condition=Q(as_mentor=True) | Q(as_mentee=True),
                violation_error_message=_("Say whether they take part as mentor, mentee or both."),
            ),
            models.CheckConstraint(
                name="programmes_participant_places_of_mentors",
                condition=Q(as_mentor=True) | Q(places=0),
                violation_error_message=_("Only a mentor has places."),
            ),
            models.CheckConstraint(
                name="programmes_participant_only_mentees_wait",
                condition=Q(as_mentee=True) | Q(waits_since=None),
                violation_error_message=_("Only a mentee can be on the wait-list."),
            ),
        ]
