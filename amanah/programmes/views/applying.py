"""A member's own pages: what is open to them, and their applications."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.base.refusal import Refused
from amanah.programmes import queries, rules, services
from amanah.programmes.forms import questions
from amanah.programmes.forms.applying import ApplicationForm, FiveForm, MoreForm
from amanah.programmes.models import Answer, Application, Cohort
from amanah.shell import uploads
from amanah.shell.pages import attachment, sent, sheet, show, wants_sheet

# How many letters to everybody stand on one's page of programmes.
LETTERS = 10
# Most people come to look for a mentor.
ROLES = (Application.Role.MENTEE, Application.Role.MENTOR)


@guard(allow=anyone_signed_in)
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """What I take part in, and what I could."""
    me: Any = request.user
    at = clock.now()
    own: list[Any] = list(queries.applications_of(me))
    searched = {one.pk for one in queries.searches_of(me, at=at)}
    for one in own:
        one.may_look = one.pk in searched
        until = one.participant.away_until
        today = one.participant.cohort.programme.institution.day_of(at)
        one.is_away = until is not None and until >= today
    begun = {(one.participant.cohort_id, one.role) for one in own if one.state != "withdrawn"}
    offers = [
        (cohort, [role for role in ROLES if (cohort.pk, role.value) not in begun])
        for cohort in queries.cohorts_open_to(me, at=at)
    ]
    waiting = list(queries.waits_of(me))
    for part in waiting:
        part.place = queries.place_on_wait_list(part)
    context = {
        "own": own,
        "waiting": waiting,
        "offers": [offer for offer in offers if offer[1]],
        "letters": queries.letters_to(me)[:LETTERS],
    }
    return show(request, "programmes/programmes.html", context)


@guard(find=queries.cohorts_known_to, allow=rules.can_apply)
@require_POST
def apply(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Begin an application, or go on with it."""
    me: Any = request.user
    try:
        application = services.begin_application(
            cohort, role=request.POST.get("role", ""), by=me, at=clock.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("applications:programmes")
    return redirect("applications:application", pk=application.pk)


@guard(find=queries.applications_of, allow=rules.is_author)
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """The five questions."""
    form = FiveForm(sent(request), application=application)
    return _answer(request, application, form, page="application")


@guard(find=queries.applications_of, allow=rules.is_author)
@require_http_methods(["GET", "POST"])
def more(request: HttpRequest, application: Application) -> HttpResponse:
    """Everything else, of which nothing has to be said."""
    files = request.FILES if request.method == "POST" else None
    form = MoreForm(sent(request), files, application=application)
    form.takes_files = not request.htmx  # type: ignore[attr-defined]
    if request.method == "POST" and uploads.is_too_large(request):
        form.refuse_files(
            _("Together the files are larger than %(most)d MB. Save them one after another.")
            % {"most": uploads.MOST >> 20}
        )
    elif request.method == "POST" and not form.is_valid() and form.handed_in:
        _keep_files(request, application, form)
    return _answer(request, application, form, page="more")


def _keep_files(request: HttpRequest, application: Application, form: MoreForm) -> None:
    """Keep what was handed in although something beside it is to be mended."""
    try:
        services.keep_files(application, form.handed_in, by=request.user, at=clock.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
    form.show_files()


@guard(find=queries.files_of, allow=rules.is_author)
@require_GET
def file(request: HttpRequest, answer: Answer) -> HttpResponse:
    """One's own file, as it was handed in."""
    try:
        found = services.file_of(answer)
    except services.CannotFetch as refusal:
        messages.error(request, str(refusal))
        return redirect("applications:more", pk=answer.application_id)
    return attachment(found.name, found.content)


def _answer(
    request: HttpRequest, application: Application, form: ApplicationForm, *, page: str
) -> HttpResponse:
    me: Any = request.user
    at = clock.now()
    template, is_kept = f"programmes/{page}.html", False
    if request.method == "POST" and form.is_valid():
        try:
            application = services.save_application(application, form.wanted(), by=me, at=at)
            if "send" in request.POST:
                services.send_application(application, by=me, at=at)
        except services.CannotKeep as refusal:
            form.add_error(questions.name_for(refusal.question), str(refusal))
        except services.NotComplete as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if not request.htmx:  # type: ignore[attr-defined]
                return _went_on(request, application)
            is_kept = True
    context = {
        "form": form,
        "application": application,
        "cohort": application.participant.cohort,
        "is_open": queries.takes_applications(application.participant.cohort, at=at),
        "is_kept": is_kept,
        "now": at,
    }
    return show(
        request,
        template,
        context,
        fragment="programmes/_kept.html",
        status=422 if form.errors else 200,
    )


def _went_on(request: HttpRequest, application: Application) -> HttpResponse:
    """To where one goes next: to the rest once it is sent, else back to the same page."""
    if "send" in request.POST:
        messages.success(
            request,
            _("Your application is sent. You may change it or withdraw it until the last day."),
        )
        return redirect("applications:programmes")
    messages.success(request, _("Saved."))
    where = request.resolver_match.url_name if request.resolver_match else "application"
    return redirect(f"applications:{where}", pk=application.pk)


@guard(find=queries.applications_of, allow=rules.is_author)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Take it back."""
    if request.method == "GET":
        return show(request, "programmes/withdraw.html", {"application": application})
    services.withdraw_application(application, by=request.user, at=clock.now())
    messages.success(request, _("Your application is withdrawn."))
    return redirect("applications:programmes")


@guard(find=queries.applications_of, allow=rules.is_author)
@require_POST
def be_found(request: HttpRequest, application: Application) -> HttpResponse:
    """Let mentees find me, or no longer; also when applications are closed."""
    is_found = request.POST.get("found") == "yes"
    try:
        services.let_be_found(application, is_found=is_found, by=request.user, at=clock.now())
    except services.CannotBeFound as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Mentees of this cohort can find you.") if is_found else _("Nobody finds you now.")
        messages.success(request, said)
    return redirect("applications:programmes")


@guard(find=queries.applications_of, allow=rules.is_author)
@require_POST
def be_here(request: HttpRequest, application: Application) -> HttpResponse:
    """Be away no longer; also when applications are closed."""
    services.be_here_again(application, by=request.user, at=clock.now())
    messages.success(request, _("You are here again, and may be asked."))
    return redirect("applications:programmes")


@guard(find=queries.cohorts_run_by, allow=rules.is_coordinator)
@require_GET
def received(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """The applications that were sent to a cohort. Drafts are nobody's but their authors'."""
    found = queries.applications_run_by(request.user, at=clock.now())
    here = found.filter(participant__cohort=cohort)
    if wants_sheet(request):
        return _received_sheet(cohort, here)
    context = {"cohort": cohort, "applications": here}
    return show(request, "programmes/received.html", context)


def _received_sheet(cohort: Cohort, applications: Iterable[Application]) -> HttpResponse:
    """What the page says, and nothing of what anybody wrote."""
    day_of = cohort.programme.institution.day_of
    return sheet(
        _("Applications"),
        (_("Name"), _("As"), _("State"), _("Sent")),
        (
            (
                one.participant.person.name,
                one.get_role_display(),
                *_standing(one, day_of),
            )
            for one in applications
        ),
    )


def _standing(application: Application, day_of: Callable[[Any], date]) -> tuple[Any, str]:
    """Sent, and on which day; or withdrawn, also where its author has begun it anew."""
    states = Application.State
    if application.state == states.SUBMITTED and application.submitted_at:
        return states.SUBMITTED.label, day_of(application.submitted_at).isoformat()
    return states.WITHDRAWN.label, ""


@guard(find=queries.applications_run_by, allow=rules.can_read_application)
@require_GET
def reading(request: HttpRequest, application: Application) -> HttpResponse:
    """An application as those who coordinate read it; that they did is shown to its author."""
    services.note_reading(application, by=request.user, at=clock.now())
    context = {
        "application": application,
        "answers": queries.answers_to_read(application),
        "files": queries.files_to_read(application),
    }
    return show(request, "programmes/reading.html", context)


@guard(find=queries.files_run_by, allow=rules.can_read_file)
@require_GET
def read_file(request: HttpRequest, answer: Answer) -> HttpResponse:
    """A file of an application that was sent; that it was taken is shown to its author."""
    try:
        found = services.read_file(answer, by=request.user, at=clock.now())
    except services.CannotFetch as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:reading", pk=answer.application_id)
    return attachment(found.name, found.content)
