"""Who in a cohort has been written to, and who has come in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from amanah.base.models import Job
from amanah.programmes.models import Cohort, Participant

WRITING = "amanah.programmes.services.letters.write_letters"


@dataclass(frozen=True)
class Letters:
    """How many people of a cohort stand where."""

    to_invite: int
    to_tell: int
    invited: int
    joined: int

    @property
    def to_write(self) -> int:
        return self.to_invite + self.to_tell


def letters_to_write(cohort: Cohort) -> QuerySet[Participant]:
    """Whoever was put into a cohort and has not been told: by a list, or without an account."""
    listed = Q(person__joined_at=None) | Q(listings__isnull=False)
    return (
        _here(cohort)
        .filter(listed, letter_at=None)
        .select_related("person", "cohort__programme__institution")
        .distinct()
        .order_by("listed_at", "pk")
    )


def letters_of(cohort: Cohort) -> Letters:
    to_write = letters_to_write(cohort)
    to_invite = to_write.filter(person__joined_at=None).count()
    counted = _here(cohort).aggregate(
        invited=Count("pk", filter=Q(person__joined_at=None) & ~Q(letter_at=None)),
        joined=Count("pk", filter=~Q(person__joined_at=None)),
    )
    return Letters(
        to_invite=to_invite,
        to_tell=to_write.count() - to_invite,
        invited=counted["invited"],
        joined=counted["joined"],
    )


def not_yet_joined(cohort: Cohort) -> QuerySet[Participant]:
    """Whoever was written to and has not come in."""
    return (
        _here(cohort)
        .filter(person__joined_at=None)
        .exclude(letter_at=None)
        .select_related("person")
        .order_by("person__name", "pk")
    )


def is_sending(cohort: Cohort) -> bool:
    """Whether the worker is at it."""
    waiting = Job.objects.filter(work=WRITING, state=Job.State.READY)
    return any(job.values.get("cohort_id") == str(cohort.pk) for job in waiting)


def people_of(cohort: Cohort, *, but: Any) -> QuerySet[Participant]:
    """Everybody who takes part in a cohort; never the one who looks."""
    return _here(cohort).exclude(person=but).select_related("person").order_by("person__name", "pk")


def _here(cohort: Cohort) -> QuerySet[Participant]:
    return Participant.objects.filter(cohort=cohort, left_at=None, person__is_active=True)
