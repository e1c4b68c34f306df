"""Making one of the two accounts that somebody has. Only they can, and a day passes first."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.people import letter_secrets, notices
from amanah.people.models import Affiliation, FormerAddress, Joining, Person
from amanah.people.queries.account import person_at
from amanah.people.queries.joining import PROOF_FOR
from amanah.people.queries.standing import is_said_to_have_died, stops_of
from amanah.stewardship import hooks, ledger
from amanah.stewardship.queries import leaving_of
from amanah.stewardship.services import leave_stub

WAITS = timedelta(days=1)


class CannotJoin(Refused):
    """Something stands in the way of making the two accounts one."""

    code = "people.cannot_join"
    status = 409


@transaction.atomic
def ask_to_join(kept: Person, address: str, *, by: Person, at: datetime) -> None:
    """Write to the address of somebody's other account, that it is theirs too.

    Either way one letter is written, so that nothing tells whether anybody has that address here.
    """
    Joining.objects.filter(kept=kept, confirmed_at=None).delete()
    other = person_at(address)
    if other is None or other.pk == kept.pk:
        notices.nobody_to_join(address, at=at)
        return
    secret = letter_secrets.new()
    joining = Joining.objects.create(
        kept=kept,
        other=other,
        letter_hash=letter_secrets.hash_of(secret),
        stop_hash=letter_secrets.hash_of(letter_secrets.new()),
        asked_at=at,
    )
    notices.asked_to_join(joining, secret=secret, at=at)


@transaction.atomic
def note_proof(joining: Joining, *, at: datetime) -> Joining:
    """The other account's password or passkey was right, in the browser of the one that is kept."""
    joining = _locked(joining)
    refuse_if_hindered(joining.other, joining.kept, at=at)
    joining.proven_at = at
    joining.save(update_fields=["proven_at"])
    return joining


@transaction.atomic
def confirm_joining(
    joining: Joining, *, chosen: Mapping[str, str], by: Person, at: datetime
) -> Joining:
    """Let it happen tomorrow, unless it is stopped from either address until then."""
    joining = _locked(joining)
    if joining.confirmed_at:
        return joining
    if joining.proven_at is None or at - joining.proven_at > PROOF_FOR:
        raise CannotJoin(_("That took long, so please begin again."))
    refuse_if_hindered(joining.other, joining.kept, at=at)
    stop = letter_secrets.new()
    joining.stop_hash = letter_secrets.hash_of(stop)
    joining.confirmed_at, joining.due_at = at, at + WAITS
    joining.chosen = dict(chosen)
    joining.save()
    for person in (joining.kept, joining.other):
        notices.joining_waits(joining, to=person, secret=stop, at=at)
        ledger.record("people.joining_confirmed", about=joining, by=by, at=at, subject=person)
    return joining


@transaction.atomic
def stop_joining(joining: Joining, *, by: Person, at: datetime) -> None:
    """Both accounts stay as they are. Whoever reads at either address can say so."""
    joining = _locked(joining)
    people = (joining.kept, joining.other)
    joining.delete()
    for person in people:
        ledger.record("people.joining_stopped", about=person, by=by, at=at, subject=person)


@every(timedelta(hours=1))
def join_those_due(*, at: datetime) -> None:
    """Make one of each two accounts whose day has passed. What stands in the way now ends it."""
    Joining.objects.filter(confirmed_at=None, asked_at__lte=at - timedelta(days=1)).delete()
    for joining in list(Joining.objects.filter(due_at__lte=at).order_by("due_at", "pk")):
        try:
            join_accounts(joining, at=at)
        except Refused:
            Joining.objects.filter(pk=joining.pk).delete()
            notices.joining_over(joining.kept, is_done=False, at=at)


@transaction.atomic
def join_accounts(joining: Joining, *, at: datetime) -> None:
    """Make one account of two: all of it, or nothing. Asked twice, it happens once.

    What the other holds goes over (`stewardship.hooks.joiners`); then a nameless stub stays of it,
    which points to the account that was kept, so that the ledger need not be rewritten.
    """
    joining = _locked(joining)
    if joining.due_at is None or joining.due_at > at:
        raise CannotJoin(_("It is not time for this yet."))
    other, kept = joining.other, joining.kept
    refuse_if_hindered(other, kept, at=at)
    address, language = other.email, other.language
    # So that what is forgotten by address is only what nobody brought over.
    other.email, other.joined_into = f"{other.pk}@joined.invalid", kept
    other.save(update_fields=["email", "joined_into"])
    chosen = joining.chosen
    joining.delete()
    for part in list(hooks.joiners.values()):
        part.join(other, kept, at=at, chosen=chosen)
    FormerAddress.objects.create(person=kept, address=address, since=at)
    leave_stub(other, at=at)
    ledger.record("people.accounts_joined", about=kept, by=kept, at=at, subject=kept)
    notices.joining_over(kept, is_done=True, at=at)
    notices.joined_away(address, language=language, about=other.pk, at=at)


def refuse_if_hindered(other: Person, kept: Person, *, at: datetime) -> None:
    """Raise `CannotJoin` unless both accounts are open and nothing about either is pending."""
    for person in (kept, other):
        if not person.is_active or person.joined_at is None or person.erased_at:
            raise CannotJoin(_("One of the two accounts is closed."))
        if stops_of(person).exists() or is_said_to_have_died(person, at=at):
            raise CannotJoin(
                _("An institution has ended the access of one of the accounts. Ask its admins.")
            )
        if leaving_of(person):
            raise CannotJoin(
                _("One of the two accounts is to be erased. Take that back first, or wait for it.")
            )


def _locked(joining: Joining) -> Joining:
    """The joining with both its people, as they are now: institutions first, then the people."""
    pair = [joining.kept_id, joining.other_id]
    places = Affiliation.objects.filter(person__in=pair).values("institution")
    list(Institution.objects.select_for_update().filter(pk__in=places).order_by("pk"))
    people = {
        one.pk: one for one in Person.objects.select_for_update().filter(pk__in=pair).order_by("pk")
    }
    found = Joining.objects.select_for_update().filter(pk=joining.pk).first()
    if found is None:
        raise CannotJoin(_("This was stopped, or has been done."))
    found.kept, found.other = people[found.kept_id], people[found.other_id]
    return found
