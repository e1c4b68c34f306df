"""The wait-list of a cohort, as those who run it see it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.programmes import queries, rules, services
from amanah.programmes.models import Cohort, Participant
from amanah.shell.pages import sheet, show, wants_sheet


@guard(find=queries.cohorts_run_by, allow=rules.can_run)
@require_GET
def wait_list(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Who waits, in order, and whom one could put there; never oneself."""
    if wants_sheet(request):
        header = (_("Name"), _("E-mail address"), _("Waits since"), _("Waited before"))
        return sheet(_("Wait-list"), header, _rows(request, cohort))
    return _wait_list(request, cohort)


@guard(find=queries.participants_run_by, allow=rules.can_run)
@require_POST
def wait(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Put somebody on it."""
    me: Any = request.user
    try:
        services.put_on_wait_list(participant, by=me, at=clock.now())
    except Refused as refusal:
        return _wait_list(request, participant.cohort, refusal=str(refusal))
    messages.success(request, _("They are on the wait-list, and are told."))
    return redirect("programmes:wait_list", pk=participant.cohort_id)


@guard(find=queries.participants_run_by, allow=rules.can_run)
@require_POST
def wait_no_more(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Take somebody off it."""
    me: Any = request.user
    services.take_off_wait_list(participant, by=me, at=clock.now())
    messages.success(request, _("They are no longer on the wait-list."))
    return redirect("programmes:wait_list", pk=participant.cohort_id)


def _rows(request: HttpRequest, cohort: Cohort) -> list[list[str | int]]:
    return [
        [
            line["name"],
            line["one"].person.email,
            cohort.programme.institution.day_of(line["one"].waits_since).isoformat(),
            line["one"].times_before,
        ]
        for line in _waiting(request, cohort)
    ]


def _waiting(request: HttpRequest, cohort: Cohort) -> list[dict[str, Any]]:
    me: Any = request.user
    known = {one.pk: one for one in queries.people_of(cohort, but=me)}
    return [
        {"one": one, "name": queries.name_of(known[one.pk])}
        for one in queries.waiting_in(cohort)
        if one.pk in known
    ]


def _wait_list(request: HttpRequest, cohort: Cohort, *, refusal: str = "") -> HttpResponse:
    me: Any = request.user
    others = queries.people_of(cohort, but=me).filter(is_mentee=True, waits_since=None)
    context = {
        "cohort": cohort,
        "waiting": _waiting(request, cohort),
        "others": [{"one": one, "name": queries.name_of(one)} for one in others],
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return show(request, "programmes/wait_list.html", context, status=status)
