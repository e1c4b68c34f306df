"""Files that go with words: whose they are to read."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from amanah.people.models import Person
from amanah.sealing.models import Attachment, Member, Words


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


def attachments_without_words() -> QuerySet[Attachment]:
    """Those that wait for words which never came, so far."""
    return Attachment.objects.exclude(Exists(_words()))


def _words() -> QuerySet[Words]:
    """The words that an attachment goes with, by the same author."""
    return Words.objects.filter(room=OuterRef("room"), mid=OuterRef("mid"), by=OuterRef("by"))
