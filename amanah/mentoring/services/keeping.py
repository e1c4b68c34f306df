"""Until when our copies of a closed mentorship are kept: told beforehand, once, then deleted."""

import calendar
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from amanah.base.later import background, every, later, later_once
from amanah.institutions.models import Institution
from amanah.mentoring import notices, queries
from amanah.mentoring.models import Mentorship
from amanah.notifications import services as notifications
from amanah.sealing import services as sealing
from amanah.stewardship import ledger
from amanah.stewardship import services as stewardship

# So long before the last day its members hear of it.
AHEAD = timedelta(days=30)


def last_day_kept(institution: Institution, *, at: datetime) -> date:
    """The last day on which what is closed now is kept: some months on, by the calendar."""
    day = institution.day_of(at)
    month = day.month - 1 + institution.months_kept
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@every(timedelta(days=1), offset=timedelta(hours=4))
def tell_of_last_days_kept(*, at: datetime) -> None:
    """Tell the members of what is closed until when they can take their words along: once."""
    for mentorship in queries.kept_until_soon(at, ahead=AHEAD):
        institution, day = mentorship.institution, mentorship.keep_until
        assert day is not None  # noqa: S101 (the query asks for it)
        for member in mentorship.memberships.filter(left_at=None).select_related("person"):
            notifications.tell(
                member.person,
                notices.KEPT_UNTIL,
                event=f"mentoring.kept_until:{mentorship.pk}:{day}:{member.pk}",
                about=mentorship.pk,
                at=at,
                days=notifications.Days(named=day, over_at=institution.end_of(day)),
            )


@every(timedelta(days=1), offset=timedelta(hours=4))
def empty_those_due(*, at: datetime) -> None:
    """Ask for everything to go of what is closed and whose last day has passed."""
    for mentorship in queries.to_be_emptied(at):
        key = f"mentoring.empty:{mentorship.pk}:{mentorship.institution.day_of(at)}"
        later_once(empty_mentorship, key=key, at=at, mentorship_id=str(mentorship.pk))


@background
@transaction.atomic
def empty_mentorship(*, mentorship_id: str, at: datetime) -> None:
    """Delete our copies of what was written and agreed in a mentorship.

    What is shown in an open concern stays until that is closed, and nothing beside it. Of an
    informal mentorship nothing is left; of one in a programme, what staff know of it: who, when.
    """
    mentorship = _due(UUID(mentorship_id), at=at)
    if mentorship is None:
        return
    mentorship.agreements.all().delete()
    if mentorship.room is not None and not sealing.let_room_go(mentorship.room.pk):
        later(stewardship.wipe_traces)
        return
    notifications.take_back(notices.KEPT_UNTIL, about=mentorship.pk)
    ledger.record(
        "mentoring.mentorship_emptied",
        about=mentorship,
        by=None,
        at=at,
        institution=mentorship.institution,
    )
    if mentorship.cohort_id is None:
        notifications.take_back(notices.CLOSED, about=mentorship.pk)
        mentorship.delete()
    else:
        mentorship.emptied_at = at
        mentorship.save(update_fields=["emptied_at"])
    later(stewardship.wipe_traces)


def _due(pk: UUID, *, at: datetime) -> Mentorship | None:
    """The mentorship, if its last day has passed and it has not let go yet."""
    found = Mentorship.objects.select_for_update(of=("self",)).filter(pk=pk, emptied_at=None)
    mentorship = found.select_related("institution", "room").first()
    if mentorship is None or mentorship.keep_until is None:
        return None
    return mentorship if queries.is_past(mentorship, at=at) else None
