"""One's own account: how to sign in to it."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.people import limits, sign_ons
from amanah.people.forms.entering import NewPassword
from amanah.people.models import Person
from amanah.people.queries.account import ways_in
from amanah.people.queries.joining import joinings_waiting
from amanah.people.services import passwords
from amanah.shell.pages import sent, show
from amanah.shell.proof import recently_proven


@guard(allow=anyone_signed_in)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What there is to sign in with."""
    person: Person = request.user  # type: ignore[assignment]
    ways = ways_in(person)
    context = {
        "ways": ways,
        "person": person,
        "joinings": joinings_waiting(person),
        "sign_ons": [{"pk": each.pk, "name": sign_ons.name_of(each)} for each in ways.sign_ons],
    }
    return show(request, "people/account.html", context)


@guard(allow=anyone_signed_in)
@recently_proven()
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; the other browsers are signed out."""
    person: Person = request.user  # type: ignore[assignment]
    form = NewPassword(sent(request), person=person)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            limits.count(request, "change_password", person=person)
        except limits.TooOften as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return _replaced(request, person, form.cleaned_data["password"])
    return show(request, "people/password.html", {"form": form, "person": person}, status=status)


def _replaced(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    here = request.session.session_key
    passwords.replace_password(person, password, by=person, at=clock.now(), keep=here)
    update_session_auth_hash(request, person)
    messages.success(request, _("Your new password is set. Other browsers are signed out."))
    return redirect("people:account")
