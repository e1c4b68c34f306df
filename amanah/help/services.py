"""What admins do to the list of those whom everybody can turn to."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.base.seen import Values, take_over
from amanah.help import queries
from amanah.help.models import Contact
from amanah.institutions.models import Institution
from amanah.stewardship import ledger

FIELDS = ("name", "about", "phone", "email", "hours", "is_outside", "programme")
# More than these nobody reads through who needs help.
MOST = 20


class CannotAdd(Refused):
    code = "help.cannot_add"


@transaction.atomic
def add_contact(institution: Institution, wanted: Values, *, by: Any, at: datetime) -> Contact:
    """Name somebody more, as the last in the list."""
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    before = list(queries.contacts_of(institution))
    if len(before) >= MOST:
        raise CannotAdd(
            _("More than %(most)s are too many to choose from in need. Remove one first.")
            % {"most": MOST}
        )
    contact = Contact(
        institution=institution,
        place=before[-1].place + 1 if before else 1,
        **{name: value for name, value in wanted.items() if name in FIELDS},
    )
    contact.full_clean()
    contact.save(force_insert=True)
    ledger.record("help.contact_added", about=contact, by=by, at=at, institution=institution)
    return contact


@transaction.atomic
def change_contact(
    contact: Contact, wanted: Values, *, seen: Values, by: Any, at: datetime
) -> Contact:
    """Change what differs from what was `seen`. Raises `AlreadyChanged` where another did."""
    contact = _locked(contact)
    values = {name: value for name, value in wanted.items() if name in FIELDS}
    changed = take_over(contact, values, seen=seen)
    contact.full_clean()
    if changed:
        contact.save(update_fields=changed)
        _note("contact_changed", contact, by=by, at=at)
    return contact


@transaction.atomic
def move_contact(contact: Contact, *, up: bool, by: Any, at: datetime) -> None:
    """One place up or down. At the end of the list it stays."""
    contact = _locked(contact)
    listed = list(queries.contacts_of(contact.institution))
    now = listed.index(contact)
    then = now - 1 if up else now + 1
    if not 0 <= then < len(listed):
        return
    listed.insert(then, listed.pop(now))
    for place, one in enumerate(listed, start=1):
        one.place = place
    Contact.objects.bulk_update(listed, ["place"])
    _note("contact_moved", contact, by=by, at=at)


@transaction.atomic
def remove_contact(contact: Contact, *, by: Any, at: datetime) -> None:
    contact = _locked(contact)
    _note("contact_removed", contact, by=by, at=at)
    contact.delete()


def _locked(contact: Contact) -> Contact:
    """As it is now. All of an institution's are changed one after another."""
    Institution.objects.select_for_update().get(pk=contact.institution_id)
    return Contact.objects.select_related("institution").get(pk=contact.pk)


def _note(what: str, contact: Contact, *, by: Any, at: datetime) -> None:
    ledger.record(f"help.{what}", about=contact, by=by, at=at, institution=contact.institution)
