"""Who may look for a mentor themselves, who lets themselves be found, and who is kept apart."""

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from amanah.conflicts.queries import words_of
from amanah.institutions.models import Institution
from amanah.people.models import Affiliation, FormerAddress, Person
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


def kept_apart(person: Person, others: Collection[Person], institution: Institution) -> set[UUID]:
    """Those of some people with whom a person is never paired, because either said so.

    Whatever either said in this institution counts, also what is not sent yet: rather one pair
    too few than one that somebody asked us not to make. Nobody is told.
    """
    said = _said_by([person, *others], institution)
    addresses = _addresses_of([person, *others])
    return {
        other.pk
        for other in others
        if _names(said.get(person.pk, ()), other, addresses[other.pk])
        or _names(said.get(other.pk, ()), person, addresses[person.pk])
    }


def _addresses_of(people: Iterable[Person]) -> dict[UUID, set[str]]:
    """The address of each, and those they had before: a new one undoes nothing that was asked."""
    found = {one.pk: {one.email.casefold()} for one in people}
    former = FormerAddress.objects.filter(person__in=found).values_list("person", "address")
    for person_id, address in former:
        found[person_id].add(address.casefold())
    return found


def _said_by(people: Iterable[Person], institution: Institution) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    rows = (
        Application.objects.filter(
            participant__person__in=[one.pk for one in people],
            participant__cohort__programme__institution=institution,
        )
        .exclude(state=State.WITHDRAWN)
        .values_list("participant__person", "do_not_pair")
    )
    for person_id, stored in rows:
        found.setdefault(person_id, []).extend(json.loads(stored or "[]"))
    return found


def _names(said: Iterable[dict[str, str]], person: Person, addresses: set[str]) -> bool:
    """Whether somebody is among those who were named: by id, by address, or by a name.

    A name that is only a part of theirs, or more than it, is theirs too.
    """
    words = words_of(f"{person.name} {person.called}")
    name = words_of(person.name)
    for one in said:
        if one.get("person") == str(person.pk):
            return True
        if (one.get("email") or "").casefold() in addresses:
            return True
        wanted = words_of(one.get("name") or "")
        if wanted and (wanted <= words or (name and name <= wanted)):
            return True
    return False


def part_in(cohort: Cohort, person: Any) -> Participant | None:
    """A person's part in a cohort, if they take part now."""
    return Participant.objects.filter(cohort=cohort, person=person, left_at=None).first()
