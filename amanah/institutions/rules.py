"""Who may do what in an institution. Never when: that is the services' to say."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import THE_PROGRAMME, Rule
from amanah.institutions import queries
from amanah.institutions.models import Appointment, Institution

Role = Appointment.Role


def _here(thing: Any) -> Institution:
    """The institution that a thing is, or belongs to."""
    found = thing if isinstance(thing, Institution) else thing.institution
    assert isinstance(found, Institution)  # noqa: S101 (for the type checker)
    return found


def holds_a_role(person: Any, thing: Any, *, at: datetime) -> bool:
    return queries.is_staff_of(person, _here(thing), at=at)


def coordinates(person: Any, thing: Any, *, at: datetime) -> bool:
    return not queries.roles_of(person, _here(thing), at=at).isdisjoint(queries.COORDINATING)


def runs(person: Any, thing: Any, *, at: datetime) -> bool:
    return Role.ADMIN in queries.roles_of(person, _here(thing), at=at)


is_staff = Rule((THE_PROGRAMME,), holds_a_role)
is_coordinator = Rule((THE_PROGRAMME,), coordinates)
is_admin = Rule((THE_PROGRAMME,), runs)

can_change = is_admin
can_appoint = is_admin
can_see_roster = is_coordinator | is_admin
can_invite = is_coordinator | is_admin

sights.declare("appointment", _("which staff roles you hold, and since when"), is_admin)
