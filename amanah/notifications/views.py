"""A person's own page of notices, how they like to hear of them, and the link that stops mail."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.notifications import kinds, queries, rules, services
from amanah.notifications.forms import RhythmForm, WaysForm
from amanah.notifications.models import Notice
from amanah.shell.pages import sent, show


@guard(allow=anyone_signed_in)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What I am told, until I put it away."""
    me: Any = request.user
    at = clock.now()
    return show(request, "notifications/notices.html", {"lines": queries.lines_for(me, at=at)})


@guard(find=queries.own_notices, allow=rules.can_see)
@require_POST
def put_away(request: HttpRequest, notice: Notice) -> HttpResponse:
    services.put_away(notice)
    return redirect("notifications:notices")


@guard(allow=anyone_signed_in)
@require_POST
def put_all_away(request: HttpRequest) -> HttpResponse:
    """Put away everything that stood on the page."""
    services.put_all_away(request.user, shown=request.POST.getlist("shown"))
    return redirect("notifications:notices")


@guard(allow=anyone_signed_in)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """How and when I want to hear of things."""
    me: Any = request.user
    at = clock.now()
    today = at.astimezone(ZoneInfo(me.time_zone)).date()
    values = RhythmForm.values_of(queries.rhythm_of(me), today=today)
    hours = RhythmForm(sent(request), initial=values, today=today)
    offered = queries.offered_to(me, at=at)
    ways = WaysForm(sent(request), ways=queries.ways_of(me), offered=offered)
    if request.method == "POST" and all([hours.is_valid(), ways.is_valid()]):
        services.choose(me, ways.cleaned_data, by=me, at=at)
        services.settle_rhythm(me, by=me, at=at, **hours.cleaned_data)
        messages.success(request, _("Saved. Letters come as you chose from now on."))
        return redirect("notifications:choose")
    return show(
        request,
        "notifications/choose.html",
        {"hours": hours, "ways": ways},
        status=422 if hours.errors or ways.errors else 200,
    )


@csrf_exempt
@open_to_all
@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters by the link in one, without signing in. Looking at the page stops nothing.

    A mail program posts here by itself when its reader presses *Unsubscribe* (RFC 8058), so there
    is no page of ours that could carry a token; the address is the secret.
    """
    found = services.read_stop(token)
    if found is None:
        return show(request, "notifications/stop_over.html", status=410)
    person, kind = found
    if request.method == "POST":
        services.stop_mail(person, kind, at=clock.now())
    listed = kinds.find(kind) if kind else None
    context = {"kind": listed, "is_done": request.method == "POST"}
    return show(request, "notifications/stop.html", context)
