"""Who runs a programme when whoever ran it has gone: nobody is kept, and somebody is told."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.institutions.models import Institution
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.programmes import notices, queries
from amanah.programmes.models import Programme


@every(timedelta(days=1), offset=timedelta(hours=1))
def tell_of_empty_chairs(*, at: datetime) -> None:
    """Tell of each open programme that too few people run: its admins, or the one who is left.

    By appointments alone, so that it does not matter how somebody went: stepped down, left,
    dismissed, ended by a day, or erased.
    """
    for programme in queries.open_programmes():
        running = queries.who_runs(programme, at=at)
        if len(running) == 1:
            _tell(programme, notices.RUNS_ALONE, running, at=at)
        elif not running:
            _tell(programme, notices.NOBODY_RUNS, queries.who_appoints(programme, at=at), at=at)


def _tell(
    programme: Programme, kind: notifications.Kind, people: list[Person], *, at: datetime
) -> None:
    # Once for each time that somebody went.
    since = queries.last_gone(programme, at=at)
    for person in people:
        notifications.tell(
            person,
            kind,
            event=f"{kind.name}:{programme.pk}:{since}:{person.pk}",
            about=programme.pk,
            at=at,
        )


def say_who_is_left(person: Any, institution: Institution | None, at: datetime) -> str | None:
    """What happens to a programme if the only one who runs it goes."""
    alone = queries.run_by_alone(person, at=at)
    here = [
        one.name for one in alone if institution is None or one.institution_id == institution.pk
    ]
    if not here:
        return None
    return _(
        "You alone run %(programmes)s. Name a deputy first if you can; otherwise the admins of the "
        "institution are told that nobody runs it."
    ) % {"programmes": ", ".join(here)}
