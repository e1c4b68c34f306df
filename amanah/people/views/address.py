"""Changing one's e-mail address, with a word from both the new and the old one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.people import letter_secrets, limits
from amanah.people.forms.account import NewAddress
from amanah.people.models import AddressChange, Person
from amanah.people.services import addresses
from amanah.shell.pages import sent, show
from amanah.shell.proof import recently_proven


@guard(allow=anyone_signed_in)
@recently_proven()
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    form = NewAddress(sent(request), person=person)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            limits.count(request, "manage_email", person=person)
        except limits.TooOften as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            addresses.ask_for_address(person, form.cleaned_data["email"], by=person, at=clock.now())
            messages.success(
                request, _("A letter is on its way to the new address. Please confirm it there.")
            )
            return redirect("people:account")
    return show(request, "people/address.html", {"form": form, "person": person}, status=status)


@open_to_all
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """For who reads at the new address; it need not be the browser that asked."""
    change = AddressChange.objects.filter(confirm_hash=letter_secrets.hash_of(secret)).first()
    return _with_letter(request, change, "confirm")


@open_to_all
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """For who reads at the old address and did not want the change."""
    change = AddressChange.objects.filter(stop_hash=letter_secrets.hash_of(secret)).first()
    return _with_letter(request, change, "stop")


def _with_letter(request: HttpRequest, change: AddressChange | None, what: str) -> HttpResponse:
    """A link in a letter only asks; the button does, so that a mail scanner changes nothing."""
    if change is None or not _is_open(change, what):
        return show(request, "people/address-link-over.html", status=410)
    if request.method == "GET":
        return show(request, f"people/address-{what}.html", {"change": change})
    try:
        if what == "confirm":
            addresses.confirm_address(change, at=clock.now())
            messages.success(request, _("Your new address is in use from now on."))
        else:
            addresses.stop_address(change, at=clock.now())
            messages.success(
                request,
                _("That is stopped. A letter is on its way, with which you choose a new password."),
            )
    except addresses.CannotChangeAddress as refusal:
        return show(
            request,
            "people/address-link-over.html",
            {"sentence": str(refusal)},
            status=refusal.status,
        )
    return redirect("people:account" if request.user.is_authenticated else "account_login")


def _is_open(change: AddressChange, what: str) -> bool:
    now = clock.now()
    if what == "confirm":
        is_waiting = not change.made_at and not change.stopped_at
        return is_waiting and change.person.is_active and now <= change.confirm_until
    return not change.stopped_at and now <= change.stop_until
