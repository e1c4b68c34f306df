"""Who in a cohort has been written to, and who has come in."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from amanah.base.folding import Folded, fold
from amanah.base.models import Job
from amanah.people.models import Affiliation, Stop
from amanah.programmes.models import Cohort, Participant
from amanah.programmes.queries.parts import known_to_staff

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
    return (
        _here(cohort)
        .filter(Q(person__joined_at=None) | Q(listings__isnull=False), letter_at=None)
        .distinct()
        .order_by("listed_at", "pk")
    )


def letters_of(cohort: Cohort) -> Letters:
    to_write = letters_to_write(cohort)
    to_invite = to_write.exclude(pk__in=_here(cohort).filter(is_member=True).values("pk")).count()
    counted = _here(cohort).aggregate(
        invited=Count("pk", filter=Q(is_member=False) & ~Q(letter_at=None)),
        joined=Count("pk", filter=Q(is_member=True)),
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
        .filter(is_member=False)
        .exclude(letter_at=None)
        .prefetch_related("listings")
        .order_by("person__email", "pk")
    )


def is_sending(cohort: Cohort) -> bool:
    """Whether the worker is at it."""
    waiting = Job.objects.filter(work=WRITING, state=Job.State.READY)
    return any(job.values.get("cohort_id") == str(cohort.pk) for job in waiting)


def people_of(cohort: Cohort, *, but: Any) -> QuerySet[Any]:
    """Everybody who takes part in a cohort; never the one who looks."""
    found = _here(cohort).exclude(person=but).prefetch_related("listings")
    return found.order_by("person__email", "pk")


def parts_in(cohort: Cohort) -> QuerySet[Any]:
    """Everybody who takes part in a cohort, as `name_of` takes them."""
    return _here(cohort).prefetch_related("listings").order_by("pk")


def members_of(cohort: Cohort) -> QuerySet[Any]:
    """Those of them who have joined, and belong to the institution."""
    return _here(cohort).filter(is_member=True)


def people_found(cohort: Cohort, *, but: Any, search: str = "") -> QuerySet[Participant]:
    """Those of them whose name or address has these words; a name only where staff know it."""
    found = people_of(cohort, but=but).annotate(folded_name=Folded("person__name"))
    is_known = Q(is_member=True) | Q(person__joined_at=None)
    for word in (fold(search) or "").split():
        found = found.filter(
            (Q(folded_name__contains=word) & is_known) | Q(person__email__icontains=word)
        )
    return found


def has_come_in(participant: Participant) -> bool:
    """Whether somebody in a cohort has joined, and belongs to its institution."""
    return _here(participant.cohort).filter(pk=participant.pk, is_member=True).exists()


def name_of(participant: Any) -> str:
    """What staff call somebody: as the list does, until they belong to the institution.

    So a list tells nobody whether an address has an account elsewhere, and under which name.
    """
    person = participant.person
    if person.joined_at is None or participant.is_member:
        return person.name
    said = [json.loads(listing.said or "{}") for listing in participant.listings.all()]
    return next((one["name"] for one in said if one.get("name")), person.email)


def _here(cohort: Cohort) -> QuerySet[Any]:
    """Whoever takes part now, and whether they have joined and belong to the institution."""
    belongs = Affiliation.objects.filter(
        person=OuterRef("person"),
        institution=cohort.programme.institution_id,
        until=None,
        person__joined_at__isnull=False,
    )
    here = Participant.objects.filter(cohort=cohort, left_at=None, person__is_active=True)
    ended = Stop.objects.filter(institution=cohort.programme.institution_id, lifted_at=None)
    here = here.exclude(person__in=ended.values("person"))
    return (
        known_to_staff(here)
        .annotate(is_member=Exists(belongs))
        .select_related("person", "cohort__programme__institution")
    )
