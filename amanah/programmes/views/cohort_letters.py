"""Writing to everybody in a cohort, or to some, and what was written before."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.programmes import notices, queries, rules, services
from amanah.programmes.forms.letter import CohortLetterForm
from amanah.programmes.models import Cohort, CohortLetter
from amanah.shell.pages import sent, sheet, show

PAGE = 20
SHEET = (
    gettext_lazy("Sent"),
    gettext_lazy("By"),
    gettext_lazy("To whom"),
    gettext_lazy("How many it was for"),
    gettext_lazy("Subject"),
    gettext_lazy("State"),
)


@guard(find=queries.cohorts_run_by, allow=rules.can_write)
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """What was written to a cohort, and one's own drafts; and one more letter."""
    me: Any = request.user
    at = clock.now()
    form = CohortLetterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        letter = services.begin_cohort_letter(cohort, form.cleaned_data, by=me, at=at)
        return redirect(letter)
    written = queries.cohort_letters_run_by(me, at=at).filter(cohort=cohort)
    context = {
        "cohort": cohort,
        "form": form,
        "page": Paginator(written, PAGE).get_page(request.GET.get("page")),
    }
    status = 422 if form.errors else 200
    return show(request, "programmes/cohort_letters.html", context, status=status)


@guard(find=queries.cohort_letters_run_by, allow=rules.can_write)
@require_GET
def letter(request: HttpRequest, letter: CohortLetter) -> HttpResponse:
    """How a letter reads, to how many it goes, and sending it; of one that went, that it did."""
    return _letter(request, letter)


@guard(find=queries.cohort_letters_run_by, allow=rules.can_write)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, letter: CohortLetter) -> HttpResponse:
    """Change a draft."""
    if not letter.is_draft:
        return redirect(letter)
    form = CohortLetterForm(sent(request), instance=letter)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_cohort_letter(
                letter,
                form.cleaned_data,
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(letter)
    context = {"cohort": letter.cohort, "letter": letter, "form": form}
    status = 422 if form.errors else 200
    return show(request, "programmes/cohort_letter_change.html", context, status=status)


@guard(find=queries.cohort_letters_run_by, allow=rules.can_write)
@require_POST
def send(request: HttpRequest, letter: CohortLetter) -> HttpResponse:
    """Send it to as many people as were shown."""
    shown = request.POST.get("people", "")
    try:
        services.send_cohort_letter(
            letter,
            people=int(shown) if shown.isdecimal() else 0,
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except Refused as refusal:
        return _letter(request, letter, refusal=str(refusal))
    messages.success(request, _("It is on its way."))
    return redirect(letter)


@guard(find=queries.cohort_letters_run_by, allow=rules.can_write)
@require_POST
def stop(request: HttpRequest, letter: CohortLetter) -> HttpResponse:
    """Let it go no further."""
    services.stop_cohort_letter(letter, by=request.user, at=clock.now())  # type: ignore[arg-type]
    return redirect(letter)


@guard(find=queries.cohort_letters_run_by, allow=rules.can_write)
@require_POST
def discard(request: HttpRequest, letter: CohortLetter) -> HttpResponse:
    """Throw a draft away."""
    cohort = letter.cohort
    try:
        services.discard_cohort_letter(letter, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return _letter(request, letter, refusal=str(refusal))
    messages.success(request, _("The draft is gone."))
    return redirect("programmes:cohort_letters", pk=cohort.pk)


@guard(find=queries.cohorts_run_by, allow=rules.can_write)
@require_GET
def letters_sheet(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """What was sent to a cohort, as a workbook: who sent what when, and to how many."""
    me: Any = request.user
    written = queries.cohort_letters_run_by(me, at=clock.now()).filter(cohort=cohort)
    institution = cohort.programme.institution
    rows = [
        (
            institution.day_of(one.sent_at).isoformat() if one.sent_at else "",
            one.by.name if one.by else "",
            one.get_to_display(),
            one.people,
            one.subject,
            one.get_state_display(),
        )
        for one in written.exclude(sent_at=None)
    ]
    return sheet(cohort.name, SHEET, rows)


@guard(find=queries.letters_to, allow=rules.can_read_letter)
@require_GET
def read(request: HttpRequest, letter: CohortLetter) -> HttpResponse:
    """A letter that I was sent, as one of a cohort."""
    return show(request, "programmes/letter_to_me.html", {"letter": letter})


def _letter(request: HttpRequest, letter: CohortLetter, *, refusal: str = "") -> HttpResponse:
    letter.refresh_from_db(fields=["state", "people", "sent_at"])
    people = queries.people_for(letter.cohort, letter.to).count()
    context = {
        "letter": letter,
        "cohort": letter.cohort,
        "people": people if letter.is_draft else letter.people,
        "told": letter.recipients.count(),
        "is_going": letter.state == CohortLetter.State.GOING,
        "may_stop": letter.state in {CohortLetter.State.GOING, CohortLetter.State.SENT},
        "frames": [_frame(letter, code) for code, _name in settings.LANGUAGES],
        "refusal": refusal,
    }
    return show(
        request,
        "programmes/cohort_letter.html",
        context,
        fragment="programmes/_cohort_letter.html",
        status=422 if refusal else 200,
    )


def _frame(letter: CohortLetter, language: str) -> dict[str, Any]:
    """How it reads in one language, and which that is."""
    text = notices.shown(letter, language)
    name = translation.get_language_info(language)["name_local"]
    return {
        "language": language,
        "name": name,
        "direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
        "subject": text.subject,
        "body": text.body,
    }
