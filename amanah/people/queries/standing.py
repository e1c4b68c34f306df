"""Whose access has ended, and where. Only an institution's admins are told, and the person."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Lower

from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.people.models import Affiliation, Invitation, Person, Stop

ADMIN = Appointment.Role.ADMIN


def stops_of(person: Person) -> QuerySet[Stop]:
    """Where somebody's access has ended and was not given back."""
    return Stop.objects.filter(person=person, lifted_at=None)


def is_stopped(person: Person, institution: Institution) -> bool:
    return stops_of(person).filter(institution=institution).exists()


def is_stopped_at(person: Person, slug: str) -> bool:
    """The same, by the institution's short name; an empty name is nowhere."""
    return bool(slug) and stops_of(person).filter(institution__slug=slug).exists()


def addresses_stopped(institution: Institution, addresses: Sequence[str]) -> set[str]:
    """Those of these addresses, in small letters, whose people's access has ended here."""
    ended = Stop.objects.filter(institution=institution, lifted_at=None)
    asked = ended.annotate(address=Lower("person__email"))
    wanted = [address.lower() for address in addresses]
    return set(asked.filter(address__in=wanted).values_list("address", flat=True))


def is_shut_out(person: Person) -> bool:
    """Whether an institution ended the access of somebody who belongs to no other."""
    belongs = Affiliation.objects.filter(person=person, until=None).exists()
    return not belongs and stops_of(person).exists()


def is_invited_elsewhere(person: Person, *, at: datetime) -> bool:
    """Whether somebody who is shut out holds a letter of an institution that did not do that."""
    if person.is_active or person.erased_at or not is_shut_out(person):
        return False
    return (
        Invitation.objects.filter(email__iexact=person.email, expires_at__gt=at)
        .filter(accepted_at=None, withdrawn_at=None)
        .exclude(institution__in=stops_of(person).values("institution"))
        .exists()
    )


def people_run_by(person: Person, *, slug: str, at: datetime) -> QuerySet[Affiliation]:
    """Everybody in an institution of whom an admin of it may say that they have gone."""
    run = institutions.institutions_with(person, ADMIN, at=at).filter(slug=slug)
    return (
        Affiliation.objects.filter(
            institution__in=run.values("pk"), until=None, person__is_active=True
        )
        .exclude(person=person)
        .select_related("institution", "person")
    )


def stops_run_by(person: Person, *, slug: str, at: datetime) -> QuerySet[Stop]:
    """Whose access to one institution has ended, as an admin of it may take back: never one's own.

    The latest come first.
    """
    run = institutions.institutions_with(person, ADMIN, at=at).filter(slug=slug)
    return (
        Stop.objects.filter(institution__in=run.values("pk"), lifted_at=None)
        .exclude(person=person)
        .select_related("institution", "person", "made_by")
        .order_by("-made_at", "pk")
    )
