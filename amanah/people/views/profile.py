"""A person's own pages about themselves."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.people import queries, rules, services
from amanah.people.forms.profile import PersonForm, ProfileForm, WorkingCardForm
from amanah.people.models import Person
from amanah.shell import themes
from amanah.shell.pages import sent, show


@guard(allow=rules.is_own)
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """How I am called, how pages look to me, and my card."""
    return _profile(request)


@guard(allow=rules.is_own)
@require_POST
def person(request: HttpRequest) -> HttpResponse:
    # A fresh copy: the frame goes on showing what is saved while the form is not.
    me: Any = request.user
    form = PersonForm(request.POST, instance=Person.objects.get(pk=me.pk))
    if not form.save_with(services.change_person, me, by=me, at=clock.now()):
        return _profile(request, person_form=form)
    return _settled(form.cleaned_data)


def _settled(chosen: dict[str, Any]) -> HttpResponse:
    """Back to the page, now in the language and the light that were chosen."""
    response = redirect("people:profile")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen["language"],
        max_age=themes.A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    themes.remember(response, chosen["theme"], is_https=settings.IS_HTTPS)
    return response


@guard(allow=rules.is_own)
@require_POST
def card(request: HttpRequest) -> HttpResponse:
    me: Any = request.user
    form = ProfileForm(request.POST, instance=queries.profile_of(me))
    saved = form.save_with(services.change_profile, me, by=me, at=clock.now())
    if saved and not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("Your card is saved."))
        return redirect("people:profile")
    if saved:
        form = ProfileForm(instance=queries.profile_of(me))
    return _profile(request, card_form=form, is_saved=saved, fragment="people/_card_form.html")


def _profile(
    request: HttpRequest, *, fragment: str | None = None, is_saved: bool = False, **forms: Any
) -> HttpResponse:
    me: Any = request.user
    context = {
        "person_form": forms.get("person_form") or PersonForm(instance=me),
        "card_form": forms.get("card_form") or ProfileForm(instance=queries.profile_of(me)),
        "is_saved": is_saved,
    }
    wrong = any(form.errors for form in forms.values())
    return show(
        request, "people/profile.html", context, fragment=fragment, status=422 if wrong else 200
    )


@guard(allow=rules.is_own)
@require_http_methods(["GET", "POST"])
def working_card(request: HttpRequest) -> HttpResponse:
    """*How I like to work*."""
    me: Any = request.user
    form = WorkingCardForm(sent(request), instance=queries.working_card_of(me))
    saved = request.method == "POST" and form.save_with(
        services.change_working_card, me, by=me, at=clock.now()
    )
    if saved and not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("Your card is saved."))
        return redirect("people:working_card")
    if saved:
        form = WorkingCardForm(instance=queries.working_card_of(me))
    return show(
        request,
        "people/working_card.html",
        {"form": form, "is_saved": saved},
        fragment="people/_working_card_form.html",
        status=422 if form.errors else 200,
    )


@guard(allow=rules.is_own)
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """My card as those who coordinate see it; looking at it oneself is noted nowhere."""
    me: Any = request.user
    context = {
        "person": me,
        "profile": queries.profile_of(me),
        "belongings": queries.affiliations_of(me),
    }
    return show(request, "people/preview.html", context)
