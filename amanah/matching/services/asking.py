"""A mentee asks a mentor, and may take it back."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.matching import notices, queries
from amanah.matching.models import Request
from amanah.matching.services.ending import close_requests, locked
from amanah.notifications import services as notifications
from amanah.programmes.models import Cohort, Participant
from amanah.stewardship import ledger

OPEN_FOR = timedelta(days=14)
# The one reminder comes this long before the last day ends.
REMIND_BEFORE = timedelta(days=4)


class CannotAsk(Refused):
    code = "matching.cannot_ask"


@transaction.atomic
def ask_mentor(mentor: Participant, *, shows_application: bool, by: Any, at: datetime) -> Request:
    """Ask a mentor of one's own cohort. It waits two weeks, or until the cohort's last day.

    Raises `CannotAsk` if three wait already, or the mentor can no longer be asked.
    """
    cohort = mentor.cohort
    institution = Institution.objects.select_for_update().get(pk=cohort.programme.institution_id)
    if not queries.mentors_for(by, at=at).filter(pk=mentor.pk).exists():
        raise CannotAsk(_("This mentor cannot be asked any longer. You may ask somebody else."))
    if not queries.may_ask_more(cohort, by, at=at):
        raise CannotAsk(
            _("You may ask up to three mentors at once. Withdraw one request, or wait for its day.")
        )
    if queries.has_asked(by, mentor):
        raise CannotAsk(_("You have asked this mentor already."))
    until = last_day(cohort, at=at)
    request = Request(
        cohort=cohort,
        mentee=by,
        mentor=mentor.person,
        shows_application=shows_application,
        asked_at=at,
        waits_until=until,
        expires_at=institution.end_of(until),
    )
    request.full_clean()
    request.save(force_insert=True)
    _tell(request, at=at)
    _note("request_made", request, by=by, at=at)
    return request


def last_day(cohort: Cohort, *, at: datetime) -> date:
    """Until which day a request made now would wait: never beyond the cohort's own end."""
    day = cohort.programme.institution.day_of(at + OPEN_FOR)
    return day if cohort.ends_on is None else min(day, cohort.ends_on)


def _tell(request: Request, *, at: datetime) -> None:
    assert request.mentor is not None  # noqa: S101 (for the type checker)
    remind_at = request.expires_at - REMIND_BEFORE
    notifications.tell(
        request.mentor,
        notices.ASKED,
        event=f"matching.asked:{request.pk}",
        about=request.pk,
        at=at,
        days=notifications.Days(
            named=request.waits_until,
            over_at=request.expires_at,
            remind_at=remind_at if remind_at > at else None,
        ),
    )


@transaction.atomic
def withdraw_request(request: Request, *, by: Any, at: datetime) -> Request:
    """Ask no longer, at any time. The mentor reads only that it is closed."""
    request = locked(request.pk)
    if request.state == Request.State.WAITING:
        close_requests([request], at=at, tells=False)
        _note("request_withdrawn", request, by=by, at=at)
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
