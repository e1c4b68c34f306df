"""A mentor says yes, or no, or that they are away. No reason is asked."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.matching import notices, queries
from amanah.matching.models import Request
from amanah.matching.services.ending import close_requests, is_kept_apart, locked
from amanah.matching.services.settling import close_what_is_over, stay_away
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Membership, Mentorship
from amanah.notifications import services as notifications
from amanah.programmes import queries as programmes
from amanah.stewardship import ledger

State = Request.State


class CannotAnswer(Refused):
    """It is over, whatever the cause; whoever answers is told the same."""

    code = "matching.cannot_answer"


@transaction.atomic
def accept_request(request: Request, *, by: Any, at: datetime) -> Mentorship:
    """Say yes: the mentorship begins here and now, and what else the mentee asked is closed.

    Raises `mentoring.NoPlace` if all places were taken meanwhile. If this was the last one,
    those who still wait for this mentor are told at once that there is no place any more.
    """
    request = _standing(request, at=at)
    assert request.mentee is not None  # noqa: S101 (for the type checker)
    cohort = request.cohort
    mentorship = mentoring.begin_mentorship(
        cohort.programme.institution,
        mentor=by,
        mentee=request.mentee,
        cohort=cohort,
        by=by,
        at=at,
    )
    request.state = State.ACCEPTED
    request.save(update_fields=["state"])
    notifications.take_back(notices.ASKED, about=request.pk)
    notifications.tell(
        request.mentee,
        notices.ACCEPTED,
        event=f"matching.accepted:{request.pk}",
        about=request.pk,
        at=at,
    )
    _note("request_accepted", request, by=by, at=at)
    sides = (
        mentoring.Side(by, Membership.Role.MENTOR),
        mentoring.Side(request.mentee, Membership.Role.MENTEE),
    )
    close_what_is_over(cohort, sides, at=at)
    return mentorship


@transaction.atomic
def decline_request(
    request: Request, *, by: Any, at: datetime, away_until: date | None = None
) -> Request:
    """Say no. A mentor who is away for a while is found by nobody until they are back.

    What else waits for them, and would run out before that, is closed with it.
    """
    request = _standing(request, at=at)
    close_requests([request], at=at)
    _note("request_declined", request, by=by, at=at)
    part = programmes.part_in(request.cohort, by)
    if away_until is not None and part is not None:
        stay_away(part, until=away_until, at=at)
    return request


def _standing(request: Request, *, at: datetime) -> Request:
    request = locked(request.pk)
    is_standing = queries.standing(at=at).filter(pk=request.pk).exists()
    if not is_standing or is_kept_apart(request, at=at):
        raise CannotAnswer(_("This request is closed."))
    return request


def _note(what: str, request: Request, *, by: Any, at: datetime) -> None:
    # Of their own act everybody is shown their own line, and nobody else's.
    ledger.record(
        f"matching.{what}",
        about=request,
        by=by,
        at=at,
        institution=request.cohort.programme.institution,
        subject=by,
    )
