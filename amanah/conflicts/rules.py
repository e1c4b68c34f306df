"""Who may do what with ties. Never when: that is the services' to say."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import THE_PROGRAMME, Rule
from amanah.conflicts import queries
from amanah.conflicts.models import Post, Tie
from amanah.institutions import rules as staff
from amanah.institutions.models import Institution
from amanah.people.models import Affiliation
from amanah.people.rules import is_own

PARTIES = {Tie: ("one_id", "other_id"), Post: ("person_id",), Affiliation: ("person_id",)}


def _is_party(person: Any, thing: Any) -> bool:
    named = PARTIES.get(type(thing), ())
    return any(getattr(thing, name) == person.pk for name in named)


def _keeps(person: Any, thing: Any, *, at: datetime) -> bool:
    """Whoever coordinates or runs the institution; never what is about themselves."""
    is_keeper = (staff.is_coordinator | staff.is_admin)(person, thing, at=at)
    return is_keeper and not _is_party(person, thing)


def _runs(person: Any, institution: Institution, *, at: datetime) -> bool:
    return queries.runs_something(person, institution, at=at)


can_keep = Rule((THE_PROGRAMME,), _keeps)
can_look = Rule((THE_PROGRAMME,), _runs)
can_say_own = is_own

sights.declare(
    "ties",
    _("who supervises, assesses or examines you, and your posts over a department"),
    can_keep,
)
sights.declare(
    "own ties",
    _("with whom you said that you should not be paired because of a tie"),
    can_say_own,
)
