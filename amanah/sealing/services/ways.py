"""Ways into a lock: added, replaced, taken away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.people.models import Person
from amanah.sealing import notices, queries
from amanah.sealing.models import Identity, Way
from amanah.sealing.services.locks import MOST_WAYS, LockRefused, NewWay, check_way, store_way
from amanah.stewardship import ledger


class LastWay(Refused):
    """Without it nobody could open the lock any more."""

    code = "sealing.last_way"


@transaction.atomic
def add_way(
    identity: Identity, way: NewWay, *, replaces: UUID | None, by: Person, at: datetime
) -> Way:
    """Add a way in; what it replaces goes in the same moment. Its owner is told by letter."""
    identity = Identity.objects.select_for_update().get(pk=identity.pk)
    check_way(way)
    again = [one for one in queries.ways_into(identity, at=at) if bytes(one.blob) == way.blob]
    if again:
        return again[0]
    if identity.ways.count() >= MOST_WAYS:
        raise LockRefused(_("You have as many ways in as there can be. Take one away first."))
    made = store_way(identity, way, at=at)
    if replaces is not None:
        identity.ways.filter(pk=replaces).delete()
        if not identity.ways.filter(expires_at=None).exists():
            raise LastWay(_("This is the only way into your lock. Add another one first."))
    if way.kind == Way.Kind.DEVICE:
        identity.ways.filter(kind=Way.Kind.DEVICE).exclude(pk=made.pk).delete()
    else:
        notices.ways_changed(identity.person, at=at)
    ledger.record("sealing.way_added", about=identity, by=by, at=at, subject=by, kind=way.kind)
    return made


@transaction.atomic
def remove_way(way: Way, *, by: Person, at: datetime) -> None:
    """Take a way in away, unless it is the last that lasts."""
    identity = Identity.objects.select_for_update().get(pk=way.identity_id)
    lasting = identity.ways.filter(expires_at=None)
    if way.expires_at is None and not lasting.exclude(pk=way.pk).exists():
        raise LastWay(_("This is the only way into your lock. Add another one first."))
    identity.ways.filter(pk=way.pk).delete()
    if way.kind != Way.Kind.DEVICE:
        notices.ways_changed(identity.person, at=at)
        ledger.record(
            "sealing.way_removed", about=identity, by=by, at=at, subject=by, kind=way.kind
        )
