"""The mentors whom a mentee may find, in an order that favours nobody."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amanah.base.folding import fold
from amanah.matching.models import Request
from amanah.matching.queries.apart import kept_apart
from amanah.matching.queries.requests import MOST_OPEN, open_requests, standing
from amanah.mentoring import queries as mentoring
from amanah.programmes import queries as programmes
from amanah.programmes.models import Application, Cohort, Participant, Programme


@dataclass(frozen=True)
class Wanted:
    """What a mentee looks through the mentors for; empty: anything."""

    topic: str = ""
    language: str = ""
    setting: str = ""
    specialty: str = ""

    def fits(self, said: Application) -> bool:
        return (
            (not self.topic or self.topic in said.topics)
            and (not self.language or self.language in said.languages)
            and (not self.setting or self.setting in said.settings)
            and (fold(self.specialty.strip()) or "") in (fold(said.specialty) or "")
        )


@dataclass(frozen=True)
class Card:
    """A mentor as a mentee finds them, and the topics that both named."""

    said: Application
    shared: tuple[str, ...]

    @property
    def mentor(self) -> Participant:
        return self.said.participant


def search_in(cohort: Cohort, person: Any, *, at: datetime) -> Application | None:
    """What somebody sent as a mentee of a cohort in which they may look for a mentor."""
    found = programmes.searches_of(person, at=at)
    return next((one for one in found if one.participant.cohort_id == cohort.pk), None)


def has_mentor(cohort: Cohort, person: Any) -> bool:
    """Whether a mentee has all the mentors that a programme gives them: one, or several."""
    several = cohort.programme.form == Programme.Form.SEVERAL
    return not several and mentoring.mentorships_of_mentee(person, cohort).exists()


def may_ask_more(cohort: Cohort, person: Any, *, at: datetime) -> bool:
    """Whether a mentee may send one more: fewer than three wait, and they look for somebody."""
    if has_mentor(cohort, person):
        return False
    return open_requests(person, cohort, at=at).count() < MOST_OPEN


def cards_for(search: Application, *, at: datetime, wanted: Wanted = Wanted()) -> list[Card]:
    """Whom a mentee may find, in an order of their own that changes every day.

    Nobody stands before anybody because of what they said or how often they were asked.
    """
    cohort = search.participant.cohort
    today = cohort.programme.institution.day_of(at)
    found = [said for said in _open_to(search, at=at) if wanted.fits(said)]
    reader = f"{search.participant.person_id}:{today.isoformat()}"
    found.sort(key=lambda said: _lot(reader, said.participant_id))
    return [_card(search, said) for said in found]


def _open_to(search: Application, *, at: datetime) -> list[Application]:
    """Those mentors who can be found, have a place, and whom nothing keeps from this mentee."""
    cohort, person = search.participant.cohort, search.participant.person
    institution = cohort.programme.institution
    taken = mentoring.places_taken(cohort)
    asked = set(
        Request.objects.filter(cohort=cohort, mentee=person).values_list("mentor", flat=True)
    )
    free = [
        said
        for said in programmes.findable_mentors(cohort, today=institution.day_of(at))
        if taken.get(said.participant.person_id, 0) < said.participant.places
        and said.participant.person_id not in asked
    ]
    people = [said.participant.person for said in free]
    apart = kept_apart(person, people, cohort.programme, at=at)
    return [said for said in free if said.participant.person_id not in apart]


def _lot(reader: str, mentor: UUID) -> str:
    return hashlib.sha256(f"{reader}:{mentor}".encode()).hexdigest()


def _card(search: Application, said: Application) -> Card:
    shared: Sequence[str] = [one for one in said.topics if one in search.topics]
    return Card(said, tuple(shared))


def mentors_for(person: Any, *, at: datetime) -> QuerySet[Participant]:
    """The mentors whom a person may find, or has just asked. Who asks finds one through here."""
    found = [
        card.mentor.pk
        for search in programmes.searches_of(person, at=at)
        for card in cards_for(search, at=at)
    ]
    for asked in standing(at=at).filter(mentee=person):
        part = programmes.part_in(asked.cohort, asked.mentor)
        found += [part.pk] if part else []
    return Participant.objects.filter(pk__in=found).select_related(
        "person", "cohort__programme__institution"
    )


def has_asked(person: Any, mentor: Participant) -> bool:
    """Whether a mentee has asked this mentor, whatever became of it: once in a cohort."""
    return Request.objects.filter(
        cohort=mentor.cohort_id, mentee=person, mentor=mentor.person_id
    ).exists()


def application_shown(request: Request) -> Application | None:
    """What a mentee lets the mentor see of what they look for, as it stands now."""
    if not request.shows_application or request.mentee_id is None:
        return None
    return (
        programmes.applications_in_force()
        .filter(
            participant__cohort=request.cohort_id,
            participant__person=request.mentee_id,
            role=Application.Role.MENTEE,
        )
        .first()
    )


def card_of(mentor: Participant, search: Application) -> Card:
    """One mentor's card."""
    said = mentor.applications.select_related("participant__person").get(
        role=Application.Role.MENTOR
    )
    return _card(search, said)
