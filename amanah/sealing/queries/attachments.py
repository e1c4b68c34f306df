"""Files that go with words: whose they are to read."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from amanah.people.models import Person
from amanah.sealing.models import Attachment, Member, Words
from amanah.sealing.queries.rooms import rooms_open_to, rooms_to_take_along


def attachments_for(person: Person) -> QuerySet[Attachment]:
    """What a person may fetch: with words that are theirs to read, or their own that wait.

    Of whoever has left a room, those of words that were there before they did.
    """
    here = Member.objects.filter(room=OuterRef("room"), person=person, left_at=None)
    left = Member.objects.filter(
        room=OuterRef("room"), person=person, left_at__isnull=False, until_n__gte=OuterRef("n")
    )
    of_here = Exists(here) & (Exists(_words()) | Q(by=person))
    found = Attachment.objects.exclude(file=None)
    return found.filter(of_here | Exists(_words().filter(Exists(left)))).order_by("at", "pk")


def attachments_open_to(person: Person, *, at: datetime) -> QuerySet[Attachment]:
    """Of those, the ones in rooms that they may enter now."""
    return attachments_for(person).filter(room__in=rooms_open_to(person, at=at).values("pk"))


def attachments_to_take_along(person: Person) -> QuerySet[Attachment]:
    """Of those, the ones in rooms whose words are theirs, and nobody's who wrote to a role."""
    return attachments_for(person).filter(room__in=rooms_to_take_along(person).values("pk"))


def attachments_without_words() -> QuerySet[Attachment]:
    """Those that wait for words which never came, so far."""
    return Attachment.objects.exclude(Exists(_words()))


def _words() -> QuerySet[Words]:
    """The words that an attachment goes with, by the same author."""
    return Words.objects.filter(room=OuterRef("room"), mid=OuterRef("mid"), by=OuterRef("by"))
