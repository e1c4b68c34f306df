"""What pages show of locks and words without opening anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from amanah.sealing.hooks import WITHDRAWN
from amanah.sealing.models import Identity, Opening, Room, Words
from amanah.sealing.queries.rooms import all_words, until_of

FEW = 3


@dataclass(frozen=True)
class Standing:
    """How a lock stands in one browser, as far as we can know: "none", "locked" or "open".

    Where a browser may not remember, only its open page knows that the lock is open. `due_at`: when
    another lock takes its place, because somebody said that every way into this one is lost.
    """

    state: str
    due_at: datetime | None = None


def standing_of(person: Any, *, session_key: str, at: datetime) -> Standing:
    """How a lock stands in one browser; asked on every page, so in one question."""
    opening = Opening.objects.filter(session=session_key, person=person, until__gt=at)
    waiting = Identity.objects.filter(
        person=person, state=Identity.State.WAITING, due_at__gt=at
    ).values("due_at")
    found = Identity.objects.filter(person=person, state=Identity.State.CURRENT)
    asked = found.values_list(Subquery(opening.values("key")[:1]), Subquery(waiting[:1]))
    row = asked.first()
    if row is None:
        return Standing("none")
    key, due_at = row
    return Standing("open" if key else "locked", due_at)


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
