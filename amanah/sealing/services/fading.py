"""Bytes that go while their place stays: words taken back or replaced, and those of the erased."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from amanah.base.later import every
from amanah.people.models import Person
from amanah.sealing.models import Draft, Identity, Member, Opening, Pins, Room, Way, Words

# So long somebody can still show to a safeguarding lead what was taken back.
SHOWN_FOR = timedelta(days=30)


@every(timedelta(days=1), offset=timedelta(hours=4))
def fade_words(*, at: datetime) -> None:
    """Let the bytes go of words that were changed or taken back thirty days ago."""
    later = Words.objects.filter(
        room=OuterRef("room"), ref=OuterRef("first"), n__gt=OuterRef("n"), at__lte=at - SHOWN_FOR
    )
    firsts = Words.objects.exclude(file=b"").filter(ref=None)
    _fade(firsts, later, first="mid")
    _fade(Words.objects.exclude(file=b"").exclude(ref=None), later, first="ref")


def _fade(words: Any, later: Any, *, first: str) -> None:
    gone = words.annotate(first=F(first)).filter(Exists(later))
    ids = list(gone.values_list("pk", flat=True))
    Words.objects.filter(pk__in=ids).update(file=b"")


@transaction.atomic
def forget(person: Person) -> None:
    """Delete what is somebody's own; of what they wrote to others the places stay.

    The others keep their own words. Where nobody is left, everything goes.
    """
    Opening.objects.filter(person=person).delete()
    Draft.objects.filter(person=person).delete()
    Room.objects.filter(owner=person).delete()
    if person.joined_into_id is None:
        Words.objects.filter(by=person).exclude(file=b"").update(file=b"")
    identities = Identity.objects.filter(person=person)
    Way.objects.filter(identity__in=identities).delete()
    Pins.objects.filter(identity__in=identities).delete()
    Room.objects.exclude(
        Exists(Member.objects.filter(room=OuterRef("pk")).exclude(person=person))
    ).delete()


def delete_rooms(rooms: Iterable[UUID]) -> None:
    """Delete rooms with everything in them."""
    Room.objects.filter(pk__in=list(rooms)).delete()
