"""Writing to the people of a cohort, and following who has come in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock, written
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.people import services as people
from amanah.programmes import queries, rules, services
from amanah.programmes.forms.intake import LettersForm
from amanah.programmes.models import Cohort, Participant
from amanah.programmes.services.letters import OPEN_FOR
from amanah.programmes.sheet import SHEET, sheet_of
from amanah.shell.pages import sent, sheet, show, wants_sheet

PAGE = 50


@guard(find=queries.cohorts_run_by, allow=rules.can_list)
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """How many letters would go, how they read, and sending them."""
    at = clock.now()
    if wants_sheet(request):
        return _not_joined_sheet(request, cohort)
    until = cohort.programme.institution.day_of(at + OPEN_FOR)
    form = LettersForm(sent(request), initial={"until": until})
    if request.method == "POST" and form.is_valid():
        try:
            count = services.send_letters(
                cohort,
                until=form.cleaned_data["until"],
                by=request.user,  # type: ignore[arg-type]
                at=at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext(
                "One letter is on its way.", "%(count)d letters are on their way.", count
            )
            messages.success(request, written.digits(said % {"count": count}))
            return redirect("programmes:letters", pk=cohort.pk)
    return _letters(request, cohort, form=form, status=422 if form.errors else 200)


def _not_joined_sheet(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    me: Any = request.user
    day_of = cohort.programme.institution.day_of
    waiting = queries.not_yet_joined(cohort).exclude(person=me)
    header = (_("Name"), _("E-mail address"), _("Written to"))
    return sheet(
        _("Invited, not yet joined"),
        header,
        (
            (queries.name_of(one), one.person.email, day_of(one.letter_at).isoformat())
            for one in waiting
            if one.letter_at
        ),
    )


@guard(find=queries.participants_run_by, allow=rules.can_list)
@require_POST
def again(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Write once more to somebody who has not come in."""
    try:
        services.write_again(participant, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return _letters(request, participant.cohort, refusal=str(refusal), status=422)
    messages.success(
        request, _("It is on its way again, with a new link. The first link no longer opens.")
    )
    return redirect("programmes:letters", pk=participant.cohort_id)


@guard(find=queries.cohorts_run_by, allow=rules.can_list)
@require_GET
def people_sheet(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Who takes part, as a workbook: what a coordinator may know, and never oneself."""
    me: Any = request.user
    taken = sheet_of(cohort, but=me)
    services.note_sheet(cohort, taken.read, by=me, at=clock.now())
    return sheet(cohort.name, SHEET, taken.rows)


def _letters(
    request: HttpRequest,
    cohort: Cohort,
    *,
    form: LettersForm | None = None,
    status: int = 200,
    **said: str,
) -> HttpResponse:
    institution = cohort.programme.institution
    until = institution.day_of(clock.now() + OPEN_FOR)
    me: Any = request.user
    waiting = queries.not_yet_joined(cohort).exclude(person=me)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "counts": queries.letters_of(cohort),
        "is_sending": queries.is_sending(cohort),
        "is_open": cohort.programme.is_open,
        "letter": people.shown_invitation(institution, until),
        "form": form or LettersForm(initial={"until": until}),
        "page": page,
        "waiting": [(queries.name_of(one), one) for one in page],
        **said,
    }
    return show(
        request,
        "programmes/letters.html",
        context,
        fragment="programmes/_letters.html",
        status=status,
    )
