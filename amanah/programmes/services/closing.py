"""Telling those who have not sent what they began, once, some days before it is too late."""

from datetime import datetime, timedelta

from amanah.base.later import every
from amanah.notifications import services as notifications
from amanah.programmes import notices, queries

AHEAD = timedelta(days=3)


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
