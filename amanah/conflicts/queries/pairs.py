"""Pairs that run although something stands between them by now, as far as staff know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from amanah.conflicts import hooks
from amanah.conflicts.hooks import Running
from amanah.conflicts.queries.wall import pairs_ceased
from amanah.institutions.models import Appointment, Institution
from amanah.institutions.queries import COORDINATING
from amanah.people.models import Person


@dataclass(frozen=True)
class Shown:
    """A pair that may need another look, by name."""

    about: UUID
    mentor: str
    mentee: str


def pairs_to_look_at(
    institution: Institution, *, day: date, at: datetime, people: set[UUID] | None = None
) -> list[Running]:
    """The pairs of a programme that run and would not be made on a day.

    By ties and posts alone: what one of them says of their own is not asked here.
    """
    running = [
        pair
        for tell in hooks.pairs
        for pair in tell(institution, people, at)
        if pair.programme is not None
    ]
    ceased = pairs_ceased(
        institution,
        {(pair.mentor, pair.mentee) for pair in running},
        co_authors={(pair.mentor, pair.mentee) for pair in running if pair.co_authors_may},
        day=day,
    )
    return [pair for pair in running if (pair.mentor, pair.mentee) in ceased]


def who_looks_at(
    institution: Institution, pairs: Sequence[Running], *, at: datetime
) -> list[tuple[Person, Running]]:
    """Who runs the programmes of these pairs, with the first that is theirs to look at.

    Whoever is in a pair does not look at it.
    """
    if not pairs:
        return []
    found: dict[Person, Running] = {}
    held = _running(institution, at=at).select_related("person").order_by("person", "pk")
    for appointment in held:
        for pair in pairs:
            if _may_look(appointment, pair):
                found.setdefault(appointment.person, pair)
                break
    return list(found.items())


def pairs_shown_to(person: Any, institution: Institution, *, at: datetime) -> list[Shown]:
    """What somebody who runs programmes here is to look at again; never a pair of their own."""
    held = list(_running(institution, at=at).filter(person=person))
    if not held:
        return []
    found = [
        pair
        for pair in pairs_to_look_at(institution, day=institution.day_of(at), at=at)
        if any(_may_look(one, pair) for one in held)
    ]
    ids = {one for pair in found for one in (pair.mentor, pair.mentee)}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    shown = [Shown(pair.about, names[pair.mentor], names[pair.mentee]) for pair in found]
    return sorted(shown, key=lambda one: (one.mentee, one.mentor, one.about))


def runs_something(person: Any, institution: Institution, *, at: datetime) -> bool:
    return _running(institution, at=at).filter(person=person).exists()


def _running(institution: Institution, *, at: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.in_force(at).filter(
        Q(role__in=COORDINATING), institution=institution, person__is_active=True
    )


def _may_look(held: Appointment, pair: Running) -> bool:
    is_party = held.person_id in (pair.mentor, pair.mentee)
    return held.scope in (None, pair.programme) and not is_party
