"""Closing requests that are over. Whatever the cause, the same happens and the same is said."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from amanah.base.later import every
from amanah.institutions.models import Institution
from amanah.matching import notices, queries
from amanah.matching.models import Request
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.programmes import queries as programmes

KEEP_CLOSED = timedelta(days=90)
State = Request.State


def close_requests(requests: Iterable[Request], *, at: datetime, tells: bool = True) -> None:
    """Close requests in the caller's transaction; the mentee is told, the mentor sees it closed."""
    for request in requests:
        request.state = State.CLOSED
        request.save(update_fields=["state"])
        notifications.take_back(notices.ASKED, about=request.pk)
        if tells and request.mentee is not None and _still_looks(request):
            notifications.tell(
                request.mentee,
                notices.CLOSED,
                event=f"matching.closed:{request.pk}",
                about=request.pk,
                at=at,
            )


def _still_looks(request: Request) -> bool:
    """Whoever has left the cohort needs no word about it."""
    return (
        programmes.applications_in_force()
        .filter(participant__cohort=request.cohort_id, participant__person=request.mentee_id)
        .exists()
    )


@every(timedelta(minutes=15))
def close_those_over(*, at: datetime) -> None:
    """Close what does not stand any longer: its day came, or somebody is not there any more."""
    standing = queries.standing(at=at).values("pk")
    over = queries.waiting().exclude(pk__in=standing)
    for pk in list(over.order_by("pk").values_list("pk", flat=True)):
        _close_if_over(pk, at=at)
    for request in queries.standing(at=at).select_related(*_PEOPLE):
        if is_kept_apart(request, at=at):
            _close_if_over(request.pk, at=at)


@transaction.atomic
def _close_if_over(pk: Any, *, at: datetime) -> None:
    request = locked(pk)
    is_standing = queries.standing(at=at).filter(pk=pk).exists()
    if request.state == State.WAITING and (not is_standing or is_kept_apart(request, at=at)):
        close_requests([request], at=at)


def is_kept_apart(request: Request, *, at: datetime) -> bool:
    """Whether something has come between the two since it was asked."""
    if request.mentee is None or request.mentor is None:
        return True
    programme = request.cohort.programme
    return bool(queries.kept_apart(request.mentee, [request.mentor], programme, at=at))


def end_requests(person: Person, institution: Institution, at: datetime) -> None:
    """Whoever leaves an institution asks nobody there, and is asked by nobody."""
    here = (
        queries.waiting()
        .filter(Q(mentee=person) | Q(mentor=person), cohort__programme__institution=institution)
        .select_related(*_PEOPLE)
    )
    close_requests(here.order_by("pk"), at=at)


def let_go(programme: Any, parts: list[Any], at: datetime) -> None:
    """Called as an archive is emptied of some people: what they asked and were asked goes."""
    of_them = Q(mentee__participations__in=parts) | Q(mentor__participations__in=parts)
    ids = Request.objects.filter(of_them, cohort__programme=programme).values_list("pk", flat=True)
    Request.objects.filter(pk__in=list(ids)).delete()


@every(timedelta(days=1), offset=timedelta(hours=3))
def forget_old_requests(*, at: datetime) -> None:
    """Forget requests some time after their last day, whatever became of them."""
    Request.objects.filter(expires_at__lte=at - KEEP_CLOSED).exclude(state=State.WAITING).delete()


_PEOPLE = ("mentee", "mentor", "cohort__programme__institution")


def locked(pk: Any) -> Request:
    """A request, while nobody else changes one of its institution."""
    institution = Request.objects.values_list("cohort__programme__institution", flat=True)
    Institution.objects.select_for_update().get(pk=institution.get(pk=pk))
    return Request.objects.select_related(*_PEOPLE).get(pk=pk)
