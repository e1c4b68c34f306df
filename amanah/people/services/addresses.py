"""Changing the address at which somebody is reached and signs in."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.people import letter_secrets, notices
from amanah.people.models import AddressChange, FormerAddress, Joining, Person
from amanah.people.queries.account import whoever_is_listed_at, whoever_signs_in_with
from amanah.people.services.listing import merge_listed
from amanah.people.services.passwords import send_way_back
from amanah.people.services.sessions import end_sessions
from amanah.stewardship import ledger

CONFIRM_WITHIN = timedelta(days=3)
STOP_WITHIN_DAYS = 7


class CannotChangeAddress(Refused):
    """The link is over, or the address was taken meanwhile."""

    code = "cannot_change_address"
    status = 410


@transaction.atomic
def ask_for_address(person: Person, address: str, *, by: Person, at: datetime) -> AddressChange:
    """Write to the new address to confirm it, and to the old one how to stop it.

    Nothing in the answer tells whether somebody else already has the new address.
    """
    AddressChange.objects.filter(person=person, made_at=None, stopped_at=None).update(stopped_at=at)
    confirm, stop = letter_secrets.new(), letter_secrets.new()
    change = AddressChange.objects.create(
        person=person,
        old_address=person.email,
        new_address=address,
        confirm_hash=letter_secrets.hash_of(confirm),
        stop_hash=letter_secrets.hash_of(stop),
        asked_at=at,
        confirm_until=at + CONFIRM_WITHIN,
        stop_until=at + timedelta(days=STOP_WITHIN_DAYS),
    )
    taken_by = whoever_signs_in_with(address)
    if taken_by is None:
        notices.confirm_address(change, secret=confirm, at=at)
    else:
        notices.address_taken(taken_by, change=change, at=at)
    notices.address_changing(change, secret=stop, days=STOP_WITHIN_DAYS, at=at)
    ledger.record("people.email_change_asked", about=person, by=by, at=at, subject=person)
    return change


@transaction.atomic
def confirm_address(change: AddressChange, *, at: datetime) -> None:
    """Make the change, which its owner has shown to read at the new address."""
    change = AddressChange.objects.select_for_update().get(pk=change.pk)
    if change.made_at or change.stopped_at or at > change.confirm_until:
        raise CannotChangeAddress(_("This link no longer works. Your address is as it was."))
    person = change.person
    if not person.is_active:
        raise CannotChangeAddress(_("This link no longer works. Your address is as it was."))
    listed = whoever_is_listed_at(change.new_address)
    if listed:
        merge_listed(listed, person, at=at)
    person.email = change.new_address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError as cause:
        raise CannotChangeAddress(
            _("This address cannot be used any more. Your address is as it was.")
        ) from cause
    # Whoever named them by the old one, so as not to be paired with them, still means them.
    FormerAddress.objects.create(person=person, address=change.old_address, since=at)
    change.made_at = at
    change.stop_until = at + timedelta(days=STOP_WITHIN_DAYS)
    change.save(update_fields=["made_at", "stop_until"])
    ledger.record("people.email_changed", about=person, by=person, at=at, subject=person)


@transaction.atomic
def stop_address(change: AddressChange, *, at: datetime) -> None:
    """Stop a change, or undo it, for the reader of the old address.

    Whoever asked for it knew a way into the account. So whatever was set up since then is taken
    away, every browser is signed out, and a new password is chosen by letter.
    """
    change = AddressChange.objects.select_for_update().get(pk=change.pk)
    if change.stopped_at or at > change.stop_until:
        raise CannotChangeAddress(_("This link no longer works, or was used already."))
    person = change.person
    # Later changes fall with it, and their letters with them: they went to the wrong hands.
    later = AddressChange.objects.filter(person=person, asked_at__gte=change.asked_at)
    later.update(stopped_at=at)
    person.email = change.old_address
    person.set_unusable_password()
    person.save(update_fields=["email", "password"])
    Authenticator.objects.filter(user=person, created_at__gte=change.asked_at).delete()
    SocialAccount.objects.filter(user=person, date_joined__gte=change.asked_at).delete()
    Joining.objects.filter(Q(kept=person) | Q(other=person)).delete()
    FormerAddress.objects.filter(person=person, since__gte=change.asked_at).delete()
    end_sessions(person, by=person, at=at)
    ledger.record("people.email_change_stopped", about=person, by=person, at=at, subject=person)
    send_way_back(person.email, at=at)
