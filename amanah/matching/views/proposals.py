"""Proposals, for those whom each asks: with whom, why, until when; yes or no."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.matching import queries, rules, services, words
from amanah.matching.forms import DeclineForm
from amanah.shell.pages import sent, show

PAGE = 20


@guard(allow=anyone_signed_in)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """What was proposed to me: what waits for me first, then the newest."""
    found = queries.proposals_listed_for(request.user, at=clock.now())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_standing_of(one, request.user) for one in page.object_list],
        "who": rules.can_answer_proposal.phrase,
    }
    return show(request, "matching/proposals.html", context)


@guard(find=queries.proposals_for, allow=rules.can_answer_proposal)
@require_GET
def proposal(request: HttpRequest, asked: Any) -> HttpResponse:
    """One proposal: while it can be answered, who the others are; once it is over, that it is."""
    return _proposal(request, asked)


@guard(find=queries.proposals_for, allow=rules.can_answer_proposal)
@require_POST
def accept(request: HttpRequest, asked: Any) -> HttpResponse:
    """Yes."""
    try:
        answered = services.accept_proposal(asked, by=request.user, at=clock.now())
    except services.CannotAnswer:
        return _again(request, asked)
    if answered.mentorship:
        messages.success(request, _("Your mentorship has begun."))
        return redirect(answered.mentorship)
    return redirect("matching:proposal", pk=asked.pk)


@guard(find=queries.proposals_for, allow=rules.can_answer_proposal)
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, asked: Any) -> HttpResponse:
    """No, without a reason; a mentor perhaps with the day until which they are away."""
    at = clock.now()
    line = _standing_of(asked, request.user)
    if not line["stands"]:
        return _proposal(request, asked)
    is_mentor = asked.own_role == "mentor"
    today = asked.cohort.programme.institution.day_of(at)
    form = DeclineForm(sent(request), today=today)
    if not is_mentor:
        del form.fields["away_until"]
    if request.method == "POST" and form.is_valid():
        try:
            services.decline_proposal(asked, **form.cleaned_data, by=request.user, at=at)
        except services.CannotAnswer:
            return _again(request, asked)
        messages.success(request, _("That is done. Nobody is told who said no, or why."))
        return redirect("matching:proposals")
    context = {**line, "form": form}
    status = 422 if form.errors else 200
    return show(request, "matching/decline_proposal.html", context, status=status)


def _again(request: HttpRequest, asked: Any) -> HttpResponse:
    """It is over by now, whatever the cause: the page says so."""
    found = queries.proposals_for(request.user, at=clock.now()).get(pk=asked.pk)
    return _proposal(request, found, status=422)


def _standing_of(asked: Any, person: Any) -> dict[str, Any]:
    """How a proposal stands for one of those it asks."""
    is_in = asked.state == "accepted" and asked.said_yes_at is not None
    stands = asked.state == "waiting" and asked.is_there and asked.is_standing
    # Its day has come, and the worker is about to begin it with those who have said yes.
    is_ready = asked.state == "waiting" and asked.form != "pair" and asked.said_yes_at is not None
    stands = stands or (is_ready and asked.is_there)
    others = [one for one in asked.asked.all() if one.person and one.person_id != person.pk]
    return {
        "asked": asked,
        "is_in": is_in,
        "stands": stands,
        "others": others if stands or is_in else [],
        "mentors": [one for one in others if one.role == "mentor"],
    }


def _proposal(request: HttpRequest, asked: Any, *, status: int = 200) -> HttpResponse:
    line = _standing_of(asked, request.user)
    context = {
        **line,
        # Their cards came with them.
        "cards": [
            {"one": one, "profile": getattr(one.person, "profile", None)} for one in line["others"]
        ],
        "shared": words.in_common(asked.carried),
        "who": rules.can_answer_proposal.phrase,
        "who_sees_answer": rules.can_see_own_answer.phrase,
    }
    return show(request, "matching/proposal.html", context, status=status)
