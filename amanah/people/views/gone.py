"""Somebody has gone: an institution's admins end their access, and give it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.people import queries, rules, services
from amanah.people.models import Affiliation, Stop
from amanah.shell.pages import show


@guard(find=queries.people_run_by, allow=rules.can_stop)
@require_http_methods(["GET", "POST"])
def gone(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    """End somebody's access, after a page that says what that means."""
    me: Any = request.user
    institution, refusal = belonging.institution, ""
    if request.method == "POST":
        try:
            services.stop_access(institution, belonging.person, by=me, at=clock.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Their access has ended. A letter tells them."))
            return redirect("people:those_gone", slug=institution.slug)
    context = {"institution": institution, "belonging": belonging, "refusal": refusal}
    return show(request, "people/gone.html", context, status=422 if refusal else 200)


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_stop)
@require_GET
def those_gone(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Whose access has ended here, who has died, and taking either back."""
    return show_those_gone(request, institution)


@guard(find=queries.stops_run_by, allow=rules.can_stop)
@require_POST
def allow(request: HttpRequest, stop: Stop) -> HttpResponse:
    """Let somebody belong to the institution again."""
    try:
        services.allow_again(stop, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except Refused as refused:
        return show_those_gone(request, stop.institution, refusal=str(refused))
    messages.success(request, _("They belong here again, from today. What ended stays ended."))
    return redirect("people:those_gone", slug=stop.institution.slug)


def show_those_gone(
    request: HttpRequest, institution: Institution, *, refusal: str = ""
) -> HttpResponse:
    """Whose access has ended, and who has died."""
    me: Any = request.user
    dead = list(queries.dead_run_by(me, slug=institution.slug, at=clock.now()))
    for one in dead:
        waits = one.person.death.confirmed_at is None
        one.may_confirm = waits and one.person.death.said_by_id != me.pk  # type: ignore[attr-defined]
    context = {
        "institution": institution,
        "dead": dead,
        "stops": queries.stops_run_by(me, slug=institution.slug, at=clock.now()),
        "refusal": refusal,
    }
    return show(request, "people/those_gone.html", context, status=422 if refusal else 200)
