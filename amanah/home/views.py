from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.conflicts import queries as conflicts
from amanah.help import queries as help_of
from amanah.home import guarantees as fixed
from amanah.home import queries, steps
from amanah.institutions import queries as staff
from amanah.institutions import rules as staff_rules
from amanah.institutions.models import Appointment, Institution
from amanah.mentoring import queries as mentoring
from amanah.people import queries as people
from amanah.people import services
from amanah.people.models import Person
from amanah.shell.pages import show

MORNING, NOON, EVENING = 5, 12, 18


@open_to_all
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page, for whoever comes without an account or has not signed in."""
    if request.user.is_authenticated:
        return redirect("home:today")
    return show(request, "home/welcome.html")


@guard(allow=anyone_signed_in)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The one next thing to do, and nothing that shouts."""
    me: Any = request.user
    at = clock.now()
    belongings = list(people.affiliations_of(me))
    helps = help_of.helps_for(me, [one.institution for one in belongings], at=at)
    context = {
        "greeting": greeting_at(me, at),
        "now": at,
        "step": steps.next_step(me, at=at),
        "seen": queries.at_a_glance(),
        "mentorships": [
            {"mentorship": one, "others": mentoring.others_in(one, me)}
            for one in mentoring.active_mentorships_for(me)
        ],
        "belongings": belongings,
        "helps": [one for one in helps if one.first],
        "help_emergency": next((one.emergency for one in helps if one.emergency), ""),
        # These stand on this page already, so they are not repeated around it.
        "help_contact": None,
        "tells_of_lock": True,
    }
    return show(request, "home/today.html", context)


def greeting_at(person: Person, at: datetime) -> Promise | str:
    """By the time of day where the person is."""
    hour = at.astimezone(ZoneInfo(person.time_zone)).hour
    if MORNING <= hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if NOON <= hour < EVENING else _("Good evening")


@guard(allow=anyone_signed_in)
@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Do not suggest this again."""
    me: Any = request.user
    step = request.POST.get("step", "")
    if step in steps.MAY_BE_PUT_AWAY:
        services.put_away(me, step, by=me, at=clock.now())
    return redirect("home:today")


@guard(find=staff.institutions_staffed_by, by="slug", allow=staff_rules.is_staff)
@require_GET
def institution(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Where the staff of an institution begin."""
    me: Any = request.user
    at = clock.now()
    roles = staff.roles_of(me, institution, at=at)
    context = {
        "institution": institution,
        "roles": [label for role, label in Appointment.Role.choices if role in roles],
        "waiting": staff.appointments_to_confirm(me, at=at).filter(institution=institution),
        "expired": people.expired_invitations(me, at=at).filter(institution=institution),
        "is_death_waiting": people.dead_run_by(me, slug=institution.slug, at=at)
        .filter(person__death__confirmed_at=None)
        .exclude(person__death__said_by=me)
        .exists(),
        "may_coordinate": not roles.isdisjoint(staff.COORDINATING),
        "may_run": Appointment.Role.ADMIN in roles,
        "runs_something": conflicts.runs_something(me, institution, at=at),
        "nobody_is_named": help_of.names_nobody(institution),
    }
    return show(request, "home/institution.html", context)


@open_to_all
@require_GET
def guarantees(request: HttpRequest, slug: str) -> HttpResponse:
    """What an institution guarantees its members; for everybody, also before they join."""
    institution = get_object_or_404(Institution, slug=slug)
    talk_to = help_of.help_without_reader(institution).first
    context = {
        "institution": institution,
        "guarantees": fixed.GUARANTEES,
        "own": [line for line in institution.own_guarantees.splitlines() if line.strip()],
        "limits": fixed.LIMITS,
        "limits_before": fixed.LIMITS_BEFORE,
        "limits_after": fixed.LIMITS_AFTER,
        "talk_to": talk_to,
        "is_near": help_of.is_near(request.user, talk_to, at=clock.now()),
        "help_contact": None,
    }
    return show(request, "home/guarantees.html", context)


@open_to_all
@require_GET
def how_it_works(request: HttpRequest) -> HttpResponse:
    """What is stored, who sees it, and what this release cannot do."""
    return show(request, "home/how_it_works.html")
