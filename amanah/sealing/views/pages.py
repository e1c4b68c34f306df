"""The pages of one's lock. What opens it never comes here: a script in the page sees to that."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.shell.pages import show
from amanah.shell.proof import recently_proven

WAYS = ("device", "sheet", "file", "passkey", "phrase")


@guard(allow=anyone_signed_in)
@require_GET
def lock(request: HttpRequest) -> HttpResponse:
    """How one's lock stands: opening it, its ways in, closing it."""
    return show(request, "sealing/lock.html", {**_about(request), "tells_of_lock": True})


@guard(allow=anyone_signed_in)
@require_GET
def set_lock(request: HttpRequest) -> HttpResponse:
    """Choose how one's words will open."""
    return show(request, "sealing/set.html", _about(request))


@guard(allow=anyone_signed_in)
@recently_proven()
@require_GET
def lost_lock(request: HttpRequest) -> HttpResponse:
    """Every way in is lost: another lock, after a day in which it can be stopped."""
    return show(request, "sealing/set.html", {**_about(request), "is_new": True})


@guard(allow=anyone_signed_in)
@recently_proven()
@require_GET
def second_way(request: HttpRequest) -> HttpResponse:
    """Add a way in: for another device, on paper, in a file, by a touch, by six words."""
    wanted = request.GET.get("way", "")
    about = {
        "way": wanted if wanted in WAYS else "",
        "lock_url": reverse("sealing:lock"),
        "today": clock.now(),
    }
    return show(request, "sealing/second.html", {**_about(request), **about})


@guard(allow=anyone_signed_in)
@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Safety numbers: one's own, and typing those of the people one writes to."""
    return show(request, "sealing/numbers.html", _about(request))


def _about(request: HttpRequest) -> dict[str, Any]:
    return {"person": request.user, "after": _after(request)}


def _after(request: HttpRequest) -> str:
    """Where to go afterwards, if that is a page of ours."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, None, request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else ""
