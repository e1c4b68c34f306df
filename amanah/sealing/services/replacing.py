"""Everything is lost: another lock, which waits a day in which it can be stopped."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.people.models import Person
from amanah.people.services import letter_secrets
from amanah.sealing import notices, queries
from amanah.sealing.models import Identity, Opening
from amanah.sealing.services.locks import LockRefused, NewLock, check_lock, store_lock
from amanah.stewardship import ledger

WAITS = timedelta(hours=24)
State = Identity.State


class NothingWaits(Refused):
    """It was stopped already, or is done."""

    code = "sealing.nothing_waits"
    status = 410


@transaction.atomic
def replace_lock(person: Person, lock: NewLock, *, by: Person, at: datetime) -> Identity:
    """Ask for another lock. Its owner's letters say how to stop it; the newest asking stands."""
    Person.objects.select_for_update().get(pk=person.pk)
    current = queries.current_identity(person)
    if current is None:
        raise LockRefused(_("There is no lock to replace. Set one instead."))
    waiting = Identity.objects.filter(person=person, state=State.WAITING).first()
    if waiting is not None and waiting.recipient == lock.recipient:
        return waiting
    check_lock(lock, generation=current.generation + 1)
    if waiting is not None:
        _stop(waiting)
    secret = letter_secrets.new()
    made = store_lock(
        Identity(
            person=person,
            state=State.WAITING,
            made_at=at,
            due_at=at + WAITS,
            stop_hash=letter_secrets.hash_of(secret),
        ),
        lock,
        at=at,
    )
    notices.replacement_asked(made, secret=secret, at=at)
    ledger.record("sealing.replacement_asked", about=made, by=by, at=at, subject=person)
    return made


@transaction.atomic
def stop_replacement(person: Person, *, by: Person, at: datetime) -> None:
    """Keep the lock as it is: whoever asked for another one was not its owner, or found theirs."""
    waiting = (
        Identity.objects.select_for_update().filter(person=person, state=State.WAITING).first()
    )
    if waiting is None or waiting.due_at is None or waiting.due_at <= at:
        raise NothingWaits(_("No other lock is waiting. Nothing was changed."))
    _stop(waiting)
    ledger.record("sealing.replacement_stopped", about=waiting, by=by, at=at, subject=person)


def bring_due(person: Person, *, at: datetime) -> None:
    """Let the lock that has waited its day be the lock, if there is one."""
    due = Identity.objects.filter(person=person, state=State.WAITING, due_at__lte=at)
    if due.exists():
        _bring(person, at=at)


@every(timedelta(hours=1))
def replace_due_locks(*, at: datetime) -> None:
    """The same for whoever does not come by themselves."""
    due = Identity.objects.filter(state=State.WAITING, due_at__lte=at)
    for identity in due.select_related("person").order_by("due_at", "pk"):
        _bring(identity.person, at=at)


@transaction.atomic
def _bring(person: Person, *, at: datetime) -> None:
    Person.objects.select_for_update().get(pk=person.pk)
    waiting = Identity.objects.filter(person=person, state=State.WAITING, due_at__lte=at).first()
    if waiting is None:
        return
    Identity.objects.filter(person=person, state=State.CURRENT).update(state=State.REPLACED)
    waiting.state, waiting.stop_hash = State.CURRENT, None
    waiting.save(update_fields=["state", "stop_hash"])
    # Whoever has the old keys open somewhere reads nothing new with them.
    Opening.objects.filter(person=person).delete()
    ledger.record("sealing.lock_replaced", about=waiting, by=None, at=at, subject=person)


def _stop(waiting: Identity) -> None:
    waiting.state, waiting.stop_hash = State.STOPPED, None
    waiting.save(update_fields=["state", "stop_hash"])
    waiting.ways.all().delete()
