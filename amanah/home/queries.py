"""Questions that several nouns answer together."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amanah.base.access import (
    ONLY_YOU,
    THE_PROGRAMME,
    YOU_AND_A_NAMED_PERSON,
    YOU_AND_THE_OTHER,
    Text,
)
from amanah.base.sights import Sight, all_sights
from amanah.institutions.models import Appointment
from amanah.people.models import Affiliation, Person

# From the narrowest to the widest.
CIRCLES = (ONLY_YOU, YOU_AND_THE_OTHER, YOU_AND_A_NAMED_PERSON, THE_PROGRAMME)

# What Today says of it; the whole is on its own page.
AT_A_GLANCE = {
    "profile: settings",
    "profile: working card",
    "profile: public card",
    "membership",
}


@dataclass(frozen=True)
class Onlooker:
    """Somebody who may look, as what, and where."""

    name: str
    roles: tuple[str, ...]
    institution: str


@dataclass(frozen=True)
class Group:
    """Things that the same people may see."""

    onlookers: tuple[Onlooker, ...]
    things: tuple[Text, ...]


@dataclass(frozen=True)
class Circle:
    """What reaches as far as one of the four phrases, and no farther."""

    phrase: Text
    groups: tuple[Group, ...]


def circles_of(person: Person, *, at: datetime) -> list[Circle]:
    """Who can see what about a person, made from the rules themselves.

    Every rule is asked about everybody who is staff where the person belongs, now. A thing
    stands under the widest of its phrases.
    """
    staff = list(_staff_around(person, at=at))
    found: dict[Text, dict[tuple[Onlooker, ...], list[Text]]] = {
        phrase: defaultdict(list) for phrase in CIRCLES
    }
    for sight in all_sights():
        onlookers = tuple(
            onlooker for onlooker, looks, belonging in staff if sight.rule(looks, belonging, at=at)
        )
        found[_widest(sight)][onlookers].append(sight.what)
    return [
        Circle(phrase, tuple(Group(who, tuple(what)) for who, what in groups.items()))
        for phrase, groups in found.items()
    ]


def at_a_glance() -> list[tuple[Text, list[Text]]]:
    """What matters most of `circles_of`, phrase by phrase: how far the rules let it go."""
    found: dict[Text, list[Text]] = {}
    for sight in all_sights():
        if sight.resource in AT_A_GLANCE:
            found.setdefault(_widest(sight), []).append(sight.what)
    return [(phrase, found[phrase]) for phrase in CIRCLES if phrase in found]


def _widest(sight: Sight) -> Text:
    return max(sight.rule.phrases, key=CIRCLES.index)


def _staff_around(
    person: Person, *, at: datetime
) -> Iterator[tuple[Onlooker, Person, Affiliation]]:
    """Everybody else who holds a staff role where a person belongs."""
    for belonging in _belongings(person):
        roles: dict[Person, list[str]] = defaultdict(list)
        for appointment in (
            Appointment.objects.in_force(at)
            .filter(institution=belonging.institution)
            .exclude(person=person)
            .select_related("person")
            .order_by("person__name", "role", "pk")
        ):
            roles[appointment.person].append(appointment.get_role_display())
        for looks, held in roles.items():
            yield Onlooker(looks.name, tuple(held), belonging.institution.name), looks, belonging


def _belongings(person: Any) -> Iterator[Affiliation]:
    return (
        Affiliation.objects.filter(person=person, until=None)
        .select_related("institution", "person")
        .order_by("institution__name", "pk")
        .iterator()
    )
