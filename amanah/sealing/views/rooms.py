"""Rooms and the words in them, for the clients of those who are there."""

import re
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.sealing import queries, rules, services
from amanah.sealing.models import Room
from amanah.sealing.services.epochs import NewEpoch, NewGrant
from amanah.sealing.views import said, shown

NEWEST, MOST_CHOSEN, MOST_ATTACHED = 30, 50, 5
KIND = re.compile(r"[a-z][a-z-]{0,23}")
WHOLE = re.compile(r"[0-9]{1,9}")


@guard(allow=rules.is_owner)
@require_GET
@said.while_open
def rooms(request: HttpRequest) -> HttpResponse:
    """Every room in which I am."""
    me: Any = request.user
    found = queries.rooms_open_to(me, at=clock.now()).filter(
        members__person=me, members__left_at=None
    )
    return JsonResponse({"rooms": shown.heads(list(found))})


@guard(allow=rules.can_read, find=queries.rooms_open_to)
@require_GET
@said.while_open
@said.answering
def room(request: HttpRequest, room: Room) -> HttpResponse:
    """A room: who is in it, its keys for me, and its newest or chosen words."""
    me: Any = request.user
    services.bring_due(me, at=clock.now())
    asked = request.GET
    until = queries.until_of(room, me)
    kinds, mids = asked.get("kinds", ""), asked.get("mids", "")
    if kinds or mids:
        rows = queries.words_chosen(room, kinds=_kinds(kinds), mids=_mids(mids), until=until)
    else:
        rows = queries.newest_words(room, count=_count(asked.get("newest")), until=until)
    known = _whole(asked.get("known"), 0)
    return JsonResponse(shown.room(room, me, rows=rows, known=known))


@guard(allow=rules.can_read, find=queries.rooms_open_to)
@require_GET
@said.while_open
@said.answering
def older(request: HttpRequest, room: Room) -> HttpResponse:
    """Words before a place."""
    me: Any = request.user
    until = queries.until_of(room, me)
    before = _whole(request.GET.get("before"), 0)
    count = _count(request.GET.get("newest"))
    rows = queries.older_words(room, before=before, count=count, until=until)
    # What comes after them is certain already to whoever asks what came before it.
    until = before - 1 if until is None else min(until, before - 1)
    known = rows[0].n - 1 if rows else max(until, 0)
    return JsonResponse(
        {
            "rows": [shown.row(each) for each in rows],
            "hashes": shown.hashes(room, known=known, until=until),
        }
    )


@guard(allow=rules.can_read, find=queries.rooms_open_to)
@require_GET
@said.while_open
def mark(request: HttpRequest, room: Room) -> HttpResponse:
    """Whether anything has changed here, for an open page that asks now and then, always alike.

    It tells no more than that a page is open, and nothing of it is kept.
    """
    me: Any = request.user
    return JsonResponse({"mark": queries.mark_of(room, until=queries.until_of(room, me))})


@guard(allow=rules.can_write, find=queries.rooms_open_to)
@require_POST
@said.while_open
@said.answering
def words(request: HttpRequest, room: Room) -> HttpResponse:
    """Keep sealed words; the same ones again are kept once."""
    me: Any = request.user
    told = said.said_in(request)
    parcel = services.Parcel(
        n=said.number(told, "n"),
        mid=said.name(told, "mid"),
        epoch=said.number(told, "epoch"),
        kind=said.text(told, "kind", most=24),
        ref=said.name_or_none(told, "ref"),
        file=said.file(told, "file"),
        attachments=said.names(told, "attachments", most=MOST_ATTACHED),
    )
    try:
        kept, is_new = services.post_words(room, parcel, by=me, at=clock.now())
    except services.MidTaken as refusal:
        return said.refused(refusal, row=shown.row(refusal.row))
    except services.NTaken as refusal:
        return said.refused(refusal, last=queries.last_in(room))
    return JsonResponse({"row": shown.row(kept)}, status=201 if is_new else 200)


@guard(allow=rules.can_write, find=queries.rooms_open_to)
@require_POST
@said.while_open
@said.answering
def epochs(request: HttpRequest, room: Room) -> HttpResponse:
    """Begin an epoch."""
    me: Any = request.user
    told = said.said_in(request)
    epoch = NewEpoch(
        number=said.number(told, "epoch"),
        from_n=said.number(told, "from_n"),
        suite=said.text(told, "suite", most=20),
        grants=[_grant_in(each) for each in said.objects(told, "grants", most=200)],
    )
    try:
        services.begin_epoch(room, epoch, by=me, at=clock.now())
    except services.Awaited as refusal:
        awaited = [str(each.person_id) for each in queries.members_who_wait(room)]
        return said.refused(refusal, awaited=awaited)
    return JsonResponse({}, status=201)


@guard(allow=rules.can_write, find=queries.rooms_open_to)
@require_POST
@said.while_open
@said.answering
def grants(request: HttpRequest, room: Room) -> HttpResponse:
    """Open an epoch again to the keys that a member has now."""
    me: Any = request.user
    told = said.said_in(request)
    number = said.number(told, "epoch")
    _grant, is_new = services.grant_again(room, number, _grant_in(told), by=me, at=clock.now())
    return JsonResponse({}, status=201 if is_new else 200)


@guard(allow=rules.can_write, find=queries.rooms_open_to)
@require_POST
@said.while_open
@said.answering
def drafts(request: HttpRequest, room: Room) -> HttpResponse:
    """Keep what I have begun to write."""
    me: Any = request.user
    told = said.said_in(request)
    slot, file = said.text(told, "slot", most=60), said.file(told, "file")
    services.save_draft(room, slot=slot, file=file, by=me, at=clock.now())
    return HttpResponse(status=204)


def _grant_in(told: said.Said) -> NewGrant:
    return NewGrant(
        to=said.name(told, "to"),
        generation=said.number(told, "generation"),
        statement=said.text(told, "statement", most=8000),
        mac=said.file(told, "mac"),
        file=said.file(told, "file"),
    )


def _kinds(asked: str) -> list[str]:
    kinds = [each for each in asked.split(",") if each]
    if len(kinds) > MOST_CHOSEN or not all(KIND.fullmatch(each) for each in kinds):
        raise said.NotUnderstood(_("This could not be understood."))
    return kinds


def _mids(asked: str) -> list[uuid.UUID]:
    names = [each for each in asked.split(",") if each]
    if len(names) > MOST_CHOSEN:
        raise said.NotUnderstood(_("This could not be understood."))
    return [said.name({"mid": each}, "mid") for each in names]


def _count(asked: str | None) -> int:
    return max(1, _whole(asked, NEWEST))


def _whole(asked: str | None, otherwise: int) -> int:
    return int(asked) if asked and WHOLE.fullmatch(asked) else otherwise
