"""Questions about wait-lists: who waits, in which order, and who waited before."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amanah.programmes.models import Cohort, Participant, Programme
from amanah.programmes.queries.applications import takes_applications
from amanah.programmes.queries.parts import known_to_staff

# A programme copied from a copy of a copy, year by year; no institution is that old.
MOST_COPIES = 50


def times_waited(cohort: Cohort, people: Iterable[UUID]) -> Counter[UUID]:
    """How often each of these people waited without an end in the programme's other cohorts.

    The programmes that it was copied from, one after another, count as the same one.
    """
    waited = (
        _waiting()
        .filter(cohort__programme__in=_line_of(cohort.programme), person__in=list(people))
        .exclude(cohort=cohort)
    )
    return Counter(waited.values_list("person", flat=True))


def waiting_in(cohort: Cohort) -> list[Participant]:
    """Who waits in a cohort, the next one first: by how often before, then by how long now."""
    waiting = list(
        known_to_staff(_waiting().filter(cohort=cohort))
        .filter(is_mentee=True)
        .select_related("person", "cohort__programme__institution")
        .prefetch_related("listings")
    )
    before = times_waited(cohort, [one.person_id for one in waiting])
    for one in waiting:
        one.times_before = before[one.person_id]
    return sorted(waiting, key=lambda one: (-one.times_before, one.waits_since, one.pk))


def mentees_of(cohort: Cohort) -> QuerySet[Any]:
    """Who takes part in a cohort as a mentee, as far as staff know."""
    here = Participant.objects.filter(cohort=cohort, left_at=None)
    return (
        known_to_staff(here)
        .filter(is_mentee=True)
        .select_related("person", "cohort__programme__institution")
    )


def place_on_wait_list(participant: Participant) -> int:
    """Somebody's own place on the wait-list, from 1; 0 for who does not wait."""
    order = [one.pk for one in waiting_in(participant.cohort)]
    return order.index(participant.pk) + 1 if participant.pk in order else 0


def waits_of(person: Any) -> QuerySet[Any]:
    """Where a person is on a wait-list now."""
    return (
        _waiting()
        .filter(person=person, cohort__programme__state=Programme.State.OPEN)
        .select_related("cohort__programme__institution")
        .order_by("waits_since", "pk")
    )


def still_waits(participant_id: UUID) -> bool:
    return (
        _waiting().filter(pk=participant_id, cohort__programme__state=Programme.State.OPEN).exists()
    )


def open_again_for(person: Any, cohort_id: UUID, *, at: datetime) -> bool:
    """Whether a cohort takes applications and somebody who waited before is not in it yet."""
    cohort = Cohort.objects.select_related("programme__institution").filter(pk=cohort_id).first()
    if cohort is None or not takes_applications(cohort, at=at):
        return False
    is_in = Participant.objects.filter(cohort=cohort, person=person, left_at=None).exists()
    return not is_in and times_waited(cohort, [person.pk])[person.pk] > 0


def who_waited_before(cohort: Cohort) -> QuerySet[Participant]:
    """Who waited in the programme's other cohorts, has an account, and is not in this one."""
    return (
        _waiting()
        .filter(
            cohort__programme__in=_line_of(cohort.programme),
            person__joined_at__isnull=False,
            person__affiliations__institution=cohort.programme.institution_id,
            person__affiliations__until=None,
        )
        .exclude(cohort=cohort)
        .exclude(person__participations__in=Participant.objects.filter(cohort=cohort))
        .select_related("person")
        .order_by("waits_since", "pk")
        .distinct()
    )


def _waiting() -> QuerySet[Any]:
    return Participant.objects.filter(
        waits_since__isnull=False, left_at=None, person__is_active=True
    )


def _line_of(programme: Programme) -> list[UUID]:
    """A programme, the one it was copied from, the one that was copied from, and so on."""
    line = [programme.pk]
    before = programme.copied_from_id
    while before and before not in line and len(line) < MOST_COPIES:
        line.append(before)
        before = Programme.objects.values_list("copied_from", flat=True).get(pk=before)
    return line
