"""Two accounts of one person that are about to become one: nobody else's business."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from amanah.people.letter_secrets import hash_of
from amanah.people.models import Joining, Person

LETTER_FOR = timedelta(hours=4)
PROOF_FOR = timedelta(minutes=15)


def joining_by_letter(secret: str, kept: Person, *, at: datetime) -> Joining | None:
    """What the letter to the other address opens, in the browser of the account that is kept."""
    asked = Joining.objects.filter(confirmed_at=None, asked_at__gt=at - LETTER_FOR)
    return asked.filter(letter_hash=hash_of(secret), kept=kept).select_related("other").first()


def joinings_proven(person: Person, *, at: datetime) -> QuerySet[Joining]:
    """Where somebody has shown a moment ago that the other account is theirs too."""
    proven = Joining.objects.filter(kept=person, proven_at__gt=at - PROOF_FOR)
    return proven.filter(confirmed_at=None).select_related("kept", "other").order_by("pk")


def joinings_waiting(person: Person) -> QuerySet[Joining]:
    """What will happen to either of a person's accounts, and can be stopped from both."""
    mine = Joining.objects.filter(Q(kept=person) | Q(other=person))
    return mine.exclude(confirmed_at=None).select_related("kept", "other").order_by("due_at", "pk")


def joining_to_stop(secret: str) -> Joining | None:
    """What the link in the letters to both addresses stops."""
    waiting = Joining.objects.exclude(confirmed_at=None)
    return waiting.filter(stop_hash=hash_of(secret)).select_related("kept").first()
