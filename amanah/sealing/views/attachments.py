"""Files that go with words, for the clients of those who are in a room: bytes in, bytes out."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.sealing import queries, rules, services, sizes
from amanah.sealing.models import Attachment, Room
from amanah.sealing.views import said

BYTES = "application/octet-stream"
LENGTH = re.compile(r"[0-9]{1,12}")


@guard(allow=rules.can_write, find=queries.rooms_open_to)
@require_POST
@said.while_open
@said.answering
def attachments(request: HttpRequest, room: Room) -> HttpResponse:
    """Keep a sealed file for words that follow; the same one again is kept once."""
    me: Any = request.user
    asked = request.GET.dict()
    pk, mid = said.name(asked, "name"), said.name(asked, "mid")
    brought = services.Brought(pk=pk, mid=mid, content=_body(request))
    kept, is_new = services.bring(room, brought, by=me, at=clock.now())
    told = {"name": str(kept.pk), "sha256": said.written(kept.sha256)}
    return JsonResponse(told, status=201 if is_new else 200)


@guard(allow=rules.can_fetch, find=queries.attachments_open_to)
@require_GET
@said.while_open
@said.answering
def attachment(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """A sealed file as it came. What it is called is sealed with its words."""
    content = services.content_of(attachment)
    held = f'attachment; filename="{attachment.pk}.age"'
    return HttpResponse(content, content_type=BYTES, headers={"Content-Disposition": held})


def _body(request: HttpRequest) -> bytes:
    """The bytes of a request, of which not one is read where it says that they are too many."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if request.content_type != BYTES or not LENGTH.fullmatch(told):
        raise said.NotUnderstood(_("This could not be understood."))
    if int(told) > sizes.MOST_SEALED:
        raise services.TooLarge(_("This file is too large."))
    return request.read(int(told))
