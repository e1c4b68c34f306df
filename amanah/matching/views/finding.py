"""Looking through the mentors who let themselves be found, and asking one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.matching import queries, rules, services
from amanah.matching.forms import AskForm, FilterForm
from amanah.people import queries as people
from amanah.people.services import limits
from amanah.programmes import queries as programmes
from amanah.programmes.models import Cohort, Participant
from amanah.shell.pages import sent, show

PAGE = 20


@guard(find=programmes.cohorts_to_search, allow=rules.can_look)
@require_GET
def mentors(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """The mentors of a cohort whom a mentee may ask, twenty a page."""
    me: Any = request.user
    at = clock.now()
    search: Any = queries.search_in(cohort, me, at=at)
    everybody = queries.cards_for(search, at=at)
    form = FilterForm(request.GET, cards=everybody)
    wanted = form.wanted
    cards = [card for card in everybody if wanted.fits(card.said)]
    page = Paginator(cards, PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "form": form,
        "page": page,
        # A name stands apart from the words around it, whichever way they run.
        "cards": [
            {"card": card, "heading": format_html("<bdi>{}</bdi>", card.mentor.person.name)}
            for card in page.object_list
        ],
        "is_narrowed": wanted != queries.Wanted(),
        "waiting": [one for one in queries.requests_by(me, at=at) if one.stands],
        "may_ask": queries.may_ask_more(cohort, me, at=at),
        "has_mentor": queries.has_mentor(cohort, me),
        "most": queries.MOST_OPEN,
    }
    return show(request, "matching/mentors.html", context)


@guard(find=queries.mentors_for, allow=rules.can_ask)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, mentor: Participant) -> HttpResponse:
    """What the mentor will see, and the one button."""
    me: Any = request.user
    at = clock.now()
    if queries.has_asked(me, mentor):
        return redirect("matching:requests")
    form, status = AskForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            limits.count(request, "ask_for_mentorship", person=me)
            asked = services.ask_mentor(mentor, **form.cleaned_data, by=me, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status if isinstance(refusal, limits.TooOften) else 422
        else:
            messages.success(request, _("They are asked. You may withdraw it at any time."))
            return redirect("matching:request", pk=asked.pk)
    search: Any = queries.search_in(mentor.cohort, me, at=at)
    context = {
        "form": form,
        "card": queries.card_of(mentor, search),
        "search": search,
        "profile": people.profile_of(me),
        "last_day": services.last_day(mentor.cohort, at=at),
        "may_ask": queries.may_ask_more(mentor.cohort, me, at=at),
        "who": rules.can_read_request.phrase,
    }
    return show(request, "matching/ask.html", context, status=status)
