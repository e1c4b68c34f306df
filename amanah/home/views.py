from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.home import guarantees as fixed
from amanah.institutions.models import Institution
from amanah.shell.pages import show


@open_to_all
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home:today")
    return show(request, "home/welcome.html")


@guard(allow=anyone_signed_in)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    return show(request, "home/today.html")


@open_to_all
@require_GET
def guarantees(request: HttpRequest, slug: str) -> HttpResponse:
    """What an institution guarantees its members; for everybody, also before they join."""
    institution = get_object_or_404(Institution, slug=slug)
    context = {
        "institution": institution,
        "guarantees": fixed.GUARANTEES,
        "own": [line for line in institution.own_guarantees.splitlines() if line.strip()],
        "limits": fixed.LIMITS,
        "limits_before": fixed.LIMITS_BEFORE,
        "limits_after": fixed.LIMITS_AFTER,
    }
    return show(request, "home/guarantees.html", context)


@open_to_all
@require_GET
def how_it_works(request: HttpRequest) -> HttpResponse:
    """What is stored, who sees it, and what this release cannot do."""
    return show(request, "home/how_it_works.html")
