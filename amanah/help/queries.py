"""Whom somebody can turn to: never those who are near them in a way that would matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from amanah.conflicts import queries as conflicts
from amanah.conflicts.models import Tie
from amanah.help.models import Contact
from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.matching.models import Asked, Request
from amanah.mentoring import queries as mentoring
from amanah.mentoring.models import Membership, Mentorship
from amanah.people import queries as people
from amanah.people.models import Person
from amanah.programmes import queries as programmes
from amanah.programmes.models import Programme

# With fewer words than this, a name must be the whole name.
ENOUGH = 2


@dataclass(frozen=True)
class Line:
    """Somebody to turn to, as they are shown."""

    name: str
    about: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    is_outside: bool = False
    programme: str = ""


@dataclass(frozen=True)
class Help:
    """Whom an institution names, as far as they are for this reader."""

    institution: Institution
    lines: tuple[Line, ...]
    emergency: str
    # Whether somebody who is named is near the reader, and therefore not among the lines.
    leaves_out: bool = False

    @property
    def first(self) -> Line | None:
        return self.lines[0] if self.lines else None


class Near:
    """Those who are not offered to somebody: by their addresses and the words of their names."""

    def __init__(self) -> None:
        self.emails: set[str] = set()
        self.names: set[frozenset[str]] = set()

    def add(self, *, name: str = "", email: str = "") -> None:
        if email:
            self.emails.add(email.casefold())
        words = conflicts.words_of(name)
        if words:
            self.names.add(words)

    def holds(self, line: Line) -> bool:
        """Whether a line is one of them, by its address or by a name that stands in it."""
        if line.email.casefold() in self.emails:
            return True
        name, whole = conflicts.words_of(line.name), conflicts.words_of(f"{line.name} {line.about}")
        return any(
            one == name
            or (len(one) >= ENOUGH and one <= whole)
            or (len(name) >= ENOUGH and name <= one)
            for one in self.names
        )


def helps_for(person: Any, where: Sequence[Institution], *, at: datetime) -> list[Help]:
    """Whom each of these institutions names, for one reader. Nobody is told that it was asked."""
    contacts = _contacts_for(person, where)
    named = {one.pk: _named_by(one, *contacts.get(one.pk, ())) for one in where}
    near = near_to(person, at=at) if any(named.values()) else Near()
    return [
        Help(
            one,
            tuple(line for line in named[one.pk] if not near.holds(line)),
            one.emergency_phone,
            leaves_out=any(near.holds(line) for line in named[one.pk]),
        )
        for one in where
    ]


def is_near(person: Any, line: Line | None, *, at: datetime) -> bool:
    """Whether somebody who is named for everybody is not for this reader."""
    return line is not None and person.is_authenticated and near_to(person, at=at).holds(line)


def help_without_reader(institution: Institution) -> Help:
    """For whoever has not signed in: what stands on the page of guarantees, and no more."""
    return Help(institution, tuple(_named_by(institution)), institution.emergency_phone)


def only_institution() -> Institution | None:
    """The institution of an installation that has no other."""
    found = list(Institution.objects.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def where_of(person: Any) -> list[Institution]:
    return [one.institution for one in people.affiliations_of(person)]


def near_to(person: Any, *, at: datetime) -> Near:
    """Who walks or walked with somebody, is or was asked to, or is kept apart from them by a tie.

    Also whoever somebody said they should not be paired with, and they themselves.
    """
    near, said = Near(), _said_by(person)
    for known in conflicts.known_among(people_near(person, at=at, said=said)):
        near.add(name=known.name, email=known.email)
    for line in said:
        near.add(name=line.get("name") or "", email=line.get("email") or "")
    return near


def people_near(
    person: Any, *, at: datetime, said: Sequence[dict[str, Any]] | None = None
) -> set[UUID]:
    """The same people, as far as they are known here; the person among them."""
    lines = _said_by(person) if said is None else said
    ids = {person.pk, *_met_by(person)}
    ids |= {one.person_id for one in conflicts.posts_over(person, at=at)}
    ids |= {UUID(one) for line in lines for one in line.get("people", ())}
    ids |= {UUID(line["person"]) for line in lines if line.get("person")}
    ids |= _at({line["email"].casefold() for line in lines if line.get("email")})
    return ids


def _said_by(person: Any) -> list[dict[str, Any]]:
    """With whom somebody said they should not be paired, line by line."""
    return [*conflicts.own_lines(person), *programmes.not_to_be_paired_with(person)]


def _at(addresses: set[str]) -> set[UUID]:
    """Who has these addresses, so that their names are known too."""
    if not addresses:
        return set()
    found = Person.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    return set(found.values_list("pk", flat=True))


def _met_by(person: Any) -> set[UUID]:
    """By mentorships, requests and proposals, also those that are over, and by what staff hold."""
    shared = Membership.objects.filter(mentorship__memberships__person=person)
    asked = Asked.objects.filter(proposal__asked__person=person)
    found = (
        shared.order_by()
        .values_list("person_id")
        .union(
            Request.objects.filter(mentee=person).order_by().values_list("mentor_id"),
            Request.objects.filter(mentor=person).order_by().values_list("mentee_id"),
            asked.order_by().values_list("person_id"),
            Tie.objects.filter(one=person).order_by().values_list("other_id"),
            Tie.objects.filter(other=person).order_by().values_list("one_id"),
        )
    )
    return {one for (one,) in found if one is not None}


def _contacts_for(person: Any, where: Sequence[Institution]) -> dict[UUID, list[Contact]]:
    """What stands for everybody of an institution, and for the programmes of which one is."""
    mine = programmes.participations_of(person).order_by().values("cohort__programme")
    found = Contact.objects.filter(Q(programme=None) | Q(programme__in=mine))
    found = found.filter(institution__in=[one.pk for one in where]).select_related("programme")
    contacts: dict[UUID, list[Contact]] = {}
    for one in found.order_by("place", "pk"):
        contacts.setdefault(one.institution_id, []).append(one)
    return contacts


def _named_by(institution: Institution, *contacts: Contact) -> list[Line]:
    named = []
    if institution.help_name:
        named.append(
            Line(
                institution.help_name,
                institution.help_about,
                institution.help_phone,
                institution.help_email,
            )
        )
    return [*named, *(line_of(one) for one in contacts)]


def line_of(contact: Contact) -> Line:
    return Line(
        name=contact.name,
        about=contact.about,
        phone=contact.phone,
        email=contact.email,
        hours=contact.hours,
        is_outside=contact.is_outside,
        programme=contact.programme.name if contact.programme else "",
    )


def mentorships_as_mentee(person: Any) -> QuerySet[Mentorship]:
    """Where somebody is mentored now: to their mentors these pages are not there."""
    found: QuerySet[Mentorship] = mentoring.active_mentorships_for(person)
    return found.filter(memberships__person=person, memberships__role=Membership.Role.MENTEE)


def contacts_of(institution: Institution) -> QuerySet[Contact]:
    """Everybody who is named beside the confidential contact, in their order."""
    found = Contact.objects.filter(institution=institution).select_related("programme")
    return found.order_by("place", "pk")


def contacts_kept_by(person: Any, *, slug: str, at: datetime) -> QuerySet[Contact]:
    """Whom an admin may change, in one institution."""
    here = institutions.institutions_with(person, Appointment.Role.ADMIN, at=at).filter(slug=slug)
    return Contact.objects.filter(institution__in=here.order_by().values("pk")).select_related(
        "institution", "programme"
    )


def programmes_here(institution: Institution) -> QuerySet[Programme]:
    return Programme.objects.filter(institution=institution).order_by("name", "pk")


def names_nobody(institution: Institution) -> bool:
    return institution.pk in {one.pk for one in institutions_without()}


def institutions_without() -> Iterable[Institution]:
    """Where nobody at all is named who could be reached by everybody."""
    named = Contact.objects.filter(programme=None).order_by().values("institution")
    return Institution.objects.filter(help_name="").exclude(pk__in=named).order_by("slug")
