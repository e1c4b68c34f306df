"""A mentee's page: their mentor also decides over them by now. Nobody else is told."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amanah.base import clock
from amanah.base.access import guard
from amanah.conflicts import queries as conflicts
from amanah.conflicts import services as wall
from amanah.help import queries, rules
from amanah.mentoring.models import Membership, Mentorship
from amanah.programmes import queries as programmes
from amanah.shell.pages import show


@guard(find=queries.mentorships_as_mentee, allow=rules.can_say_who_decides)
@require_http_methods(["GET", "POST"])
def assessor(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Say it in one step, take it back in one, and what can be done about it."""
    me: Any = request.user
    at = clock.now()
    mentors = rules.mentors_of(mentorship)
    if request.method == "POST":
        mentor = _meant(mentors, request)
        if "back" in request.POST:
            wall.take_back_decides_over(me, mentor, by=me, at=at)
        else:
            wall.say_decides_over(me, mentor, by=me, at=at)
        messages.success(request, _("Saved. Only you see it."))
        return redirect("help:assessor", pk=mentorship.pk)
    known = conflicts.decides_over(me, at=at)
    [help_here] = queries.helps_for(me, [mentorship.institution], at=at)
    context = {
        "mentorship": mentorship,
        "mentors": [
            {
                "membership": one,
                "is_said": conflicts.is_said_to_decide(me, one.person),
                "is_known": one.person_id in known,
            }
            for one in mentors
        ],
        "help": help_here,
        "mentor_runs_programme": _runs_programme(mentorship, mentors),
        "who": rules.can_say_who_decides.phrase,
    }
    return show(request, "help/assessor.html", context)


def _meant(mentors: list[Membership], request: HttpRequest) -> Any:
    """The mentor whom the button is about."""
    wanted = request.POST.get("mentor", "")
    for one in mentors:
        if str(one.pk) == wanted or len(mentors) == 1:
            return one.person
    raise Http404


def _runs_programme(mentorship: Mentorship, mentors: list[Membership]) -> bool:
    if mentorship.cohort is None:
        return False
    running = programmes.who_runs(mentorship.cohort.programme, at=clock.now())
    return not {one.pk for one in running}.isdisjoint(one.person_id for one in mentors)
