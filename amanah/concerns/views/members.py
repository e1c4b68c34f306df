"""Showing something to a safeguarding lead, and how it stands. Nobody else learns of any of it."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, only_you_and
from amanah.base.refusal import Refused
from amanah.concerns import queries, rules, services
from amanah.concerns.models import Concern
from amanah.concerns.views import shown
from amanah.help import queries as help_
from amanah.institutions.models import Institution
from amanah.mentoring import queries as mentoring
from amanah.mentoring.models import Mentorship
from amanah.people import queries as people
from amanah.sealing import queries as sealing
from amanah.shell.pages import show

# Beside a lead of their own choice there is the one who stands in for them.
BOTH = 2
PLACE = re.compile(r"[0-9]{1,9}")


@guard(allow=anyone_signed_in)
@require_GET
def concerns(request: HttpRequest) -> HttpResponse:
    """What I showed to somebody, and how it stands."""
    me: Any = request.user
    return show(request, "concerns/concerns.html", {"concerns": queries.concerns_of(me)})


@guard(find=queries.mentorships_to_show_from, allow=rules.can_show)
@require_http_methods(["GET", "POST"])
def show_words(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """To whom to show messages of a mentorship: the first of two steps."""
    return _choose(request, mentorship.institution, mentorship=mentorship)


@guard(allow=anyone_signed_in)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """To whom to tell something for which there are no messages here."""
    me: Any = request.user
    here = [one.institution for one in people.affiliations_of(me)]
    wanted = request.GET.get("at", "")
    institution = next((one for one in here if one.slug == wanted), here[0] if here else None)
    if institution is None:
        return show(request, "concerns/choose.html", {"institution": None, "offered": []})
    sources = [
        {"mentorship": one, "others": mentoring.others_in(one, me) if _is_in(one, me) else []}
        for one in queries.mentorships_to_show_from(me).filter(institution=institution)
        if one.room_id
    ]
    return _choose(request, institution, mentorship=None, elsewhere=here, sources=sources)


def _is_in(mentorship: Mentorship, person: Any) -> bool:
    return mentorship.memberships.filter(person=person, left_at=None).exists()


def _choose(
    request: HttpRequest,
    institution: Institution,
    *,
    mentorship: Mentorship | None,
    elsewhere: Iterable[Institution] = (),
    sources: Iterable[dict[str, Any]] = (),
) -> HttpResponse:
    me: Any = request.user
    at, refusal = clock.now(), ""
    but = _ids(request.GET.getlist("not_to"))
    leads = queries.leads_for(me, institution, mentorship=mentorship, but=but, at=at)
    offered = [lead.person for lead in leads if lead.has_lock]
    chosen = _ids(request.POST.getlist("to")) or {one.pk for one in offered[:BOTH]}
    if request.method == "POST":
        try:
            concern = services.begin_concern(
                institution,
                to=_ids(request.POST.getlist("to")),
                mentorship=mentorship,
                but=but,
                by=me,
                at=at,
            )
            return redirect(_address_of(concern, request.GET.getlist("mid")))
        except Refused as refused:
            refusal = str(refused)
    context = {
        "institution": institution,
        "elsewhere": [one for one in elsewhere if one != institution],
        "mentorship": mentorship,
        "sources": sources,
        "offered": [{"person": one, "is_chosen": one.pk in chosen} for one in offered],
        "without_lock": [lead.person for lead in leads if not lead.has_lock],
        "help": next(iter(help_.helps_for(me, [institution], at=at))),
        "has_lock": sealing.has_lock(me),
        "refusal": refusal,
    }
    return show(request, "concerns/choose.html", context, status=422 if refusal else 200)


def _address_of(concern: Concern, mids: list[str]) -> str:
    """Where it goes on; with the messages from which one came, already chosen."""
    known = urlencode([("mid", str(one)) for one in sorted(_ids(mids))])
    address = reverse("concerns:concern", args=[concern.pk])
    return f"{address}?{known}" if known else address


@guard(find=queries.concerns_of, allow=rules.is_author)
@require_GET
def concern(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Before it is sent, choosing and writing; afterwards, how it stands."""
    at = clock.now()
    recipients = queries.recipients_of(concern, at=at)
    names = [one.person.name for one, _can_come in recipients if one.person.name]
    context = {
        "concern": concern,
        "recipients": [
            {"person": one.person, "can_come": can_come} for one, can_come in recipients
        ],
        "can_somebody_come": any(can_come for _one, can_come in recipients),
        "source": concern.mentorship.room_id if concern.mentorship else None,
        "mids": " ".join(str(one) for one in sorted(_ids(request.GET.getlist("mid")))),
        "disclosed": concern.disclosed.count(),
        "who": only_you_and(names) if names else rules.is_author.phrase,
    }
    page = "concerns/begun.html" if concern.is_begun else "concerns/concern.html"
    return show(request, page, context)


@guard(find=queries.concerns_of, allow=rules.is_author)
@require_POST
def send(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Send it, with copies of the sealed files that are shown."""
    me: Any = request.user
    places = {int(one) for one in request.POST.getlist("n") if PLACE.fullmatch(one)}
    try:
        services.send_concern(concern, places=places, by=me, at=clock.now())
        messages.success(request, _("It is sent. Only those whom you chose can open it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("concerns:concern", pk=concern.pk)


@guard(find=queries.concerns_of, allow=rules.is_author)
@require_POST
def throw_away(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Throw away what was begun and not sent."""
    me: Any = request.user
    try:
        services.throw_away(concern, by=me, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("concerns:concern", pk=concern.pk)
    messages.success(request, _("It is thrown away. Nobody saw it."))
    return redirect("concerns:concerns")


@guard(find=queries.concerns_of, allow=rules.is_author)
@require_GET
def files(request: HttpRequest, concern: Concern) -> HttpResponse:
    """What I showed, for my own client to check."""
    return shown.files(concern)


def _ids(asked: Iterable[str]) -> set[UUID]:
    """Those that are names as we write them; everything else is nobody's."""
    found = set()
    for one in asked:
        try:
            found.add(UUID(one))
        except ValueError:
            continue
    return found
