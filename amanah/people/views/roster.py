"""The people of an institution, as its staff see them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.institutions import queries as staff
from amanah.institutions import rules as staff_rules
from amanah.institutions import services as institutions
from amanah.institutions.models import Institution
from amanah.people import queries, rules, services
from amanah.people.forms.appointing import AppointForm
from amanah.people.models import Affiliation
from amanah.people.roster_lines import SHEET, lines, sheet_of
from amanah.shell.pages import sent, sheet, show, wants_sheet

PAGE = 50


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_see_roster)
@require_GET
def roster(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Everybody who belongs to the institution, but for the one who looks."""
    me: Any = request.user
    at = clock.now()
    search, sort = request.GET.get("search", "")[:100], request.GET.get("sort", "name")
    found = queries.roster(institution, by=me, at=at, search=search, sort=sort)
    if wants_sheet(request):
        services.note_sheet(institution, by=me, at=at)
        return sheet(_("People"), SHEET, sheet_of(found, institution, at=at))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    roles = staff.roles_of(me, institution, at=at)
    context = {
        "institution": institution,
        "page": page,
        "lines": lines(page.object_list, institution, at=at),
        "search": search,
        "sort": sort,
        "may_see_cards": not roles.isdisjoint(staff.COORDINATING),
        "may_appoint": staff.Role.ADMIN in roles,
    }
    return show(request, "people/roster.html", context, fragment="people/_roster.html")


@guard(find=queries.roster_for, allow=rules.can_see_card)
@require_GET
def card(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    """Somebody's card. They are shown that it was opened, by whom and when."""
    services.note_look(belonging, by=request.user, at=clock.now())  # type: ignore[arg-type]
    context = {
        "institution": belonging.institution,
        "belonging": belonging,
        "shown_belongings": [belonging],
        "person": belonging.person,
        "profile": queries.profile_of(belonging.person),
    }
    return show(request, "people/card.html", context)


@guard(find=queries.roster_for, allow=staff_rules.can_appoint)
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    """Give somebody a staff role, or let them take one over."""
    institution = belonging.institution
    at = clock.now()
    holders = staff.appointments_in(institution, at=at).filter(is_confirmed=True)
    form = AppointForm(sent(request), holders=holders.exclude(person=belonging.person))
    if request.method == "POST" and form.is_valid():
        try:
            _appoint(belonging, form, by=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("institutions:appointments", slug=institution.slug)
    context = {"institution": institution, "person": belonging.person, "form": form}
    return show(request, "people/appoint.html", context, status=422 if form.errors else 200)


def _appoint(belonging: Affiliation, form: AppointForm, *, by: Any, at: Any) -> None:
    institution, term = belonging.institution, form.term(belonging.institution)
    other = form.cleaned_data["takes_over_from"]
    if other:
        institutions.hand_over(other, belonging.person, term=term, by=by, at=at)
    else:
        role = form.cleaned_data["role"]
        institutions.appoint(institution, belonging.person, role=role, term=term, by=by, at=at)
