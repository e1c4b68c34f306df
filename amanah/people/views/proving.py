"""Showing once more that it is you, before something that matters."""

from allauth.account.internal.flows.login import (
    record_authentication,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amanah.base.access import anyone_signed_in, guard
from amanah.people import limits, passkeys, sign_ons
from amanah.people.forms.proving import Prove
from amanah.people.models import Person
from amanah.people.queries.account import ways_in
from amanah.people.views.entering import wanted
from amanah.shell.pages import sent, show


@guard(allow=anyone_signed_in)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the password, a code, or a passkey."""
    person: Person = request.user  # type: ignore[assignment]
    form = Prove(sent(request), person=person)
    status = 200
    if request.method == "POST":
        try:
            limits.count(request, "reauthenticate", person=person)
            if form.is_valid():
                return _proven(request, person)
            status = 422
        except limits.TooOften as refusal:
            form.is_valid()
            form.errors.clear()
            form.add_error(None, str(refusal))
            status = refusal.status
    return _page(request, person, form, status)


def _proven(request: HttpRequest, person: Person) -> HttpResponse:
    record_authentication(request, person, method="password", reauthenticated=True)
    limits.forgive(request, "reauthenticate", person=person)
    return redirect(wanted(request) or "people:account")


@guard(allow=anyone_signed_in)
@require_http_methods(["POST"])
def prove_by_passkey(request: HttpRequest) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    try:
        limits.count(request, "reauthenticate", person=person)
        passkeys.accept(
            request, request.POST.get("credential", ""), purpose=passkeys.PROVE, person=person
        )
    except (limits.TooOften, passkeys.NotAccepted) as refusal:
        form = Prove(person=person)
        form.notice = str(refusal)  # type: ignore[attr-defined]
        return _page(request, person, form, refusal.status)
    return _proven(request, person)


def _page(request: HttpRequest, person: Person, form: Prove, status: int) -> HttpResponse:
    ways = ways_in(person)
    context = {
        "form": form,
        "ways": ways,
        "next": wanted(request) or "",
        "options": passkeys.ask(request, purpose=passkeys.PROVE, person=person)
        if ways.passkeys
        else "",
        "sign_ons": sign_ons.links(wanted(request) or "") if ways.sign_ons else [],
    }
    return show(request, "people/prove.html", context, status=status)
