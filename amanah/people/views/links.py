"""Links to hand out: making and ending them, and asking for a letter by one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard, open_to_all
from amanah.base.refusal import Refused
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.people import limits, queries, rules, services
from amanah.people.forms.links import AskForm, JoinLinkForm
from amanah.people.models import JoinLink
from amanah.people.services.invitations import OPEN_FOR
from amanah.people.services.links import NoLink
from amanah.people.views.joining import closed
from amanah.shell.pages import sent, show


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_invite)
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, institution: Institution) -> HttpResponse:
    """The links that are open, and making another."""
    me: Any = request.user
    at = clock.now()
    form = JoinLinkForm(sent(request), initial={"until": institution.day_of(at + OPEN_FOR)})
    if request.method == "POST" and form.is_valid():
        try:
            services.make_link(institution, **form.cleaned_data, by=me, at=at)
        except services.CannotMakeLink as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("The link is ready. Copy it, and hand it out."))
            return redirect("people:links", slug=institution.slug)
    found: list[Any] = list(queries.links_run_by(me, slug=institution.slug, at=at))
    for link in found:
        link.address = settings.BASE_URL + reverse("people:join_by_link", args=[link.secret])
    context = {"institution": institution, "links": found, "form": form}
    return show(request, "people/links.html", context, status=422 if form.errors else 200)


@guard(find=queries.links_run_by, allow=rules.can_invite)
@require_POST
def end(request: HttpRequest, link: JoinLink) -> HttpResponse:
    """End a link at once."""
    me: Any = request.user
    services.end_link(link, by=me, at=clock.now())
    messages.success(request, _("The link no longer opens. Letters that were asked for stay good."))
    return redirect("people:links", slug=link.institution.slug)


@open_to_all
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for a letter. What is answered is the same, whoever's address it is."""
    link = queries.open_link(secret, at=clock.now())
    if link is None:
        return closed(request)
    form = AskForm(sent(request))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            limits.count(request, "join_by_link", key=address.lower())
            services.ask_by_link(secret, address=address, at=clock.now())
        except NoLink:
            return closed(request)
        except limits.TooOften as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            return redirect("people:join_by_link_sent", secret=secret)
    context = {"institution": link.institution, "domains": link.domains, "form": form}
    return show(request, "people/join_by_link.html", context, status=status)


@open_to_all
@require_GET
def asked(request: HttpRequest, secret: str) -> HttpResponse:
    """Where to look now. It says nothing of the link, which may be used up by this."""
    return show(request, "people/join_by_link_sent.html")
