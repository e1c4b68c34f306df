"""Who is never paired because either said so: a wish of theirs, and nobody is told."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from amanah.conflicts.queries import words_of
from amanah.institutions.models import Institution
from amanah.people.models import FormerAddress, Person
from amanah.programmes.models import Application

State = Application.State


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


def not_to_be_paired_with(person: Person) -> list[dict[str, Any]]:
    """Whom somebody named in an application of theirs, each as they wrote it: "name" or "email"."""
    said = Application.objects.filter(participant__person=person).exclude(state=State.WITHDRAWN)
    return [
        line
        for stored in said.values_list("do_not_pair", flat=True)
        for line in json.loads(stored or "[]")
    ]


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


def pairs_kept_apart(
    people: Collection[Person], institution: Institution
) -> set[tuple[UUID, UUID]]:
    """All pairs among some people, in both orders, that either asked us not to make.

    The same as asking `kept_apart` of each, at what it costs to look each name up once.
    """
    found: set[tuple[UUID, UUID]] = set()
    index = Named(people)
    for person_id, said in _said_by(people, institution).items():
        for one in said:
            for other in index.meant(one):
                if other != person_id:
                    found |= {(person_id, other), (other, person_id)}
    return found


class Named:
    """People by id, by every address they had, and by the words of their names."""

    def __init__(self, people: Collection[Person]) -> None:
        self._people = {str(person.pk): person for person in people}
        self._by_address: dict[str, set[UUID]] = defaultdict(set)
        for person_id, addresses in _addresses_of(people).items():
            for address in addresses:
                self._by_address[address].add(person_id)
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            for word in words_of(f"{person.name} {person.called}"):
                self._by_word[word].append(person)

    def meant(self, one: Mapping[str, str]) -> set[UUID]:
        """Everybody whom one entry of a list means; see `_names`."""
        person = self._people.get(one.get("person") or "")
        found = {person.pk} if person else set()
        found |= self._by_address.get((one.get("email") or "").casefold(), set())
        for word in words_of(one.get("name") or ""):
            for other in self._by_word.get(word, ()):
                if _names([{"name": one["name"]}], other, set()):
                    found.add(other.pk)
        return found
