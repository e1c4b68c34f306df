"""Proposals as those who run a programme see them: who is asked, how it stands, and its days.

Never who said yes or no, and never one that asks whoever looks.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amanah.base import clock, written
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.matching import queries, rules, services
from amanah.matching.forms import ProposeForm
from amanah.matching.models import Asked, Proposal
from amanah.programmes import queries as programmes
from amanah.programmes.models import Cohort, Programme
from amanah.shell.pages import sent, sheet, show, wants_sheet

PAGE = 50
# Of more people than this no list of names is sent along with the form.
MOST_SUGGESTED = 300


@guard(find=programmes.cohorts_run_by, allow=rules.can_propose)
@require_GET
def cohort_proposals(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """What was proposed in a cohort, the newest first."""
    found = queries.proposals_in(cohort, but=request.user)
    if wants_sheet(request):
        return _sheet(cohort, found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "page": page,
        "lines": [_line(one) for one in page.object_list],
        "is_circle": cohort.programme.form == Programme.Form.CIRCLE,
        "for_two": cohort.programme.form not in {Programme.Form.GROUP, Programme.Form.CIRCLE},
        "takes_part": programmes.part_in(cohort, request.user) is not None,
    }
    return show(request, "matching/cohort_proposals.html", context)


@guard(find=programmes.cohorts_run_by, allow=rules.can_propose)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Propose people to one another by hand."""
    me: Any = request.user
    at = clock.now()
    people = queries.people_to_propose(cohort, but=me)
    first = {"until": services.default_until(cohort, at=at)}
    form = ProposeForm(sent(request), cohort=cohort, people=people, initial=first)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            services.propose(cohort, form.wanted, until=until, by=me, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            day = {"day": written.day(until)}
            messages.success(request, _("They are asked. It waits for them until %(day)s.") % day)
            return redirect("matching:cohort_proposals", pk=cohort.pk)
    context = {
        "cohort": cohort,
        "form": form,
        "people": people if len(people) <= MOST_SUGGESTED else [],
    }
    return show(request, "matching/propose.html", context, status=422 if form.errors else 200)


@guard(find=queries.proposals_run_by, allow=rules.can_withdraw_proposal)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Ask no longer."""
    if request.method == "GET":
        context = {"proposal": proposal, "line": _line(proposal)}
        return show(request, "matching/withdraw_proposal.html", context)
    services.withdraw_proposal(proposal, by=request.user, at=clock.now())
    messages.success(request, _("It is closed. They read that it is closed, and nothing more."))
    return redirect("matching:cohort_proposals", pk=proposal.cohort_id)


def _line(proposal: Proposal) -> dict[str, Any]:
    """Of what has begun, whoever is in it; of the rest, whoever is asked."""
    asked = list(proposal.asked.all())
    if proposal.state == Proposal.State.ACCEPTED:
        asked = [one for one in asked if one.said_yes_at is not None]
    return {
        "proposal": proposal,
        "everybody": asked,
        "mentors": [one for one in asked if one.role == "mentor"],
        "others": [one for one in asked if one.role != "mentor"],
    }


def _sheet(cohort: Cohort, found: Iterable[Proposal]) -> HttpResponse:
    """What the page says: days, and no hours."""
    day_of = cohort.programme.institution.day_of

    def names(asked: list[Asked]) -> str:
        return ", ".join(one.person.name for one in asked if one.person)

    return sheet(
        _("Proposals"),
        (_("Mentor"), _("Mentee"), _("Form"), _("State"), _("Asked on"), _("Waits until")),
        (
            (
                names(line["mentors"]),
                names(line["others"]),
                one.get_form_display(),
                state_shown(one),
                day_of(one.sent_at).isoformat(),
                one.waits_until.isoformat(),
            )
            for one in found
            for line in [_line(one)]
        ),
    )


def state_shown(proposal: Proposal) -> str:
    return _("Begun") if proposal.mentorship_id else str(proposal.get_state_display())
