"""Looking at running pairs again when somebody's role changes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from amanah.base.later import every
from amanah.conflicts import notices, queries
from amanah.conflicts.hooks import Running
from amanah.conflicts.models import Post, Tie
from amanah.institutions.models import Institution
from amanah.notifications import services as notifications
from amanah.people.models import Affiliation

# Days that a worker may have been away.
BACK = 3


@contextmanager
def looking_again(institution: Institution, people: set[UUID], *, at: datetime) -> Iterator[None]:
    """Around a change: tell those who run a programme if a pair of these people now conflicts."""
    today = institution.day_of(at)
    before = set(queries.pairs_to_look_at(institution, day=today, people=people, at=at))
    yield
    after = queries.pairs_to_look_at(institution, day=today, people=people, at=at)
    _tell(institution, (pair for pair in after if pair not in before), day=today, at=at)


@transaction.atomic
def look_at_department(belonging: Affiliation, at: datetime) -> None:
    """Look again at the pairs of somebody who says that they are in another department."""
    institution, people = belonging.institution, {belonging.person_id}
    today = institution.day_of(at)
    found = queries.pairs_to_look_at(institution, day=today, people=people, at=at)
    _tell(institution, found, day=today, at=at)


@every(timedelta(hours=6), offset=timedelta(minutes=30))
def look_at_what_begins(*, at: datetime) -> None:
    """Look again at the pairs of those for whom a tie or a post begins today."""
    for institution in Institution.objects.order_by("pk"):
        today = institution.day_of(at)
        for day in (today - timedelta(days=back) for back in range(BACK)):
            people = _touched(institution, day)
            if people:
                _look_at_day(institution, people, day=day, at=at)


@transaction.atomic
def _look_at_day(institution: Institution, people: set[UUID], *, day: date, at: datetime) -> None:
    before, after = (
        queries.pairs_to_look_at(institution, day=one, people=people, at=at)
        for one in (day - timedelta(days=1), day)
    )
    _tell(institution, (pair for pair in after if pair not in before), day=day, at=at)


def _touched(institution: Institution, day: date) -> set[UUID]:
    """The supervisors, holders of posts and such for whom something begins on a day."""
    ties = queries.beginning_on(Tie, institution, day).values_list("one_id", flat=True)
    posts = queries.beginning_on(Post, institution, day).values_list("person_id", flat=True)
    return {*ties, *posts}


def _tell(institution: Institution, pairs: Iterable[Running], *, day: date, at: datetime) -> None:
    """With fixed words and no name, each reader once, and of each pair nobody who is in it."""
    ordered = sorted(pairs, key=lambda pair: (pair.about, pair.mentee))
    for person, first in queries.who_looks_at(institution, ordered, at=at):
        notifications.tell(
            person,
            notices.ANOTHER_LOOK,
            event=f"conflicts.another_look:{first.about}:{first.mentee}:{day}:{person.pk}",
            about=institution.pk,
            at=at,
        )
