"""Requests, for the two whom each is between: waiting on whom, until when, and the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.base.refusal import Refused
from amanah.matching import queries, rules, services
from amanah.matching.forms import DeclineForm
from amanah.matching.models import Request
from amanah.people import queries as people
from amanah.shell.pages import sent, show


@guard(allow=anyone_signed_in)
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Whom I asked, and who asks me."""
    me: Any = request.user
    at = clock.now()
    context = {
        "made": queries.requests_by(me, at=at),
        "received": queries.requests_to(me, at=at),
        "who": rules.can_read_request.phrase,
    }
    return show(request, "matching/requests.html", context)


@guard(find=queries.requests_for, allow=rules.can_read_request)
@require_GET
def one_request(request: HttpRequest, asked: Request) -> HttpResponse:
    """One request: to the mentor who asks, to the mentee what the mentor sees."""
    return _request(request, asked)


@guard(find=queries.requests_for, allow=rules.can_answer)
@require_POST
def accept(request: HttpRequest, asked: Request) -> HttpResponse:
    """Yes."""
    try:
        mentorship = services.accept_request(asked, by=request.user, at=clock.now())
    except Refused as refusal:
        asked = queries.requests_for(request.user, at=clock.now()).get(pk=asked.pk)
        return _request(request, asked, refusal=str(refusal))
    messages.success(request, _("Your mentorship has begun."))
    return redirect(mentorship)


@guard(find=queries.requests_for, allow=rules.can_answer)
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, asked: Request) -> HttpResponse:
    """No, without a reason; or away until a day."""
    at = clock.now()
    if not asked.stands:  # type: ignore[attr-defined]
        return _request(request, asked)
    today = asked.cohort.programme.institution.day_of(at)
    form = DeclineForm(sent(request), today=today)
    if request.method == "POST" and form.is_valid():
        try:
            services.decline_request(asked, **form.cleaned_data, by=request.user, at=at)
        except services.CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("That is done. They read that there is no place, and nothing more.")
            )
            return redirect("matching:requests")
    context = {"asked": asked, "form": form}
    return show(request, "matching/decline.html", context, status=422 if form.errors else 200)


@guard(find=queries.requests_for, allow=rules.can_withdraw)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, asked: Request) -> HttpResponse:
    """Ask no longer."""
    if request.method == "GET":
        return show(request, "matching/withdraw.html", {"asked": asked})
    services.withdraw_request(asked, by=request.user, at=clock.now())
    messages.success(request, _("Your request is withdrawn."))
    return redirect("matching:requests")


def _request(request: HttpRequest, asked: Request, *, refusal: str = "") -> HttpResponse:
    is_asked = rules.can_answer(request.user, asked, at=clock.now())
    context = {
        "asked": asked,
        "is_asked": is_asked,
        "profile": people.profile_of(asked.mentee) if asked.mentee else None,
        "shown": queries.application_shown(asked),
        "who": rules.can_read_request.phrase,
        "refusal": refusal,
    }
    return show(request, "matching/request.html", context, status=422 if refusal else 200)
