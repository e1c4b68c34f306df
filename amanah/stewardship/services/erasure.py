"""Forgetting a person: the row stays as a nameless stub, and everything else goes.

The ledger points to the stub, so its entries never change. What upper apps hold is theirs to
forget (`stewardship.hooks`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import every, later
from amanah.base.models import Job
from amanah.base.refusal import Refused
from amanah.stewardship import erasure_log, hooks, ledger, queries
from amanah.stewardship.models import Leaving
from amanah.stewardship.services.parcels import discard_parcel
from amanah.stewardship.services.traces import wipe_traces

COOLING_OFF = timedelta(days=14)


class CannotErase(Refused):
    code = "stewardship.cannot_erase"


@transaction.atomic
def ask_for_erasure(person: Any, *, by: Any, at: datetime) -> Leaving:
    """Note that a person wants to be erased, and name the day. They can take it back until then.

    Raises `CannotErase` when something must be handed over first.
    """
    refuse_if_hindered(person, at=at)
    leaving, is_new = Leaving.objects.get_or_create(
        person=person, defaults={"asked_at": at, "due_at": at + COOLING_OFF}
    )
    if is_new:
        ledger.record("stewardship.erasure_asked", about=person, subject=person, by=by, at=at)
    return leaving


@transaction.atomic
def take_back_erasure(person: Any, *, by: Any, at: datetime) -> None:
    """Stay after all. Nothing has been lost."""
    taken_back, _by_model = Leaving.objects.filter(person=person).delete()
    if taken_back:
        ledger.record("stewardship.erasure_taken_back", about=person, subject=person, by=by, at=at)


@transaction.atomic
def erase_person(person: Any, *, by: Any, at: datetime) -> None:
    """Forget a person now and for good; harmless if it has been done.

    Raises `CannotErase` when something must be handed over first. `by` is None for the operator.
    """
    person = get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    if person.erased_at:
        return
    refuse_if_hindered(person, at=at)
    _forget(person, at=at)
    # Before the commit: a backup must never bring back somebody whose erasure was confirmed.
    line = erasure_log.append(settings.HOME, person.pk, at=at)
    ledger.record(
        "stewardship.person_erased", about=person, subject=person, by=by, at=at, line=line
    )
    later(wipe_traces)


@transaction.atomic
def leave_stub(person: Any, *, at: datetime) -> None:
    """Forget what is left of an account whose person keeps another.

    It is not in the log of erasures: an older copy of the database brings both accounts back.
    """
    person = get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    _forget(person, at=at)
    later(wipe_traces)


@every(timedelta(hours=1))
def erase_those_due(*, at: datetime) -> None:
    """Erase everybody whose day has come. Whoever has something to hand over waits until it is."""
    for leaving in list(queries.leavings_due(at=at)):
        try:
            erase_person(leaving.person, by=leaving.person, at=at)
        except CannotErase:
            continue


def reapply_erasures(lines: Iterable[str], *, at: datetime) -> int:
    """Erase again those whom an older copy of the database brought back, and say how many.

    `lines` are those of `HOME/erasures.log`. Raises `erasure_log.BrokenLog` before anything
    is touched if one was altered.
    """
    people = get_user_model()._default_manager
    found = 0
    for line in erasure_log.read(lines):
        with transaction.atomic():
            person = people.select_for_update().filter(pk=line.person, erased_at=None).first()
            if person:
                _forget(person, at=line.at)
                ledger.record(
                    "stewardship.erasure_reapplied", about=person, subject=person, by=None, at=at
                )
                found += 1
    if found:
        later(wipe_traces)
    return found


def refuse_if_hindered(person: Any, *, at: datetime) -> None:
    """Raise `CannotErase` with everything that must be handed over first."""
    found = [sentence for ask in hooks.hindrances.values() if (sentence := ask(person, at=at))]
    if found:
        raise CannotErase(_("Your account cannot be erased yet.") + " " + " ".join(found))


def _forget(person: Any, *, at: datetime) -> None:
    Leaving.objects.filter(person=person).delete()
    discard_parcel(person)
    Job.objects.filter(values__icontains=str(person.pk)).delete()
    # The highest first: while they forget, the person still has the address that they look for.
    for part in reversed(hooks.erasures.values()):
        part.erase(person, at=at)
