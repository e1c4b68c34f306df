"""What the roster is compared with, and a durable write without a form."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import guard, open_to_all
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.people import rules, services
from amanah.people.addresses import Invitee
from amanah.people.models import Affiliation


@open_to_all
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here", content_type="text/plain")


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_see_roster)
@require_GET
def naive(request: HttpRequest, institution: Institution) -> HttpResponse:
    """The roster as one writes it in a hurry: models, and a query for whatever a row touches."""
    me: Any = request.user
    belongings = Affiliation.objects.filter(institution=institution, until=None).exclude(person=me)
    context = {
        "institution": institution,
        "belongings": belongings.order_by("person__name", "pk"),
        "sort": "name",
        "search": "",
        "may_see_cards": True,
    }
    return render(request, "bench/naive.html", context)


@csrf_exempt
@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_invite)
@require_POST
def write(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Invite somebody: the invitation, its line in the ledger, its letter and the letter's job."""
    me: Any = request.user
    invitee = Invitee(f"{secrets.token_hex(8)}@example.org")
    services.invite(institution, [invitee], by=me, at=clock.now())
    return HttpResponse("written", content_type="text/plain")
