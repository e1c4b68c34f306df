"""Somebody has died: an admin says so, looks once more, and a second one confirms it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.people import queries, rules, services
from amanah.people.forms.gone import DeathForm
from amanah.people.models import Affiliation
from amanah.people.views.gone import show_those_gone
from amanah.shell.pages import sent, show


@guard(find=queries.people_run_by, allow=rules.can_stop)
@require_http_methods(["GET", "POST"])
def died(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    """Say that somebody has died: a day first, then what it means, then the word itself."""
    me: Any = request.user
    institution, form = belonging.institution, DeathForm(sent(request))
    day = form.cleaned_data["day"] if form.is_valid() else None
    if day and "sure" in request.POST:
        try:
            services.say_died(
                belonging.person, day=day, institution=institution, by=me, at=clock.now()
            )
        except Refused as refused:
            form.add_error("day", str(refused))
            day = None
        else:
            messages.success(request, _("It waits for a second admin, or for the operator."))
            return redirect("people:those_gone", slug=institution.slug)
    context = {"institution": institution, "belonging": belonging, "form": form, "day": day}
    return show(request, "people/died.html", context, status=422 if form.errors else 200)


@guard(find=queries.dead_run_by, allow=rules.can_stop)
@require_POST
def confirm(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    """Confirm it, as the second admin."""
    me: Any = request.user
    try:
        services.confirm_death(belonging.person.death, by=me, at=clock.now())
    except Refused as refused:
        return show_those_gone(request, belonging.institution, refusal=str(refused))
    messages.success(request, _("It is noted. Nothing goes to them any more."))
    return redirect("people:those_gone", slug=belonging.institution.slug)


@guard(find=queries.dead_run_by, allow=rules.can_stop)
@require_POST
def take_back(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    """It was a mistake."""
    me: Any = request.user
    try:
        services.take_back_death(belonging.person.death, by=me, at=clock.now())
    except Refused as refused:
        return show_those_gone(request, belonging.institution, refusal=str(refused))
    messages.success(request, _("That is taken back. Their account is as open as it was."))
    return redirect("people:those_gone", slug=belonging.institution.slug)
