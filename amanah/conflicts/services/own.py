"""What a member says of their own ties."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.conflicts.models import OwnTies
from amanah.conflicts.naming import Names
from amanah.conflicts.queries import known_among, own_lines
from amanah.people.models import Affiliation, Person
from amanah.stewardship import ledger


@transaction.atomic
def say_own_ties(person: Person, named: Sequence[str], *, by: Person, at: datetime) -> None:
    """Keep with whom a person should not be paired: names or addresses. Nobody is told.

    It is used from the next pairing on. Whom a line means today is kept with it.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if not named:
        OwnTies.objects.filter(person=person).delete()
    else:
        names = Names(known_among(_around(person)))
        chosen = {line["name"]: line for line in own_lines(person) if line.get("alone")}
        lines = [chosen.get(one) or _line(one, names) for one in dict.fromkeys(named)]
        _keep(person, lines)
    ledger.record("conflicts.own_ties_said", about=person, by=by, at=at, subject=person)


@transaction.atomic
def say_decides_over(person: Person, other: Person, *, by: Person, at: datetime) -> None:
    """Keep, in one step, that another one decides over a person by now. Nobody is told.

    It is one of their own ties: used from the next pairing on, and shown to nobody else.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    lines = own_lines(person)
    if any(str(other.pk) in line.get("people", ()) for line in lines):
        return
    _keep(person, [*lines, {"name": other.name, "people": [str(other.pk)], "alone": True}])
    ledger.record("conflicts.own_ties_said", about=person, by=by, at=at, subject=person)


@transaction.atomic
def take_back_decides_over(person: Person, other: Person, *, by: Person, at: datetime) -> None:
    """What was said in one step is taken back in one. What was typed on the own page stays."""
    Person.objects.select_for_update().get(pk=person.pk)
    before = own_lines(person)
    lines = [
        line for line in before if not (line.get("alone") and line["people"] == [str(other.pk)])
    ]
    if lines == before:
        return
    _keep(person, lines)
    ledger.record("conflicts.own_ties_said", about=person, by=by, at=at, subject=person)


def _keep(person: Person, lines: Sequence[dict[str, object]]) -> None:
    if not lines:
        OwnTies.objects.filter(person=person).delete()
        return
    said = json.dumps(list(lines), ensure_ascii=False)
    OwnTies.objects.update_or_create(person=person, defaults={"named": said})


def _around(person: Person) -> set[UUID]:
    """Everybody in the institutions to which a person belongs."""
    here = Affiliation.objects.filter(person=person, until=None)
    around = Affiliation.objects.filter(institution__in=here.values("institution"), until=None)
    return set(around.exclude(person=person).values_list("person_id", flat=True))


def _line(written: str, names: Names) -> dict[str, object]:
    line: dict[str, object] = {"email": written.lower()} if "@" in written else {"name": written}
    return {**line, "people": sorted(str(one) for one in names.meant_by(line))}
