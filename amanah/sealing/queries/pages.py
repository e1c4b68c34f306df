"""What pages show of locks and words without opening anything."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from amanah.sealing.hooks import WITHDRAWN
from amanah.sealing.models import Identity, Opening, Room, Words
from amanah.sealing.queries.rooms import all_words, until_of

FEW = 3


def standing_of(person: Any, *, session_key: str, at: datetime) -> str:
    """How a lock stands in one browser, as far as we can know: "none", "locked" or "open".

    Where a browser may not remember, only its open page knows that the lock is open.
    """
    opening = Opening.objects.filter(session=session_key, person=person, until__gt=at)
    found = Identity.objects.filter(person=person, state=Identity.State.CURRENT)
    row = found.values_list("pk", Subquery(opening.values("key")[:1])).first()
    if row is None:
        return "none"
    return "open" if row[1] else "locked"


def newest_rows(
    person: Any, room: UUID | None, *, kinds: Iterable[str] = (), mids: Iterable[UUID] = ()
) -> list[Words]:
    """The newest few words, as who and when; of one's own room where none is named."""
    kinds, mids = list(kinds), list(mids)
    theirs = Room.objects.filter(pk=room) if room else Room.objects.filter(owner=person)
    found = theirs.filter(members__person=person).distinct().first()
    if found is None:
        return []
    # Of whoever has left, what was there before they did.
    words = all_words(found, until=until_of(found, person)).filter(ref=None)
    if kinds or mids:
        words = words.filter(Q(kind__in=kinds) | Q(mid__in=mids))
    return list(words.select_related("by").order_by("-n")[:FEW])


def standing_words(room: UUID, kinds: Iterable[str]) -> list[Words]:
    """Words of some kinds that nobody has taken back, oldest first: who, when and their names."""
    back = Words.objects.filter(room=room, kind=WITHDRAWN, ref__isnull=False).values("ref")
    found = Words.objects.filter(room=room, kind__in=list(kinds), ref=None).exclude(mid__in=back)
    return list(found.select_related("by").defer("file").order_by("n"))
