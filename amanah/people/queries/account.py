from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from amanah.people.models import Person, Session


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner knows it."""

    pk: int
    name: str
    added_at: Any
    has_prf: bool


@dataclass(frozen=True)
class WaysIn:
    """How somebody can sign in, and what the second step is."""

    password: bool
    codes: bool
    recovery_codes_left: int
    passkeys: list[Passkey]
    sign_ons: list[SocialAccount]


def whoever_signs_in_with(address: str) -> Person | None:
    """The person of this address, whatever its case, even if their account is closed.

    Somebody who is only on a list signs in with nothing, and is nobody here.
    """
    return Person.objects.filter(email__iexact=address, joined_at__isnull=False).first()


def whoever_is_listed_at(address: str) -> Person | None:
    """The person whom staff put on a list under this address, and who has not come in yet."""
    return Person.objects.filter(email__iexact=address, joined_at=None).first()


def person_at(address: str) -> Person | None:
    """The person of this address, unless their account is closed."""
    person = whoever_signs_in_with(address)
    return person if person and person.is_active else None


def ways_in(person: Person) -> WaysIn:
    """Every way in that a person has set up."""
    kinds = Authenticator.Type
    mine = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    recovery = next((each for each in mine if each.type == kinds.RECOVERY_CODES), None)
    return WaysIn(
        password=person.has_usable_password(),
        codes=any(each.type == kinds.TOTP for each in mine),
        recovery_codes_left=len(recovery.wrap().get_unused_codes()) if recovery else 0,
        passkeys=[_passkey(each) for each in mine if each.type == kinds.WEBAUTHN],
        sign_ons=list(sign_ons_of(person).order_by("provider", "pk")),
    )


def passkeys_of(person: Person) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)


def sign_ons_of(person: Person) -> QuerySet[SocialAccount]:
    return SocialAccount.objects.filter(user=person)


def sessions_of(person: Person) -> QuerySet[Session]:
    """The signed-in browsers of a person, newest first."""
    return Session.objects.filter(person=person).order_by("-began_at", "session_key")


def _passkey(kept: Authenticator) -> Passkey:
    return Passkey(
        pk=kept.pk,
        name=kept.data["name"],
        added_at=kept.created_at,
        has_prf=bool(kept.data.get("prf")),
    )
