"""What the roster is compared with, and a durable writes without a form."""

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import guard, open_to_all
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.outbox import services as outbox
from amanah.people import rules, services
from amanah.people.addresses import Invitee
from amanah.people.models import Affiliation, Invitation
from amanah.stewardship import ledger


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
@transaction.atomic
def write(request: HttpRequest, institution: Institution) -> HttpResponse:
    """The least that a service writes: a row, its line in the ledger, a letter, its job."""
    me: Any = request.user
    at, secret = clock.now(), secrets.token_hex(32)
    made = Invitation.objects.create(
        institution=institution,
        email=f"{secret[:16]}@example.org",
        secret_hash=secret,
        made_at=at,
        expires_at=at + timedelta(days=14),
    )
    ledger.record("people.person_invited", about=made, by=me, at=at, institution=institution)
    outbox.write(
        "outbox/mail/trouble.txt",
        to=outbox.Stranger(made.email),
        event=f"bench:{made.pk}",
        at=at,
        findings=[],
    )
    return HttpResponse("written", content_type="text/plain")


@csrf_exempt
@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_invite)
@require_POST
def invite(request: HttpRequest, institution: Institution) -> HttpResponse:
    """The same, as somebody really asks for it: with every check of the service."""
    me: Any = request.user
    invitee = Invitee(f"{secrets.token_hex(8)}@example.org")
    services.invite(institution, [invitee], by=me, at=clock.now())
    return HttpResponse("invited", content_type="text/plain")
