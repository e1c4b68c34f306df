"""Ways of signing in beside the password: added, taken away, and told about."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from amanah.people import notices
from amanah.people.models import Person, Session
from amanah.people.passkeys import NewPasskey
from amanah.stewardship import ledger

TYPE = Authenticator.Type


@transaction.atomic
def turn_on_codes(person: Person, secret: str, *, by: Person, at: datetime) -> list[str]:
    """Ask for a code after the password from now on. Gives the recovery codes, this once."""
    Person.objects.select_for_update().get(pk=person.pk)
    Authenticator.objects.filter(user=person, type=TYPE.TOTP).delete()
    TOTP.activate(person, secret)
    _tell("totp_added", person, by=by, at=at)
    return _new_recovery_codes(person)


@transaction.atomic
def turn_off_codes(person: Person, *, by: Person, at: datetime) -> None:
    """Ask for no code any more. The recovery codes go with it."""
    gone, _each = Authenticator.objects.filter(user=person, type=TYPE.TOTP).delete()
    Authenticator.objects.filter(user=person, type=TYPE.RECOVERY_CODES).delete()
    if gone:
        _tell("totp_removed", person, by=by, at=at)


@transaction.atomic
def make_recovery_codes(person: Person, *, by: Person, at: datetime) -> list[str]:
    """New recovery codes in place of the old ones."""
    Person.objects.select_for_update().get(pk=person.pk)
    codes = _new_recovery_codes(person)
    _tell("recovery_codes_made", person, by=by, at=at)
    return codes


@transaction.atomic
def add_passkey(
    person: Person, passkey: NewPasskey, *, name: str, by: Person, at: datetime
) -> Authenticator:
    kept = WebAuthn.add(person, name, passkey.credential).instance
    kept.data["prf"] = passkey.has_prf
    kept.save(update_fields=["data"])
    _tell("passkey_added", person, by=by, at=at, about=kept.pk)
    return kept


def rename_passkey(passkey: Authenticator, *, name: str) -> None:
    """Call a passkey something else; only its owner reads the name."""
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(passkey: Authenticator, *, by: Person, at: datetime) -> None:
    pk, person = passkey.pk, passkey.user
    passkey.delete()
    _tell("passkey_removed", person, by=by, at=at, about=pk)


@transaction.atomic
def reset_ways_in(person: Person, *, by: Person | None, at: datetime) -> int:
    """Take away every way in but the password and the letter, for who has lost them all.

    Signs them out everywhere, and tells them. Gives how many ways were taken away: 0 changes
    nothing. `by` is None for the operator, whom the institution has asked.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    gone: int = Authenticator.objects.filter(user=person).delete()[0]
    if gone:
        Session.objects.filter(person=person).delete()
        _tell("ways_in_reset", person, by=by, at=at)
    return gone


def _new_recovery_codes(person: Person) -> list[str]:
    Authenticator.objects.filter(user=person, type=TYPE.RECOVERY_CODES).delete()
    made: list[str] = RecoveryCodes.activate(person).generate_codes()
    return made


def _tell(what: str, person: Person, *, by: Person | None, at: datetime, about: int = 0) -> None:
    """Write the change into the ledger, and to its owner."""
    ledger.record(f"people.{what}", about=person, by=by, at=at, subject=person)
    notices.methods_changed(person, what=what, about=about, at=at)
