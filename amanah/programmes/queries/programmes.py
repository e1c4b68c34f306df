"""Questions about programmes, and who runs them."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from amanah.institutions.models import Appointment, Institution
from amanah.institutions.queries import COORDINATING, roles_of
from amanah.people.models import Affiliation, Person
from amanah.programmes.models import Cohort, Participant, Programme
from amanah.programmes.queries.parts import known_to_staff


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


def cohorts_of_open_programmes() -> QuerySet[Cohort]:
    """Every cohort of a programme that is open."""
    return (
        Cohort.objects.filter(programme__state=Programme.State.OPEN)
        .select_related("programme__institution")
        .order_by("programme", "pk")
    )


def participants_run_by(person: Any, *, at: datetime) -> QuerySet[Participant]:
    """Who takes part in what a person coordinates, as far as staff know; never themselves."""
    here = Participant.objects.filter(
        cohort__in=cohorts_run_by(person, at=at).order_by().values("pk")
    )
    return (
        known_to_staff(here)
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


def programmes_listed_for(
    person: Any, institution: Institution, *, at: datetime
) -> QuerySet[Programme]:
    """What stands in the list of an institution: all of it for its admins, else what one runs."""
    here = Programme.objects.filter(institution=institution)
    if Appointment.Role.ADMIN not in roles_of(person, institution, at=at):
        here = here.filter(pk__in=programmes_run_by(person, at=at).order_by().values("pk"))
    running = _running(institution, at=at)
    return here.annotate(
        cohort_count=Count("cohorts"),
        is_run=Exists(running.filter(Q(scope=None) | Q(scope=OuterRef("pk")))),
    ).order_by("state", "name", "pk")


def _running(institution: Any, *, at: datetime) -> QuerySet[Appointment]:
    """Who coordinates something in an institution: the whole of it, or one programme."""
    return Appointment.objects.in_force(at).filter(
        institution=institution, role__in=COORDINATING, person__is_active=True
    )


def who_runs(programme: Programme, *, at: datetime) -> list[Person]:
    """The coordinators and deputies in force, of the programme or of the whole institution."""
    held = _running(programme.institution_id, at=at).filter(Q(scope=None) | Q(scope=programme.pk))
    running = Person.objects.filter(pk__in=held.values("person"))
    return list(running.order_by("name", "pk"))


def open_programmes() -> QuerySet[Programme]:
    """Every programme that people can take part in now, in every institution."""
    return (
        Programme.objects.filter(state=Programme.State.OPEN)
        .select_related("institution")
        .order_by("institution", "pk")
    )


def who_appoints(programme: Programme, *, at: datetime) -> list[Person]:
    """The admins of its institution: they can appoint somebody to run it."""
    admins = Appointment.objects.in_force(at).filter(
        institution=programme.institution_id, role=Appointment.Role.ADMIN, scope=None
    )
    people = Person.objects.filter(pk__in=admins.values("person"), is_active=True)
    return list(people.order_by("pk"))


def last_gone(programme: Programme, *, at: datetime) -> str:
    """When somebody last ceased to run a programme, as far as appointments tell; empty: never."""
    over = (
        Appointment.objects.filter(
            Q(scope=None) | Q(scope=programme.pk),
            institution=programme.institution_id,
            role__in=COORDINATING,
            ends_at__lte=at,
        )
        .order_by("-ends_at", "pk")
        .first()
    )
    return over.ends_at.isoformat() if over and over.ends_at else ""


def run_by_alone(person: Any, *, at: datetime) -> list[Programme]:
    """The open programmes that a person runs and nobody else does."""
    run = programmes_run_by(person, at=at).filter(state=Programme.State.OPEN)
    return [one for one in run if who_runs(one, at=at) == [person]]


def cohorts_of(programme: Programme) -> QuerySet[Cohort]:
    """The cohorts of a programme, with how many take part and how many have not come in."""
    belongs = Affiliation.objects.filter(
        person=OuterRef("person"),
        institution=programme.institution_id,
        until=None,
        person__joined_at__isnull=False,
    )
    here = known_to_staff(
        Participant.objects.filter(cohort=OuterRef("pk"), left_at=None, person__is_active=True)
    )
    return (
        Cohort.objects.filter(programme=programme)
        .annotate(
            mentors=_how_many(here.filter(is_mentor=True)),
            mentees=_how_many(here.filter(is_mentee=True)),
            not_in=_how_many(here.exclude(Exists(belongs))),
        )
        .order_by("begins_on", "name", "pk")
    )


def _how_many(participants: QuerySet[Any]) -> Coalesce:
    counted = participants.order_by().values("cohort").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def member_at(institution: Institution, address: str) -> Person | None:
    """The member of an institution who has this address."""
    return Person.objects.filter(
        email__iexact=address,
        is_active=True,
        joined_at__isnull=False,
        affiliations__institution=institution,
        affiliations__until=None,
    ).first()
