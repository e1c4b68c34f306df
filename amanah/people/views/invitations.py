"""Inviting people to an institution, and following what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock, written
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.people import queries, rules, services
from amanah.people.forms.invitations import InviteForm
from amanah.people.models import Invitation
from amanah.people.services.invitations import OPEN_FOR
from amanah.people.templatetags.people import state_at
from amanah.shell.pages import sent, sheet, show, wants_sheet

PAGE = 50


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_invite)
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Write invitations, and see which of them still wait."""
    at = clock.now()
    if wants_sheet(request):
        return _invitations_sheet(institution)
    form = _form(request, institution, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.invite(institution, **form.wanted, by=request.user, at=at)  # type: ignore[arg-type]
        except services.CannotInvite as refusal:
            for problem in refusal.problems:
                form.add_error("people", problem)
        else:
            _say_sent(request, len(made))
            return redirect("people:invitations", slug=institution.slug)
    return _invitations(request, institution, form=form, status=422 if form.errors else 200)


def _invitations_sheet(institution: Institution) -> HttpResponse:
    header = (_("E-mail address"), _("Name"), _("Role"), _("State"))
    return sheet(
        _("Invitations"),
        header,
        (
            (one.email, one.name, one.get_role_display(), state_at(one, clock.now()))
            for one in queries.invitations_to(institution)
        ),
    )


def _form(request: HttpRequest, institution: Institution, data: Any = None) -> InviteForm:
    at = clock.now()
    is_admin = staff.Role.ADMIN in staff.roles_of(request.user, institution, at=at)
    until = institution.day_of(at + OPEN_FOR)
    return InviteForm(data, may_give_roles=is_admin, initial={"until": until})


def _say_sent(request: HttpRequest, count: int) -> None:
    said = ngettext(
        "One invitation is on its way.", "%(count)d invitations are on their way.", count
    )
    messages.success(request, written.digits(said % {"count": count}))


@guard(find=queries.invitations_run_by, allow=rules.can_invite)
@require_POST
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return _act(
        request, invitation, services.withdraw_invitation, _("The invitation is withdrawn.")
    )


@guard(find=queries.invitations_run_by, allow=rules.can_invite)
@require_POST
def resend(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    done = _("It is on its way again, with a new link. The first link no longer opens.")
    return _act(request, invitation, services.resend_invitation, done)


def _act(request: HttpRequest, invitation: Invitation, service: Any, done: str) -> HttpResponse:
    institution = invitation.institution
    try:
        service(invitation, by=request.user, at=clock.now())
    except Refused as refusal:
        return _invitations(request, institution, refusal=str(refusal), status=422)
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, done)
        return redirect("people:invitations", slug=institution.slug)
    return _invitations(request, institution, done=done)


def _invitations(
    request: HttpRequest,
    institution: Institution,
    *,
    form: InviteForm | None = None,
    status: int = 200,
    **said: str,
) -> HttpResponse:
    page = Paginator(queries.invitations_to(institution), PAGE).get_page(request.GET.get("page"))
    context = {
        "institution": institution,
        "form": form or _form(request, institution),
        "page": page,
        "now": clock.now(),
        **said,
    }
    return show(
        request,
        "people/invitations.html",
        context,
        fragment="people/_invitations.html",
        status=status,
    )
