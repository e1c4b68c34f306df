"""Whose access has ended, and where. Only an institution's admins are told, and the person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.people.models import Affiliation, Death, Invitation, Person, Stop

ADMIN = Appointment.Role.ADMIN
# What only one person has said stands for so long, and then counts for nothing.
SAID_FOR = timedelta(days=7)


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


def has_died(person: Person) -> bool:
    """Whether two people, or the operator, have said so."""
    return Death.objects.filter(person=person).exclude(confirmed_at=None).exists()


def is_said_to_have_died(person: Person, *, at: datetime) -> bool:
    """The same, also while it waits for a second person."""
    return Death.objects.filter(_counts(at), person=person).exists()


def was_address_of_the_dead(address: str) -> bool:
    """Whether the person of this address has died: nothing goes there any more."""
    return Death.objects.filter(person__email__iexact=address, confirmed_at__isnull=False).exists()


def addresses_of_the_dead(institution: Institution, addresses: Sequence[str]) -> set[str]:
    """Those of these addresses, in small letters, whose people belonged here and have died."""
    dead = Death.objects.exclude(confirmed_at=None).filter(
        person__affiliations__institution=institution, person__affiliations__until=None
    )
    wanted = [address.lower() for address in addresses]
    found = dead.annotate(address=Lower("person__email")).filter(address__in=wanted)
    return set(found.values_list("address", flat=True))


def dead_run_by(person: Person, *, slug: str, at: datetime) -> QuerySet[Affiliation]:
    """Who has died, or is said to have, of those in an institution that this person is admin of.

    Never oneself. What waits for a second admin comes first.
    """
    run = institutions.institutions_with(person, ADMIN, at=at).filter(slug=slug)
    dead = Death.objects.filter(_counts(at))
    return (
        Affiliation.objects.filter(
            institution__in=run.values("pk"), until=None, person__in=dead.values("person")
        )
        .exclude(person=person)
        .select_related("institution", "person__death__said_by", "person__death__confirmed_by")
        .order_by(
            F("person__death__confirmed_at").desc(nulls_first=True), "person__death__said_at", "pk"
        )
    )


def _counts(at: datetime) -> Q:
    return Q(confirmed_at__isnull=False) | Q(said_at__gt=at - SAID_FOR)


def is_shut_out(person: Person) -> bool:
    """Whether an institution ended the access of somebody who belongs to no other."""
    belongs = Affiliation.objects.filter(person=person, until=None).exists()
    return not belongs and stops_of(person).exists()


def is_invited_elsewhere(person: Person, *, at: datetime) -> bool:
    """Whether somebody who is shut out holds a letter of an institution that did not do that."""
    if person.is_active or person.erased_at or has_died(person) or not is_shut_out(person):
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
