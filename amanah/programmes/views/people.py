"""Who takes part in a cohort, as those who run it see them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.programmes import queries, rules, services
from amanah.programmes.forms.programme import ListPersonForm
from amanah.programmes.models import Cohort, Participant
from amanah.shell.pages import sent, show

PAGE = 50


@guard(find=queries.cohorts_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Everybody in a cohort but for the one who looks; and one more person, by hand."""
    form = ListPersonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.list_person(
                cohort,
                form.invitee,
                role=form.cleaned_data["role"],
                places=form.cleaned_data["places"] or 1,
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("They are in the cohort. No letter has gone out yet."))
            return redirect("programmes:people", pk=cohort.pk)
    return _people(request, cohort, form=form, status=422 if form.errors else 200)


@guard(find=queries.participants_run_by, allow=rules.can_run)
@require_POST
def remove(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Take somebody out of a cohort."""
    try:
        services.remove_from_cohort(participant, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return _people(request, participant.cohort, refusal=str(refusal), status=422)
    messages.success(request, _("They are no longer in the cohort. What they wrote stays theirs."))
    return redirect("programmes:people", pk=participant.cohort_id)


def _people(
    request: HttpRequest,
    cohort: Cohort,
    *,
    form: ListPersonForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    me: Any = request.user
    search = request.GET.get("search", "")[:100]
    found = queries.people_found(cohort, but=me, search=search)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "form": form or ListPersonForm(),
        "page": page,
        "lines": [{"one": one, "name": queries.name_of(one)} for one in page.object_list],
        "refusal": refusal,
        "search": search,
    }
    return show(
        request,
        "programmes/people.html",
        context,
        fragment="programmes/_people.html",
        status=status,
    )
