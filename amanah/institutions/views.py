from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.base.refusal import Refused
from amanah.institutions import queries, rules, services
from amanah.institutions.forms import EndForm, InstitutionForm
from amanah.institutions.models import Appointment, Institution
from amanah.shell.pages import sent, sheet, show, wants_sheet


@guard(allow=anyone_signed_in)
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """The institutions that one is staff of; straight to the only one."""
    institutions = list(queries.institutions_staffed_by(request.user, at=clock.now()))
    if len(institutions) == 1:
        return redirect(institutions[0])
    return show(request, "institutions/staff.html", {"institutions": institutions})


@guard(find=queries.institutions_staffed_by, by="slug", allow=rules.can_change)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, institution: Institution) -> HttpResponse:
    form = InstitutionForm(sent(request), instance=institution)
    if request.method == "POST" and form.save_with(
        services.change_institution, institution, by=request.user, at=clock.now()
    ):
        messages.success(request, _("The settings are saved."))
        return redirect("institutions:settings", slug=institution.slug)
    # What is typed but not saved must not look as if it were.
    institution.refresh_from_db()
    context = {"institution": institution, "form": form}
    return show(request, "institutions/settings.html", context, status=422 if form.errors else 200)


@guard(find=queries.institutions_staffed_by, by="slug", allow=rules.can_appoint)
@require_GET
def appointments(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Who is staff, who will be, and who waits to be confirmed."""
    if wants_sheet(request):
        return _appointments_sheet(institution)
    return _appointments(request, institution)


def _appointments_sheet(institution: Institution) -> HttpResponse:
    header = (_("Name"), _("Role"), _("From"), _("Until"), _("Made by"), _("State"))
    return sheet(
        _("Appointments"),
        header,
        (
            (
                one.person.name,
                one.get_role_display(),
                one.first_day.isoformat(),
                one.last_day.isoformat() if one.last_day else "",
                one.appointed_by.name if one.appointed_by else _("the operator"),
                "" if one.is_confirmed else _("waits until a second admin confirms it"),
            )
            for one in queries.appointments_in(institution, at=clock.now())
        ),
    )


@guard(find=queries.appointments_run_by, allow=rules.can_appoint)
@require_POST
def confirm(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Confirm, as the second admin."""
    try:
        services.confirm_appointment(appointment, by=request.user, at=clock.now())
    except Refused as refusal:
        return _appointments(request, appointment.institution, refusal=str(refusal))
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("The appointment is confirmed."))
        return redirect("institutions:appointments", slug=appointment.institution.slug)
    return _appointments(request, appointment.institution, done=_("The appointment is confirmed."))


@guard(find=queries.appointments_run_by, allow=rules.can_appoint)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """End an appointment, at once or after a last day."""
    form = EndForm(sent(request))
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        ends_at = appointment.institution.end_of(last_day) if last_day else None
        try:
            services.end_appointment(appointment, ends_at=ends_at, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The appointment has ended, or will on that day."))
            return redirect("institutions:appointments", slug=appointment.institution.slug)
    context = {"institution": appointment.institution, "appointment": appointment, "form": form}
    status = 422 if form.errors else 200
    return show(request, "institutions/end.html", context, status=status)


def _appointments(request: HttpRequest, institution: Institution, **said: str) -> HttpResponse:
    me: Any = request.user
    listed = list(queries.appointments_in(institution, at=clock.now()))
    for appointment in listed:
        appointment.may_be_confirmed = (  # type: ignore[attr-defined]
            not appointment.is_confirmed and me.pk not in _parties(appointment)
        )
    context = {"institution": institution, "appointments": listed, "now": clock.now(), **said}
    return show(
        request,
        "institutions/appointments.html",
        context,
        fragment="institutions/_appointments.html",
        status=422 if "refusal" in said else 200,
    )


def _parties(appointment: Appointment) -> set[Any]:
    return {appointment.person_id, appointment.appointed_by_id}
