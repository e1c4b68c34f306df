"""A person's own pages about where they belong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.institutions import queries as staff
from amanah.institutions import services as institutions
from amanah.institutions.models import Appointment
from amanah.people import queries, rules, services
from amanah.people.forms.profile import DepartmentForm
from amanah.people.models import Affiliation
from amanah.shell.pages import show


@guard(allow=rules.is_own)
@require_GET
def belongings(request: HttpRequest) -> HttpResponse:
    """Where I belong, what I am staff of, and how to leave."""
    return _belongings(request)


@guard(find=queries.affiliations_of, allow=rules.is_own)
@require_POST
def department(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    form = DepartmentForm(request.POST, instance=belonging)
    if not form.save_with(services.change_department, belonging, by=request.user, at=clock.now()):
        return _belongings(request, wrong=form)
    messages.success(request, _("Your department is saved."))
    return redirect("people:belongings")


@guard(find=queries.affiliations_of, allow=rules.can_leave)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, belonging: Affiliation) -> HttpResponse:
    """Leave an institution, after a page that says what that means."""
    me: Any = request.user
    refusal = ""
    if request.method == "POST":
        try:
            services.leave(belonging, by=me, at=clock.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            left = _("You have left %(institution)s. What you wrote is still yours.")
            messages.success(request, left % {"institution": belonging.institution.name})
            return redirect("people:belongings")
    return show(
        request,
        "people/leave_institution.html",
        {
            "belonging": belonging,
            "refusal": refusal,
            "warnings": services.before_leaving(me, belonging.institution, at=clock.now()),
        },
        status=422 if refusal else 200,
    )


@guard(find=staff.own_appointments, allow=rules.is_own)
@require_POST
def step_down(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Give up a staff role of one's own, at once."""
    try:
        institutions.end_appointment(appointment, by=request.user, at=clock.now())
    except Refused as refused:
        return _belongings(request, refusal=str(refused))
    messages.success(request, _("You have stepped down. The staff pages of that role are closed."))
    return redirect("people:belongings")


def _belongings(
    request: HttpRequest, *, wrong: DepartmentForm | None = None, refusal: str = ""
) -> HttpResponse:
    me: Any = request.user
    forms = [DepartmentForm(instance=one) for one in queries.affiliations_of(me)]
    if wrong:
        forms = [wrong if form.instance.pk == wrong.instance.pk else form for form in forms]
    for form in forms:
        form.auto_id = f"id_{form.instance.pk}_%s"
    held = list(staff.own_appointments(me, at=clock.now()))
    context = {
        "forms": forms,
        "appointments": held,
        "warnings": services.before_leaving(me, None, at=clock.now()) if held else [],
        "refusal": refusal,
    }
    status = 422 if wrong or refusal else 200
    return show(request, "people/belongings.html", context, status=status)
