"""A new password by mail."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from amanah.base import clock
from amanah.base.access import open_to_all
from amanah.people import limits
from amanah.people.forms.entering import Forgotten, NewPassword
from amanah.people.models import Person
from amanah.people.services import passwords
from amanah.shell.pages import sent, show


@open_to_all
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the letter. The answer is the same whether anybody has that address here or not."""
    form = Forgotten(sent(request))
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            limits.count(request, "reset_password", key=address.lower())
        except limits.TooOften as refusal:
            form.add_error(None, str(refusal))
            return show(request, "people/forgotten.html", {"form": form}, status=refusal.status)
        passwords.send_way_back(address, at=clock.now())
        return redirect("account_reset_password_done")
    return show(
        request, "people/forgotten.html", {"form": form}, status=422 if form.errors else 200
    )


@open_to_all
@require_GET
def letter_sent(request: HttpRequest) -> HttpResponse:
    return show(request, "people/letter-sent.html")


@open_to_all
@sensitive_post_parameters("password")
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, person: str, secret: str) -> HttpResponse:
    """Choose a new password with the letter's link, which works once and for a few hours."""
    whose = _whose(person)
    if whose is None or not default_token_generator.check_token(whose, secret):
        return show(request, "people/link-over.html", status=410)
    form = NewPassword(sent(request), person=whose)
    if request.method == "POST" and form.is_valid():
        passwords.replace_password(whose, form.cleaned_data["password"], by=whose, at=clock.now())
        _forgive(request, whose)
        messages.success(request, _("Your new password is set. Please sign in with it."))
        return redirect("account_login")
    return show(
        request,
        "people/choose-password.html",
        {"form": form, "address": whose.email},
        status=422 if form.errors else 200,
    )


def _whose(pk: str) -> Person | None:
    try:
        return Person.objects.filter(pk=pk, is_active=True, joined_at__isnull=False).first()
    except ValidationError:
        return None


def _forgive(request: HttpRequest, person: Person) -> None:
    key = get_adapter()._get_login_attempts_cache_key(request, email=person.email)
    limits.forgive(request, "login_failed", key=key)
