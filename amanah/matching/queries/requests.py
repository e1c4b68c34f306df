"""Questions about requests: which still stand, and whose they are."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from amanah.matching.models import Request
from amanah.programmes import queries as programmes
from amanah.programmes.models import Application, Cohort, Programme

Role, State = Application.Role, Request.State
MOST_OPEN = 3


def waiting() -> QuerySet[Request]:
    """Requests that nobody has closed, whether or not they still stand."""
    return Request.objects.filter(state=State.WAITING)


def standing(*, at: datetime) -> QuerySet[Request]:
    """Requests that can be answered now. Asked at every use, so that nothing outlives its cause.

    Its day has not passed, the programme is open, and both take part as they did when it was
    made: an application that was withdrawn since, and sent again, is another one.
    """
    return waiting().filter(
        Exists(_sent_by("mentee", Role.MENTEE)),
        Exists(_sent_by("mentor", Role.MENTOR)),
        expires_at__gt=at,
        cohort__programme__state=Programme.State.OPEN,
    )


def _sent_by(who: str, role: str) -> QuerySet[Application]:
    return programmes.applications_in_force().filter(
        participant__cohort=OuterRef("cohort"),
        participant__person=OuterRef(who),
        role=role,
        submitted_at__lte=OuterRef("asked_at"),
    )


def requests_for(person: Any, *, at: datetime) -> QuerySet[Any]:
    """Every request that a person made or was made to them, and whether it `stands`.

    Every member's page finds one through here.
    """
    mine: QuerySet[Any] = Request.objects.filter(Q(mentee=person) | Q(mentor=person))
    return (
        mine.annotate(stands=Exists(standing(at=at).filter(pk=OuterRef("pk"))))
        .select_related("cohort__programme__institution", "mentee__profile", "mentor__profile")
        .order_by("expires_at", "pk")
    )


def requests_by(person: Any, *, at: datetime) -> QuerySet[Any]:
    """Whom a person asked, the newest first."""
    return requests_for(person, at=at).filter(mentee=person).order_by("-asked_at", "pk")


def requests_to(person: Any, *, at: datetime) -> QuerySet[Any]:
    """Who asks a person now. What is over is not in it."""
    return requests_for(person, at=at).filter(mentor=person, stands=True)


def newest_request_to(person: Any, *, at: datetime) -> Request | None:
    """The one whose day comes first, of those that wait for a person's answer."""
    found: Request | None = requests_to(person, at=at).first()
    return found


def open_requests(person: Any, cohort: Cohort, *, at: datetime) -> QuerySet[Request]:
    """What a mentee has open in a cohort."""
    return standing(at=at).filter(mentee=person, cohort=cohort)
