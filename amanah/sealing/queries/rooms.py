"""Rooms: who is in them, and the words there, as bytes in their places."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from amanah.people.models import Person
from amanah.sealing import hooks
from amanah.sealing.models import Draft, Epoch, Grant, Identity, Member, Room, Words

MOST = 200
MOST_AT_ONCE = 4 * 1024 * 1024


def rooms_for(person: Person) -> QuerySet[Room]:
    """Rooms that a person is or was in, their own among them."""
    theirs = Member.objects.filter(room=OuterRef("pk"), person=person)
    return Room.objects.filter(Exists(theirs)).order_by("made_at", "pk")


def rooms_open_to(person: Person, *, at: datetime) -> QuerySet[Room]:
    """Of those, the ones that they may enter now."""
    found = rooms_for(person)
    for ask in hooks.withheld:
        found = found.exclude(pk__in=ask(person, at))
    return found


def rooms_to_take_along(person: Person) -> QuerySet[Room]:
    """Of those, the ones whose words are theirs, and nobody's who wrote to them in a role."""
    found = rooms_for(person)
    for ask in hooks.not_taken:
        found = found.exclude(pk__in=ask(person))
    return found


def room_of_own(person: Person) -> Room | None:
    return Room.objects.filter(owner=person).first()


def members_of(rooms: Iterable[Room]) -> QuerySet[Member]:
    """Everybody who is or was in some rooms, by when they came."""
    found = Member.objects.filter(room__in=list(rooms)).select_related("person")
    return found.order_by("joined_at", "pk")


def members_who_wait(room: Room) -> QuerySet[Member]:
    """Members who have no lock yet, so that nothing can be sealed to them."""
    current = Identity.objects.filter(person=OuterRef("person"), state=Identity.State.CURRENT)
    return (
        room.members.filter(left_at=None)
        .exclude(Exists(current))
        .select_related("person")
        .order_by("joined_at", "pk")
    )


def epochs_of(room: Room) -> QuerySet[Epoch]:
    return room.epochs.order_by("number")


def grants_for(person: Person, room: Room) -> QuerySet[Grant]:
    """The keys that were handed to a person, in whichever generation."""
    return (
        Grant.objects.filter(epoch__room=room, to__person=person)
        .select_related("epoch")
        .order_by("epoch__number", "made_at", "pk")
    )


def last_in(room: Room) -> int:
    """The place of the newest words; 0 where there are none."""
    return room.words.aggregate(last=Max("n"))["last"] or 0


def mark_of(room: Room, *, until: int | None) -> str:
    """What changes as soon as there are words, keys, people or an end that a reader lacks."""
    if until is not None:
        # Whoever has left is told of nothing that came afterwards.
        return str(until)
    grants = Grant.objects.filter(epoch__room=room).count()
    waits = members_who_wait(room).count()
    is_open = int(room.closed_at is None)
    return f"{last_in(room)}.{room.epochs.count()}.{grants}.{waits}.{is_open}"


def until_of(room: Room, person: Person) -> int | None:
    """Up to where somebody may read who has left; None for whoever is here."""
    parts = list(room.members.filter(person=person))
    if any(part.left_at is None for part in parts):
        return None
    return max((part.until_n or 0 for part in parts), default=0)


def left_at(room: Room, person: Person) -> datetime | None:
    """When somebody left for good; None for whoever is here."""
    parts = list(room.members.filter(person=person))
    gone = [part.left_at for part in parts if part.left_at is not None]
    return max(gone) if gone and len(gone) == len(parts) else None


def all_words(room: Room, *, until: int | None) -> QuerySet[Words]:
    """Every word that somebody may read, oldest first."""
    return _seen(room, until).order_by("n")


def words_after(room: Room, *, after: int, until: int | None) -> list[Words]:
    """Words after a place, oldest first: as many as go into one answer, and one at least."""
    found: list[Words] = []
    size = 0
    for one in _seen(room, until).filter(n__gt=after).order_by("n")[:MOST].iterator():
        size += len(one.file)
        if found and size > MOST_AT_ONCE:
            break
        found.append(one)
    return found


def newest_words(room: Room, *, count: int, until: int | None) -> list[Words]:
    """The newest words, oldest first."""
    found = _seen(room, until).order_by("-n")[: min(count, MOST)]
    return list(reversed(found))


def older_words(room: Room, *, before: int, count: int, until: int | None) -> list[Words]:
    """Words before a place, oldest first."""
    found = _seen(room, until).filter(n__lt=before).order_by("-n")[: min(count, MOST)]
    return list(reversed(found))


def words_chosen(
    room: Room, *, kinds: Iterable[str], mids: Iterable[UUID], until: int | None
) -> list[Words]:
    """Words of some kinds or names, and all that changes or takes them back, oldest first."""
    seen = _seen(room, until)
    chosen = seen.filter(Q(kind__in=list(kinds)) | Q(mid__in=list(mids)))
    names = chosen.values("mid")
    found = seen.filter(Q(mid__in=names) | Q(ref__in=names)).order_by("-n")[:MOST]
    return list(reversed(found))


def hashes_after(
    room: Room, *, known: int, until: int | None
) -> Iterable[tuple[int, bytes | memoryview]]:
    """(place, SHA-256) of all words after a place."""
    return _seen(room, until).filter(n__gt=known).order_by("n").values_list("n", "sha256")


def has_draft(person: Person, room: UUID, *, slot: str) -> bool:
    return Draft.objects.filter(room=room, person=person, slot=slot).exists()


def rooms_with_draft(person: Person, *, slot: str) -> list[UUID]:
    """Rooms in which somebody has begun to write something."""
    found = Draft.objects.filter(person=person, slot=slot)
    return list(found.order_by("pk").values_list("room", flat=True))


def has_written(person: Person, room: UUID, *, kind: str = "") -> bool:
    """Whether somebody has sent words of a kind, or any at all."""
    found = Words.objects.filter(room=room, by=person)
    return (found.filter(kind=kind) if kind else found).exists()


def drafts_in(room: Room, person: Person) -> QuerySet[Draft]:
    return Draft.objects.filter(room=room, person=person).order_by("slot")


def _seen(room: Room, until: int | None) -> QuerySet[Words]:
    """All words, or for whoever left, those before they did."""
    words = Words.objects.filter(room=room)
    return words if until is None else words.filter(n__lte=until)
