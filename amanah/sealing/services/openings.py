"""Where a lock is open: in one signed-in browser, for hours."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from amanah.people.models import Person
from amanah.sealing.models import Opening, Way
from amanah.stewardship import ledger

OPEN_FOR = timedelta(hours=12)


@transaction.atomic
def open_here(
    person: Person, *, session: str, key: str, spent: UUID | None = None, at: datetime
) -> Opening:
    """Note that this browser is open from now on, with the half of a key that we keep for it.

    What was made for another device is good once: it goes when that has opened by it.
    """
    if spent is not None:
        Way.objects.filter(pk=spent, identity__person=person, kind=Way.Kind.DEVICE).delete()
    Opening.objects.filter(session=session).delete()
    return Opening.objects.create(session_id=session, person=person, key=key, until=at + OPEN_FOR)


def close(person: Person, *, session: str | None) -> None:
    """Close the lock in this browser: what it remembers opens nothing any more."""
    Opening.objects.filter(session=session, person=person).delete()


@transaction.atomic
def close_everywhere(person: Person, *, by: Person, at: datetime) -> None:
    """Close the lock in every browser, from the next byte on."""
    Opening.objects.filter(person=person).delete()
    ledger.record("sealing.locked_everywhere", about=person, by=by, at=at, subject=person)
