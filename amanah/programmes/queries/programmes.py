"""Questions about programmes, and who runs them."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from amanah.institutions.models import Appointment
from amanah.institutions.queries import COORDINATING
from amanah.programmes.models import Cohort, Participant, Programme


def programmes_run_by(person: Any, *, at: datetime) -> QuerySet[Programme]:
    """What a person coordinates: by an appointment to a programme, or to its institution.

    Every staff page about a programme finds it through here.
    """
    held = Appointment.objects.in_force(at).filter(person=person, role__in=COORDINATING)
    return (
        Programme.objects.filter(
            Q(institution__in=held.filter(scope=None).values("institution"))
            | Q(pk__in=held.exclude(scope=None).values("scope"))
        )
        .select_related("institution")
        .order_by("institution__name", "name", "pk")
    )


def cohorts_run_by(person: Any, *, at: datetime) -> QuerySet[Cohort]:
    """The cohorts of what a person coordinates."""
    return (
        Cohort.objects.filter(
            programme__in=programmes_run_by(person, at=at).order_by().values("pk")
        )
        .select_related("programme__institution")
        .order_by("programme__name", "begins_on", "pk")
    )


def participants_run_by(person: Any, *, at: datetime) -> QuerySet[Participant]:
    """Who takes part in what a person coordinates; never themselves."""
    return (
        Participant.objects.filter(cohort__in=cohorts_run_by(person, at=at).order_by().values("pk"))
        .exclude(person=person)
        .select_related("cohort__programme__institution", "person")
        .order_by("person__name", "pk")
    )


def participations_of(person: Any) -> QuerySet[Participant]:
    """Where a person takes part. Every member's page finds one through here."""
    return (
        Participant.objects.filter(person=person)
        .select_related("cohort__programme__institution")
        .order_by("listed_at", "pk")
    )
