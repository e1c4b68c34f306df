"""To whom a concern may go: never to a party, nor to somebody who stands over its author."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amanah.conflicts import queries as conflicts
from amanah.help import queries as help_
from amanah.institutions.models import Appointment, Institution
from amanah.mentoring.models import Membership, Mentorship
from amanah.people import queries as people
from amanah.people.models import Person
from amanah.sealing import queries as sealing

LEAD = Appointment.Role.SAFEGUARDING_LEAD


@dataclass(frozen=True)
class Lead:
    """A safeguarding lead who may be asked, and whether anything can be sealed to them yet."""

    person: Person
    has_lock: bool


def leads_for(
    author: Any,
    institution: Institution,
    *,
    mentorship: Mentorship | None,
    but: Iterable[UUID] = (),
    at: datetime,
) -> list[Lead]:
    """The leads of an institution who may be asked, by name.

    Left out without a word: everybody who is or was in the mentorship; whoever is near the author,
    as where they look for help; whoever stands over one of the members or is tied to them as far as
    staff know; and `but`. What the others say of their own ties is not asked: it must not be told
    by who is missing here.
    """
    parties = {author.pk, *_parties(mentorship)}
    out = {*parties, *help_.people_near(author, at=at), *but}
    leads = [one for one in _leads(institution, at=at) if one.pk not in out]
    tied = conflicts.pairs_ceased(
        institution,
        {(lead.pk, party) for lead in leads for party in parties},
        day=institution.day_of(at),
        co_authors=set(),
    )
    near = {lead for lead, _party in tied}
    return [Lead(one, sealing.has_lock(one)) for one in leads if one.pk not in near]


def known_leads(person: Any, *, at: datetime) -> list[Person]:
    """The leads of a person's institutions: their keys are pinned as a lock is made."""
    found: dict[UUID, Person] = {}
    for belonging in people.affiliations_of(person):
        for lead in _leads(belonging.institution, at=at):
            if lead.pk != person.pk:
                found.setdefault(lead.pk, lead)
    return list(found.values())


def _leads(institution: Institution, *, at: datetime) -> QuerySet[Person]:
    held = Appointment.objects.in_force(at).filter(
        institution=institution, role=LEAD, scope=None, person__is_active=True
    )
    return Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk")


def _parties(mentorship: Mentorship | None) -> set[UUID]:
    """Everybody who is in it, and who was."""
    if mentorship is None:
        return set()
    parts = Membership.objects.filter(mentorship=mentorship)
    return set(parts.values_list("person", flat=True))
