"""Questions about what people are owed, and what was done with their data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q, QuerySet

from amanah.stewardship import events, ledger, triggers
from amanah.stewardship.models import Chain, Entry, Leaving, Parcel


@dataclass(frozen=True)
class Break:
    """A ledger whose entries no longer follow from one another, and where that begins."""

    chain: UUID
    number: int


def entries_shown_to(person: Any) -> QuerySet[Entry]:
    """What the ledger tells this person about their own data, newest first.

    Acts of staff and the operator, of those whom they chose, and their own; never what another
    member did.
    """
    mine = accounts_of(person)
    told = Q(event__in=events.names_told()) | Q(event__in=events.events, by__in=mine)
    return Entry.objects.filter(told, subject__in=mine).select_related("by").order_by("-at", "id")


def accounts_of(person: Any) -> list[UUID]:
    """The person's account, and those that became one with it: the ledger still names these."""
    people = get_user_model()._default_manager
    joined = people.filter(joined_into=person.pk).order_by("pk")
    return [person.pk, *joined.values_list("pk", flat=True)]


def acts_of_staff(institution_id: UUID) -> QuerySet[Entry]:
    """What staff and the operator did in an institution, newest first."""
    return (
        Entry.objects.filter(chain_id=institution_id, event__in=events.names_of_staffs())
        .select_related("by")
        .order_by("-number")
    )


def broken_ledgers() -> Iterator[Break]:
    """Every ledger that was tampered with. Reads them whole: for `amanah check`, not for a page."""
    for chain in Chain.objects.order_by("pk"):
        number = ledger.first_break(chain)
        if number is not None:
            yield Break(chain.pk, number)


def ledger_heads() -> dict[str, dict[str, Any]]:
    """Where each ledger stands: to be kept somewhere else, for instance with every backup.

    A chain that was rewritten from its beginning is whole again, but it ends in another head.
    """
    return {
        str(chain.pk): {"length": chain.length, "head": chain.head}
        for chain in Chain.objects.order_by("pk")
    }


def leaving_of(person: Any) -> Leaving | None:
    """The person's own wish to be erased, while it can still be taken back."""
    return Leaving.objects.filter(person=person).first()


def leavings_due(*, at: datetime) -> QuerySet[Leaving]:
    """Wishes to be erased whose day has come, oldest first."""
    return Leaving.objects.filter(due_at__lte=at).select_related("person").order_by("due_at", "id")


def parcels_for(person: Any, *, at: datetime) -> QuerySet[Parcel]:
    """The parcel that waits for this person, unless its day has passed."""
    return Parcel.objects.filter(person=person, expires_at__gt=at).order_by("id")


def missing_protections() -> list[str]:
    """What should keep the database from changing a ledger and is not there."""
    return triggers.missing(connection)
