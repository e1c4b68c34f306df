"""Telling of the days of a cohort: those who apply, and those who run it."""

from datetime import datetime, timedelta

from amanah.base.later import background, every
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.programmes import notices, queries
from amanah.programmes.models import Cohort

AHEAD = timedelta(days=3)
AT_ONCE = 200
# A last day that passed while no worker ran is still told for so long.
STILL_NEW = timedelta(days=7)


@every(timedelta(days=1), offset=timedelta(hours=1))
def tell_of_last_days(*, at: datetime) -> None:
    """Tell the author of each draft whose last day is near. Nobody else learns of a draft."""
    for draft in queries.drafts_closing_by(at + AHEAD, at=at):
        cohort = draft.participant.cohort
        assert cohort.applications_until is not None  # noqa: S101 (the query asks for it)
        notifications.tell(
            draft.participant.person,
            notices.CLOSES,
            event=f"programmes.application_closes:{draft.pk}:{cohort.applications_until}",
            about=draft.pk,
            at=at,
            days=notifications.Days(
                named=cohort.applications_until,
                over_at=cohort.programme.institution.end_of(cohort.applications_until),
            ),
        )


@background
def tell_of_other_days(*, cohort_id: str, at: datetime) -> None:
    """Tell those who applied to a cohort that its days are others now; once for each change."""
    cohort = Cohort.objects.get(pk=cohort_id)
    told = list(queries.applied_to(cohort).order_by("listed_at", "pk"))
    notifications.take_back(notices.DAYS_CHANGED, about=cohort.pk)
    for begin in range(0, len(told), AT_ONCE):
        notifications.tell_each(
            {one.pk: one.person for one in told[begin : begin + AT_ONCE]},
            notices.DAYS_CHANGED,
            event=f"programmes.days_changed:{cohort.pk}:{at:%Y%m%d%H%M}",
            about=cohort.pk,
            at=at,
            days=notifications.Days(over_at=at + notices.SOME_TIME),
        )


@every(timedelta(days=1), offset=timedelta(hours=1))
def tell_those_who_run(*, at: datetime) -> None:
    """Tell those who run a cohort that applications came in, and that its last day has passed.

    Once a day at most, only where somebody sent one since, and never of one's own.
    """
    for cohort in queries.cohorts_of_open_programmes():
        for person in queries.who_runs(cohort.programme, at=at):
            _tell_of_applications(cohort, person, at=at)
            _tell_of_last_day(cohort, person, at=at)


def _tell_of_applications(cohort: Cohort, person: Person, *, at: datetime) -> None:
    newest = queries.newest_application(cohort, person, at=at)
    if newest is None or newest < at - STILL_NEW:
        return
    notifications.tell_instead(
        person,
        notices.APPLICATIONS_CAME,
        event=f"programmes.applications_came:{cohort.pk}:{person.pk}:{newest:%Y%m%d%H%M%S}",
        about=cohort.pk,
        at=at,
        days=notifications.Days(over_at=at + notices.SOME_TIME),
    )


def _tell_of_last_day(cohort: Cohort, person: Person, *, at: datetime) -> None:
    last = cohort.applications_until
    if last is None:
        return
    end = cohort.programme.institution.end_of(last)
    if at - STILL_NEW < end <= at:
        notifications.tell_instead(
            person,
            notices.LAST_DAY_PASSED,
            event=f"programmes.last_day_passed:{cohort.pk}:{person.pk}:{last}",
            about=cohort.pk,
            at=at,
            days=notifications.Days(named=last, over_at=at + notices.SOME_TIME),
        )
