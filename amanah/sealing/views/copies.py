"""A copy of a room to take along, for the client of somebody who is or was in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.sealing import hooks, queries, rules, services
from amanah.sealing.models import Room
from amanah.sealing.views import said, shown


@guard(allow=rules.can_read, find=queries.rooms_to_take_along)
@require_POST
@said.while_open
@said.once_proven
@said.answering
def copy(request: HttpRequest, room: Room) -> HttpResponse:
    """Some of everything that I may read here, after a place; first also what is known of it."""
    me: Any = request.user
    after = said.number(said.said_in(request), "after")
    rows = queries.words_after(room, after=after, until=queries.until_of(room, me))
    facts: dict[str, Any] = {}
    if after == 0:
        services.note_copy(room, by=me, at=clock.now())
        for known in hooks.facts:
            facts |= known(room, me)
    return JsonResponse({"rows": [shown.row(each) for each in rows], "facts": facts})
