"""What was sent to a safeguarding lead. What was not sent to the reader is not there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.concerns import queries, rules, services
from amanah.concerns.models import Concern
from amanah.concerns.views import shown
from amanah.people import queries as people
from amanah.shell.pages import show


@guard(allow=rules.is_lead)
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Every concern that was sent to me, those that are open first."""
    found = queries.concerns_sent_to(request.user, at=clock.now())
    return show(request, "concerns/sent.html", {"concerns": found})


@guard(find=queries.concerns_sent_to, allow=rules.is_chosen)
@require_GET
def file(request: HttpRequest, concern: Concern) -> HttpResponse:
    """One of them: who sent it, what they show and say, my own notes, how it stands."""
    me: Any = request.user
    services.note_opened(concern, by=me, at=clock.now())
    others = [one.person for one in concern.recipients.all() if one.person_id != me.pk]
    context = {
        "concern": concern,
        "author": concern.by,
        "profile": people.profile_of(concern.by),
        "others": others,
        "disclosed": concern.disclosed.count(),
        "next_states": _after(concern),
        "who": rules.is_chosen.phrase,
    }
    return show(request, "concerns/file.html", context)


def _after(concern: Concern) -> list[tuple[str, Any]]:
    order = services.ORDER
    after = order[order.index(Concern.State(concern.state)) + 1 :]
    return [(state.value, state.label) for state in after]


@guard(find=queries.concerns_sent_to, allow=rules.is_chosen)
@require_GET
def files(request: HttpRequest, concern: Concern) -> HttpResponse:
    """The sealed files that are shown, for my client to check."""
    return shown.files(concern)


@guard(find=queries.concerns_sent_to, allow=rules.is_chosen)
@require_POST
def say(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Tell its author how it stands."""
    me: Any = request.user
    try:
        services.say_state(concern, request.POST.get("state", ""), by=me, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("concerns:file", pk=concern.pk)


@guard(allow=rules.is_lead)
@require_GET
def number(request: HttpRequest) -> HttpResponse:
    """My safety number, to be printed in the handbook."""
    return show(request, "concerns/number.html", {"person": request.user})
