"""Who may look for a mentor themselves, and who lets themselves be found."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from amanah.people.models import Affiliation
from amanah.programmes.models import Application, Cohort, Participant, Programme

Role, State = Application.Role, Application.State


def applications_in_force() -> QuerySet[Application]:
    """What was sent by people who take part now and belong to the institution."""
    belongs = Affiliation.objects.filter(
        person=OuterRef("participant__person"),
        institution=OuterRef("participant__cohort__programme__institution"),
        until=None,
    )
    return Application.objects.filter(
        Exists(belongs),
        state=State.SUBMITTED,
        participant__left_at=None,
        participant__person__is_active=True,
        participant__person__joined_at__isnull=False,
    )


def searches_of(person: Any, *, at: datetime) -> list[Application]:
    """The applications as mentee with which somebody may look for a mentor themselves, now."""
    found = (
        applications_in_force()
        .filter(
            participant__person=person,
            role=Role.MENTEE,
            participant__cohort__programme__state=Programme.State.OPEN,
            participant__cohort__programme__mentees_may_ask=True,
        )
        .select_related("participant__cohort__programme__institution", "participant__person")
        .order_by("submitted_at", "pk")
    )
    return [one for one in found if not is_over(one.participant.cohort, at=at)]


def is_over(cohort: Cohort, *, at: datetime) -> bool:
    """Whether the last day of a cohort has passed, where its institution is."""
    return cohort.ends_on is not None and cohort.ends_on < cohort.programme.institution.day_of(at)


def cohorts_to_search(person: Any, *, at: datetime) -> QuerySet[Cohort]:
    """Where somebody may look for a mentor themselves. Every such page finds through here."""
    return Cohort.objects.filter(
        pk__in=[one.participant.cohort_id for one in searches_of(person, at=at)]
    ).select_related("programme__institution")


def findable_mentors(cohort: Cohort, *, today: date) -> QuerySet[Application]:
    """What those mentors of a cohort said who let mentees find them and are not away."""
    return (
        applications_in_force()
        .filter(
            Q(participant__away_until=None) | Q(participant__away_until__lt=today),
            participant__cohort=cohort,
            participant__as_mentor=True,
            participant__places__gt=0,
            role=Role.MENTOR,
            can_be_found=True,
        )
        .select_related("participant__person")
        .order_by("pk")
    )


def part_in(cohort: Cohort, person: Any) -> Participant | None:
    """A person's part in a cohort, if they take part now."""
    return Participant.objects.filter(cohort=cohort, person=person, left_at=None).first()
