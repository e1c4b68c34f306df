"""Accepting an invitation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amanah.base import clock
from amanah.base.access import open_to_all
from amanah.base.refusal import Refused
from amanah.people import queries, services
from amanah.people.forms.invitations import JoinForm
from amanah.people.models import Invitation
from amanah.people.views.entering import let_in
from amanah.shell.pages import sent, show


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Join an institution: in one tap with an account, on one page without.

    Used, expired, withdrawn and made-up links are answered alike.
    """
    invitation = queries.open_invitation(secret, at=clock.now())
    if invitation is None:
        return closed(request)
    if request.user.is_authenticated:
        return _join_signed_in(request, secret, invitation)
    return _join_as_new(request, secret, invitation)


def closed(request: HttpRequest) -> HttpResponse:
    """For a link that opens nothing."""
    return show(request, "people/join_closed.html", status=410)


def _join_signed_in(request: HttpRequest, secret: str, invitation: Invitation) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        me: Any = request.user
        try:
            joined = services.accept_invitation(secret, by=me, at=clock.now())
        except services.CannotAccept:
            return closed(request)
        except Refused as refused:
            refusal = str(refused)
        else:
            _welcome(request, joined)
            return redirect("home:today")
    context = {"invitation": invitation, "refusal": refusal}
    return show(request, "people/join_here.html", context, status=422 if refusal else 200)


def _join_as_new(request: HttpRequest, secret: str, invitation: Invitation) -> HttpResponse:
    form = JoinForm(
        sent(request),
        invitation=invitation,
        initial={"name": invitation.name, "time_zone": invitation.institution.time_zone},
    )
    has_account = queries.has_account(invitation.email)
    if request.method == "POST" and not has_account and form.is_valid():
        language = get_language() or invitation.institution.language
        try:
            joined = services.accept_as_new(
                secret, language=language, at=clock.now(), **form.cleaned_data
            )
        except services.CannotAccept:
            return closed(request)
        except services.HasAnAccount:
            has_account = True
        else:
            _welcome(request, joined)
            return let_in(request, joined.person, method="invitation")
    context = {"invitation": invitation, "form": form, "has_account": has_account}
    status = 422 if request.method == "POST" else 200
    return show(request, "people/join.html", context, status=status)


def _welcome(request: HttpRequest, joined: services.Joined) -> None:
    said = _("You now belong to %(institution)s.") % {"institution": joined.institution.name}
    messages.success(request, said)
    if joined.appointment and not joined.appointment.is_confirmed:
        messages.info(request, _("Your role waits until a second admin confirms it."))
