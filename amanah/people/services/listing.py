"""People whom staff put on a list, and who have not come in yet.

They can do nothing here: they have no password and no other way in, and whoever types their
address is answered as for an address that nobody has. Coming in by a letter to that address, or
through an institution that vouches for it, makes the listed person theirs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Lower

from amanah.institutions.models import Institution
from amanah.people import hooks
from amanah.people.addresses import Invitee
from amanah.people.models import Affiliation, Invitation, Person, Stop
from amanah.stewardship import ledger
from amanah.stewardship.models import Entry
from amanah.stewardship.services import erase_person

AT_ONCE = 500


@transaction.atomic
def list_people(
    institution: Institution, people: Sequence[Invitee], *, by: Person | None, at: datetime
) -> dict[str, Person]:
    """Make sure that there is a person for each address, and say who: by address in small letters.

    Whoever has an account, or stands on a list already, is left as they are. The others become
    people who have not joined. All of them belong to the institution from now on. Nobody is
    written to.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    addresses = [one.email.lower() for one in people]
    known = people_at(addresses)
    new = [one for one in people if one.email.lower() not in known]
    listed = _make(new, institution, at=at)
    _affiliate([*known.values(), *listed], institution, at=at)
    if listed:
        ledger.record(
            "people.people_listed",
            about=institution,
            by=by,
            at=at,
            institution=institution,
            count=len(listed),
        )
    # Read again: another institution may have listed one of them at the same moment.
    return people_at(addresses)


def people_at(addresses: Sequence[str]) -> dict[str, Person]:
    """Everybody here under one of these addresses, joined or not, by address in small letters."""
    found: dict[str, Person] = {}
    for begin in range(0, len(addresses), AT_ONCE):
        some = [address.lower() for address in addresses[begin : begin + AT_ONCE]]
        people = Person.objects.annotate(address=Lower("email")).filter(address__in=some)
        found |= {person.email.lower(): person for person in people.order_by("pk")}
    return found


def _make(people: Sequence[Invitee], institution: Institution, *, at: datetime) -> list[Person]:
    unusable = make_password(None)
    made = [
        Person(
            email=one.email,
            name=one.name,
            language=institution.language,
            time_zone=institution.time_zone,
            is_demo=settings.IS_DEMO,
            password=unusable,
        )
        for one in people
    ]
    others = {one.name for one in Person._meta.fields} - {"email", "name"}
    for person in made:
        person.clean_fields(exclude=others)
    Person.objects.bulk_create(made, batch_size=AT_ONCE)
    return made


def _affiliate(people: Sequence[Person], institution: Institution, *, at: datetime) -> None:
    here = set(
        Affiliation.objects.filter(institution=institution, until=None).values_list(
            "person_id", flat=True
        )
    )
    ended = Stop.objects.filter(institution=institution, lifted_at=None)
    here |= set(ended.values_list("person_id", flat=True))
    Affiliation.objects.bulk_create(
        [
            Affiliation(person=person, institution=institution, since=institution.day_of(at))
            for person in people
            if person.pk not in here and person.joined_at is None
        ],
        batch_size=AT_ONCE,
    )


@transaction.atomic
def claim(
    address: str,
    *,
    at: datetime,
    password: str = "",
    institution: Institution | None = None,
    **about: Any,
) -> Person | None:
    """Let somebody who reads at this address be the person who was put on a list under it.

    `about` is the name as they write it, and what else of a `Person` they chose. Where they
    answer one institution's letter they join that one: to another that listed them too, they are
    from now on somebody with an account elsewhere, until they answer its letter. None if nobody
    who has not joined stands there; of two who come at once, the second is told so.
    """
    person = (
        Person.objects.select_for_update()
        .filter(email__iexact=address, joined_at=None, is_active=True)
        .first()
    )
    if person is None:
        return None
    for name, value in about.items():
        if value:
            setattr(person, name, value)
    if password:
        person.set_password(password)
    person.joined_at = at
    person.full_clean()
    person.save()
    if institution is not None:
        person.affiliations.exclude(institution=institution).delete()
    for belonging in person.affiliations.filter(until=None).select_related("institution"):
        belonging.since = belonging.institution.day_of(at)
        belonging.save(update_fields=["since"])
        ledger.record(
            "people.person_joined",
            about=belonging,
            by=person,
            at=at,
            institution=belonging.institution,
            subject=person,
        )
    return person


@transaction.atomic
def merge_listed(listed: Person, person: Person, *, at: datetime) -> None:
    """Give what stands on a list to the account of whoever reads at its address."""
    listed = Person.objects.select_for_update().get(pk=listed.pk)
    if listed.joined_at or listed.pk == person.pk:
        return
    for take_over in hooks.taken_over:
        take_over(listed, person, at)
    erase_person(listed, by=person, at=at)
    ledger.record("people.list_taken_over", about=person, by=person, at=at, subject=person)


def _forget(pks: Sequence[UUID], *, by: Person | None, at: datetime) -> None:
    """Delete people; of whom the ledger tells something, a nameless stub stays, as for anybody."""
    told = Entry.objects.filter(subject__in=pks).values_list("subject", flat=True)
    stay = set(told.order_by().distinct())
    Person.objects.filter(pk__in=[pk for pk in pks if pk not in stay]).delete()
    for person in Person.objects.filter(pk__in=stay).order_by("pk"):
        erase_person(person, by=by, at=at)


@transaction.atomic
def unlist(
    institution: Institution, people: Sequence[Person], *, by: Person | None, at: datetime
) -> int:
    """Take people off again who were put on a list by mistake and have not come in; how many.

    Whoever has joined, or stands on another institution's list too, stays. What apps above hold
    of the others is theirs to take away first. Letters on their way to them are not sent.
    """
    gone = 0
    for begin in range(0, len(people), AT_ONCE):
        some = Person.objects.select_for_update().filter(
            pk__in=[person.pk for person in people[begin : begin + AT_ONCE]], joined_at=None
        )
        elsewhere = Affiliation.objects.filter(person__in=some).exclude(institution=institution)
        off = list(some.exclude(pk__in=elsewhere.values("person")).order_by("pk"))
        addresses = [person.email.lower() for person in off]
        waiting = Invitation.objects.annotate(address=Lower("email"))
        waiting.filter(institution=institution, address__in=addresses, accepted_at=None).delete()
        Affiliation.objects.filter(institution=institution, person__in=some).delete()
        _forget([person.pk for person in off], by=by, at=at)
        gone += len(off)
    if gone:
        ledger.record(
            "people.people_unlisted",
            about=institution,
            by=by,
            at=at,
            institution=institution,
            count=gone,
        )
    return gone
