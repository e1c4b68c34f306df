"""What a client says and is told: JSON, taken for nothing but what it should be."""

import base64
import binascii
import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from amanah.base import clock
from amanah.base.refusal import Refused
from amanah.sealing import queries
from amanah.shell.proof import is_recent

Said = dict[str, Any]


class NotUnderstood(Refused):
    """Not the JSON that was asked for."""

    code = "sealing.not_understood"
    status = 422


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a refusal as JSON, with its code, beside which a client puts words of its own."""

    @wraps(view)
    def answered(request: HttpRequest, *about: Any, **parts: Any) -> HttpResponse:
        try:
            return view(request, *about, **parts)
        except Refused as refusal:
            return refused(refusal)

    return answered


def while_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only in a browser where the lock is open, so that closing it everywhere bites at once."""

    @wraps(view)
    def answered(request: HttpRequest, *about: Any, **parts: Any) -> HttpResponse:
        person: Any = request.user
        if not queries.is_open(request.session.session_key, person, at=clock.now()):
            return JsonResponse({"code": "sealing.locked", "message": _("Locked")}, status=423)
        return view(request, *about, **parts)

    return answered


def once_proven(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for whoever has just shown who they are: an open browser left alone is not enough."""

    @wraps(view)
    def answered(request: HttpRequest, *about: Any, **parts: Any) -> HttpResponse:
        if not is_recent(request):
            return JsonResponse({"code": "people.prove"}, status=403)
        return view(request, *about, **parts)

    return answered


def refused(refusal: Refused, **more: Any) -> JsonResponse:
    told = {"code": refusal.code, "message": str(refusal), **more}
    return JsonResponse(told, status=refusal.status)


def said_in(request: HttpRequest) -> Said:
    """The JSON object of a request."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as cause:
        raise NotUnderstood(_("This could not be understood.")) from cause
    if not isinstance(said, dict):
        raise _not_understood()
    return said


def text(said: Said, name: str, *, most: int = 10_000) -> str:
    """A text of a certain length at most, without NULs, which PostgreSQL does not take."""
    value = said.get(name)
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise _not_understood()
    try:
        value.encode()
    except UnicodeEncodeError as cause:  # half a surrogate pair
        raise NotUnderstood(_("This could not be understood.")) from cause
    return value


def number(said: Said, name: str) -> int:
    value = said.get(name)
    if type(value) is not int or not 0 <= value < 2**31:
        raise _not_understood()
    return value


def file(said: Said, name: str) -> bytes:
    """Bytes in base64, the one standard form of them."""
    value = text(said, name, most=1_500_000)
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as cause:
        raise NotUnderstood(_("This could not be understood.")) from cause


def name(said: Said, key: str) -> uuid.UUID:
    """A UUID as it is written out."""
    value = text(said, key, most=36)
    try:
        found = uuid.UUID(value)
    except ValueError as cause:
        raise NotUnderstood(_("This could not be understood.")) from cause
    if str(found) != value:
        raise _not_understood()
    return found


def name_or_none(said: Said, key: str) -> uuid.UUID | None:
    return name(said, key) if said.get(key) else None


def names(said: Said, key: str, *, most: int) -> tuple[uuid.UUID, ...]:
    """Some UUIDs; none where nothing is said of them."""
    value = said.get(key, [])
    if not isinstance(value, list) or len(value) > most:
        raise _not_understood()
    return tuple(name({key: each}, key) for each in value)


def objects(said: Said, key: str, *, most: int) -> list[Said]:
    value = said.get(key)
    if not isinstance(value, list) or len(value) > most:
        raise _not_understood()
    if not all(isinstance(each, dict) for each in value):
        raise _not_understood()
    return value


def written(content: Any) -> str:
    return base64.b64encode(bytes(content)).decode()


def _not_understood() -> NotUnderstood:
    return NotUnderstood(_("This could not be understood."))
