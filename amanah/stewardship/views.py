from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.shell.pages import show
from amanah.shell.proof import recently_proven
from amanah.stewardship import queries, rules, services
from amanah.stewardship.forms import LeaveForm
from amanah.stewardship.models import Parcel
from amanah.stewardship.services.erasure import COOLING_OFF


@guard(allow=rules.is_own)
@require_GET
def parcel(request: HttpRequest) -> HttpResponse:
    """A copy of everything: ask for it, or fetch what has been packed."""
    return _show_parcel(request)


@guard(allow=rules.is_own)
@require_POST
@recently_proven(back="stewardship:parcel")
def ask_for_parcel(request: HttpRequest) -> HttpResponse:
    services.ask_for_parcel(request.user, by=request.user, at=clock.now())
    return redirect("stewardship:parcel")


@guard(find=queries.parcels_for, allow=rules.is_own)
@require_POST
@recently_proven(back="stewardship:parcel")
def fetch_parcel(request: HttpRequest, parcel: Parcel) -> HttpResponse:
    """Hand it over, once. A POST: nothing that merely looks ahead may use it up."""
    try:
        content = services.fetch_parcel(parcel, by=request.user, at=clock.now())
    except services.CannotFetch as refusal:
        return _show_parcel(request, refusal=str(refusal), status=409)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-amanah-data.zip"'
    return response


@guard(allow=rules.is_own)
@require_GET
def leaving(request: HttpRequest) -> HttpResponse:
    """Have everything erased, or take that back."""
    return _show_leaving(request, LeaveForm())


@guard(allow=rules.is_own)
@require_POST
@recently_proven(back="stewardship:leaving")
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            services.ask_for_erasure(request.user, by=request.user, at=clock.now())
        except services.CannotErase as refusal:
            form.add_error(None, str(refusal))
    if form.is_valid():
        return redirect("stewardship:leaving")
    return _show_leaving(request, form, status=422)


@guard(allow=rules.is_own)
@require_POST
def take_back_erasure(request: HttpRequest) -> HttpResponse:
    services.take_back_erasure(request.user, by=request.user, at=clock.now())
    return redirect("home:privacy")


def _show_parcel(request: HttpRequest, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    waiting = queries.parcels_for(request.user, at=clock.now()).first()
    return show(request, "stewardship/parcel.html", {"parcel": waiting, **more}, status=status)


def _show_leaving(request: HttpRequest, form: LeaveForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "leaving": queries.leaving_of(request.user),
        "would_be_on": clock.now() + COOLING_OFF,
    }
    return show(request, "stewardship/leaving.html", context, status=status)
