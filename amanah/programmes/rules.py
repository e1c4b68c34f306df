"""Who may do what in a programme. Never when: that is the services' to say."""

from datetime import datetime
from typing import Any

from amanah.base.access import ONLY_YOU, THE_PROGRAMME, Rule
from amanah.programmes import queries
from amanah.programmes.models import Cohort, Participant, Programme


def _programme(thing: Any) -> Programme:
    """The programme that a thing is, or belongs to."""
    if isinstance(thing, Programme):
        return thing
    found = thing.programme if isinstance(thing, Cohort) else thing.cohort.programme
    assert isinstance(found, Programme)  # noqa: S101 (for the type checker)
    return found


def coordinates(person: Any, thing: Any, *, at: datetime) -> bool:
    return queries.programmes_run_by(person, at=at).filter(pk=_programme(thing).pk).exists()


def _takes_part(person: Any, participant: Participant) -> bool:
    return bool(participant.person_id == person.pk)


is_coordinator = Rule((THE_PROGRAMME,), coordinates)
# Lists of people: whoever coordinates, and of a list only who uploaded it.
can_list = is_coordinator
is_own_part = Rule((ONLY_YOU,), _takes_part)
