"""Coming in through an institution's own sign-in."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.people import notices
from amanah.people.connected import SignOn
from amanah.people.models import Person
from amanah.people.names import is_a_name
from amanah.people.queries.account import whoever_signs_in_with
from amanah.people.queries.standing import is_stopped_at
from amanah.people.services.belonging import join
from amanah.people.services.listing import claim
from amanah.stewardship import ledger


class NotKnownHere(Refused):
    """Vouched for, but nobody who is here."""

    code = "not_known_here"
    status = 403


class AccessHasEnded(NotKnownHere):
    """Their institution vouches for somebody whom it has shut out here."""

    code = "access_has_ended"


class AccountIsClosed(AccessHasEnded):
    code = "account_is_closed"


class CannotRemoveSignOn(Refused):
    """It is the only way in that somebody knows."""

    code = "cannot_remove_sign_on"
    status = 409


@transaction.atomic
def admit(
    *, sign_on: SignOn, uid: str, addresses: list[str], name: str, at: datetime
) -> SocialAccount:
    """Join somebody to the person who is here under an address of the institution's domains."""
    theirs = [each for each in addresses if _domain(each) in sign_on.domains]
    person = next((found for found in map(whoever_signs_in_with, theirs) if found), None)
    is_new = person is None
    if person is None:
        person = _claim(theirs, name, at=at) or _make_person(sign_on, theirs, name, at=at)
    refuse_if_ended(person, sign_on)
    account = SocialAccount.objects.create(user=person, provider=sign_on.id, uid=uid)
    forget_last_use(account)
    if is_new:
        ledger.record(
            "people.person_joined_by_sign_on", about=person, by=person, at=at, subject=person
        )
    else:
        ledger.record("people.sign_on_added", about=person, by=person, at=at, subject=person)
        notices.methods_changed(person, what="sign_on_added", about=account.pk, at=at)
    return account


@transaction.atomic
def remove_sign_on(account: SocialAccount, *, by: Person, at: datetime) -> None:
    """Take this way in away. Everything else of the person stays as it is."""
    pk, person = account.pk, account.user
    if not person.has_usable_password():
        raise CannotRemoveSignOn(_("Set a password first, so that you can still come in."))
    account.delete()
    ledger.record("people.sign_on_removed", about=person, by=by, at=at, subject=person)
    notices.methods_changed(person, what="sign_on_removed", about=pk, at=at)


def refuse_if_ended(person: Person, sign_on: SignOn) -> None:
    """Raise `AccessHasEnded` if this sign-in no longer lets this person in."""
    if not person.is_active or is_stopped_at(person, sign_on.whose):
        refusal = AccessHasEnded if person.is_active else AccountIsClosed
        raise refusal(
            _(
                "This sign-in no longer opens your account here. If you think that is a mistake, "
                "please write to the staff of your institution."
            )
        )


def forget_last_use(account: SocialAccount) -> None:
    """allauth notes when an account was last used; nobody's last visit is kept here."""
    SocialAccount.objects.filter(pk=account.pk).update(last_login=F("date_joined"), extra_data={})


def _claim(addresses: list[str], name: str, *, at: datetime) -> Person | None:
    """The first whom staff had put on a list under one of these addresses."""
    claimed = (claim(address, at=at, name=_name_from(name, "")) for address in addresses)
    return next((person for person in claimed if person), None)


def _make_person(sign_on: SignOn, addresses: list[str], name: str, *, at: datetime) -> Person:
    institution = Institution.objects.filter(slug=sign_on.creates_in).first()
    if not addresses or institution is None:
        raise NotKnownHere(
            _(
                "Your institution vouches for you, but nobody has invited you here under your "
                "address there. Please ask your programme for an invitation."
            )
        )
    person = Person(
        email=addresses[0],
        name=_name_from(name, addresses[0]),
        language=institution.language,
        time_zone=institution.time_zone,
        joined_at=at,
    )
    person.set_unusable_password()
    person.full_clean()
    person.save()
    join(institution, person, by=person, at=at)
    return person


def _name_from(name: str, address: str) -> str:
    """The name that was sent, unless nobody could read it; else what stands before the @."""
    try:
        is_a_name(name)
    except ValidationError:
        name = ""
    return name or address.partition("@")[0]


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
