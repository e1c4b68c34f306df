"""The staff pages of programmes and their cohorts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.people.models import Person
from amanah.programmes import queries, rules, services, vocabulary
from amanah.programmes.forms.programme import BeginForm, CohortForm, DeputyForm, ProgrammeForm
from amanah.programmes.models import Cohort, Programme
from amanah.programmes.starts import STARTS
from amanah.shell.pages import sent, sheet, show, wants_sheet


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_see_programmes)
@require_GET
def programmes(request: HttpRequest, institution: Institution) -> HttpResponse:
    """The programmes that one runs; for an admin, by name, all of the institution's."""
    me: Any = request.user
    at = clock.now()
    run = set(queries.programmes_run_by(me, at=at).values_list("pk", flat=True))
    listed = list(queries.programmes_listed_for(me, institution, at=at))
    for one in listed:
        one.is_mine = one.pk in run  # type: ignore[attr-defined]
    if wants_sheet(request):
        return sheet(
            _("Programmes"),
            (_("Name"), _("State"), _("Form"), _("Cohorts")),
            (
                (one.name, one.get_state_display(), one.get_form_display(), one.cohort_count)  # type: ignore[attr-defined]
                for one in listed
            ),
        )
    context = {
        "institution": institution,
        "programmes": listed,
        "may_set_up": rules.can_set_up(me, institution, at=at),
    }
    return show(request, "programmes/at_institution.html", context)


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_set_up)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Choose one of the starts, look it through, and have a programme."""
    start = next((one for one in STARTS if one.key == request.GET.get("start")), None)
    if start is None:
        context: dict[str, Any] = {"institution": institution, "starts": _shown_starts()}
        status = 422 if request.method == "POST" else 200
        return show(request, "programmes/starts.html", context, status=status)
    form = BeginForm(
        sent(request), instance=Programme(institution=institution), initial=start.initial
    )
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        address = wanted.pop("deputy")
        try:
            deputy = _deputy_at(institution, address) if address else None
            made = services.begin_programme(
                institution,
                start,
                wanted,
                deputy=deputy,
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error("deputy", str(refusal))
        else:
            messages.success(
                request, _("The programme is set up. Nobody sees it until you open it.")
            )
            return redirect(made)
    context = {"institution": institution, "start": start, "form": form}
    return show(request, "programmes/begin.html", context, status=422 if form.errors else 200)


def _shown_starts() -> list[dict[str, Any]]:
    return [{"start": one, "topics": vocabulary.shown("topics", one.topics)} for one in STARTS]


def _deputy_at(institution: Institution, address: str) -> Person:
    found = queries.member_at(institution, address)
    if found is None:
        raise services.CannotSetUp(
            _("No member of the institution has this address. Invite them first.")
        )
    return found


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_GET
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """How a programme stands, and the next thing to do."""
    return programme_page(request, programme)


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ProgrammeForm(sent(request), instance=programme)
    try:
        saved = request.method == "POST" and form.save_with(
            services.change_programme, programme, by=request.user, at=clock.now()
        )
    except services.CannotSetUp as refusal:
        form.add_error(None, str(refusal))
        saved = False
    if saved:
        messages.success(request, _("The settings are saved."))
        return redirect(programme)
    programme.refresh_from_db()
    context = {"programme": programme, "form": form}
    return show(request, "programmes/settings.html", context, status=422 if form.errors else 200)


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_POST
def open_up(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Open a programme to those who may apply."""
    try:
        services.open_programme(programme, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return programme_page(request, programme, refusal=str(refusal))
    messages.success(request, _("The programme is open."))
    return redirect(programme)


@guard(find=queries.programmes_run_by, allow=rules.can_duplicate)
@require_POST
def duplicate(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Begin another with the same settings and questions: last year's, for this year."""
    copy = services.duplicate_programme(programme, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(
        request, _("This is the copy: its settings and questions, and nobody in it. Name it anew.")
    )
    return redirect("programmes:settings", pk=copy.pk)


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_POST
def deputy(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Name who stands in."""
    form = DeputyForm(request.POST)
    if form.is_valid():
        try:
            person = _deputy_at(programme.institution, form.cleaned_data["deputy"])
            services.name_deputy(programme, person, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("deputy", str(refusal))
        else:
            messages.success(
                request, _("They run it with you from now on, and are told by letter.")
            )
            return redirect(programme)
    return programme_page(request, programme, form=form)


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def add_cohort(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = CohortForm(sent(request), instance=Cohort(programme=programme))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_cohort(programme, form.cleaned_data, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except services.CannotSetUp as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The cohort is added."))
            return redirect(programme)
    context = {"programme": programme, "form": form}
    return show(request, "programmes/cohort.html", context, status=422 if form.errors else 200)


@guard(find=queries.cohorts_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def cohort(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Change the name and days of a cohort."""
    form = CohortForm(sent(request), instance=cohort)
    try:
        saved = request.method == "POST" and form.save_with(
            services.change_cohort, cohort, by=request.user, at=clock.now()
        )
    except services.CannotSetUp as refusal:
        form.add_error(None, str(refusal))
        saved = False
    if saved:
        messages.success(request, _("The cohort is saved."))
        return redirect(cohort.programme)
    context = {"programme": cohort.programme, "cohort": cohort, "form": form}
    return show(request, "programmes/cohort.html", context, status=422 if form.errors else 200)


def programme_page(
    request: HttpRequest, programme: Programme, *, form: DeputyForm | None = None, refusal: str = ""
) -> HttpResponse:
    """The page of a programme, with what stands in the way if something does."""
    aims = dict(Programme.Aim.choices)
    cohorts: list[Any] = list(queries.cohorts_of(programme))
    for one in cohorts:
        # A name stands apart from the words around it, whichever way they run.
        one.heading = format_html("<bdi>{}</bdi>", one.name)
    running = queries.who_runs(programme, at=clock.now())
    context = {
        "programme": programme,
        "aims": [str(aims[one]) for one in programme.aims if one in aims],
        "cohorts": cohorts,
        "empty_cohort": next((one for one in cohorts if not one.mentors + one.mentees), None),
        "running": running,
        "has_enough": len(running) >= services.ENOUGH_TO_RUN,
        "form": form or DeputyForm(),
        "may_duplicate": rules.can_duplicate(request.user, programme, at=clock.now()),
        "refusal": refusal,
    }
    status = 422 if refusal or (form and form.errors) else 200
    return show(request, "programmes/programme.html", context, status=status)
