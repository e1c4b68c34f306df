"""Locks: identities, ways in, and where they are open."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from amanah.people.models import Person
from amanah.people.services import letter_secrets
from amanah.sealing.models import Identity, Opening, Way

State = Identity.State


def current_identity(person: Person) -> Identity | None:
    """The keys that a person's words are sealed to now."""
    return Identity.objects.filter(person=person, state=State.CURRENT).first()


def has_lock(person: Person) -> bool:
    return current_identity(person) is not None


def identities_of(people: Any) -> QuerySet[Identity]:
    """Every generation that was somebody's keys, in order; what waits or was stopped never was."""
    return Identity.objects.filter(
        person__in=people, state__in=(State.CURRENT, State.REPLACED)
    ).order_by("person", "generation")


def ways_into(identity: Identity, *, at: datetime) -> QuerySet[Way]:
    """The ways into a lock, oldest first; what was for another device is gone in minutes."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=at)
    return identity.ways.filter(lasting).order_by("made_at", "pk")


def has_two_ways(person: Person, *, at: datetime) -> bool:
    """Whether a lock has a second way in, and not passkeys alone: what private words ask for."""
    identity = current_identity(person)
    if identity is None:
        return False
    kinds = [one.kind for one in ways_into(identity, at=at) if one.expires_at is None]
    return len(kinds) > 1 and any(kind != Way.Kind.PASSKEY for kind in kinds)


def opening_of(session_key: str | None, person: Person, *, at: datetime) -> Opening | None:
    """Where a lock is open in this browser, until its hour."""
    return Opening.objects.filter(session=session_key, person=person, until__gt=at).first()


def is_open(session_key: str | None, person: Person, *, at: datetime) -> bool:
    return opening_of(session_key, person, at=at) is not None


def passkeys_with_prf(person: Person) -> list[Authenticator]:
    """Passkeys that can open a lock."""
    kind = Authenticator.Type.WEBAUTHN
    found = Authenticator.objects.filter(user=person, type=kind).order_by("created_at", "pk")
    return [each for each in found if each.data.get("prf")]


def whoever_may_stop(secret: str) -> Identity | None:
    """The keys that wait, and that whoever reads this letter may stop."""
    return (
        Identity.objects.select_related("person")
        .filter(stop_hash=letter_secrets.hash_of(secret), state=State.WAITING)
        .first()
    )
