"""The pages of a conversation and of one's own reflections. Words are opened by a script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from amanah.base import clock
from amanah.base.access import guard, only_you_and
from amanah.conversation import rules
from amanah.mentoring import queries as mentoring
from amanah.mentoring.models import Mentorship
from amanah.sealing import queries as sealing
from amanah.shell.pages import show


@guard(find=mentoring.mentorships_for, allow=rules.can_talk)
@require_GET
def conversation(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """What its members write to each other; once it is closed, to read."""
    me: Any = request.user
    others = mentoring.others_in(mentorship, me)
    names = [one.person.name for one in others]
    room = mentorship.room_id
    context = {
        "mentorship": mentorship,
        "others": others,
        "limits": mentoring.limits_of_confidentiality(),
        "has_written": room is not None and sealing.has_written(me, room),
        "who": only_you_and(names) if names else rules.can_reflect.phrase,
    }
    return show(request, "conversation/conversation.html", context)


@guard(allow=rules.can_reflect)
@require_GET
def reflections(request: HttpRequest) -> HttpResponse:
    """What one writes for oneself. It asks for a second way into one's lock before the first."""
    me: Any = request.user
    context = {
        "has_lock": sealing.has_lock(me),
        "may_write": sealing.has_two_ways(me, at=clock.now()),
        "who": rules.can_reflect.phrase,
    }
    return show(request, "conversation/reflections.html", context)
