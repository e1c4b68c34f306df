"""A member's own page: with whom not, and what staff hold about them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amanah.base import clock
from amanah.base.access import guard
from amanah.conflicts import queries, rules, services
from amanah.conflicts.forms.own import OwnTiesForm
from amanah.conflicts.shown import own_post_line, post_line, tie_line
from amanah.people import queries as people
from amanah.people.models import Person
from amanah.shell.pages import sent, show


@guard(allow=rules.can_say_own)
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    me: Any = request.user
    form = OwnTiesForm(sent(request), initial={"named": "\n".join(queries.own_names(me))})
    if request.method == "POST" and form.is_valid():
        services.say_own_ties(me, form.cleaned_data["named"], by=me, at=clock.now())
        messages.success(request, _("Saved. Only you see it."))
        return redirect("conflicts:own")
    context = {"form": form, **_held(me, at=clock.now())}
    return show(request, "conflicts/own.html", context, status=422 if form.errors else 200)


def _held(me: Person, *, at: datetime) -> dict[str, Any]:
    """What staff hold about somebody, and whom to ask where it is wrong."""
    belongings = list(people.affiliations_of(me))
    return {
        "ties": [tie_line(tie, me) for tie in queries.ties_about(me, at=at)],
        "posts": [own_post_line(post) for post in queries.posts_about(me, at=at)],
        "over": [post_line(post) for post in queries.posts_over(me, at=at)],
        "has_department": all(one.department for one in belongings),
        "keepers": [
            (one.institution, queries.who_keeps(one.institution, at=at)) for one in belongings
        ],
    }
